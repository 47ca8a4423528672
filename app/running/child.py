"""How a child process is born: with its account, out of the terminal's reach, and mortal with its parent."""

import ctypes
import os
import pwd
import signal
import sys
from collections.abc import Callable
from dataclasses import dataclass

PR_SET_PDEATHSIG, PR_SET_SECUREBITS, PR_CAP_AMBIENT, PR_CAP_AMBIENT_RAISE = 1, 28, 47, 2
NO_SETUID_FIXUP = 4  # else access(2) would deny what open(2) grants
CAP_DAC_OVERRIDE = 1
CAPABILITY_VERSION_3 = 0x20080522

_libc = ctypes.CDLL(None, use_errno=True) if sys.platform == "linux" else None


@dataclass(frozen=True)
class Account:
    """An operating system account to run under; `reaches_all` lets it pass folders that are closed to it."""

    uid: int
    gid: int
    reaches_all: bool = False


def unprivileged_account() -> Account:
    """An existing account without rights of its own: `nobody`."""
    try:
        nobody = pwd.getpwnam("nobody")
    except KeyError:
        return Account(65534, 65534)
    return Account(nobody.pw_uid, nobody.pw_gid)


def die_with_parent(parent: int, with_signal: int) -> None:
    """Ask the kernel for a signal when the parent dies; called after any change of account, which clears the request."""
    if _libc is None:
        return
    _libc.prctl(PR_SET_PDEATHSIG, with_signal, 0, 0, 0)
    if os.getppid() != parent:  # it died before the request
        os.kill(os.getpid(), signal.SIGKILL)


def _keep_reach() -> None:
    """After setuid: keep, and hand on through exec, only the right to pass closed folders."""
    assert _libc is not None
    mask = 1 << CAP_DAC_OVERRIDE
    header = (ctypes.c_uint32 * 2)(CAPABILITY_VERSION_3, 0)
    effective_permitted_inheritable = (ctypes.c_uint32 * 6)(mask, mask, mask, 0, 0, 0)
    if _libc.capset(header, effective_permitted_inheritable) != 0:
        raise OSError(ctypes.get_errno(), "capset")
    _libc.prctl(PR_CAP_AMBIENT, PR_CAP_AMBIENT_RAISE, CAP_DAC_OVERRIDE, 0, 0)


def become(account: Account | None) -> None:
    """Take the account for good; None stays as we are."""
    if account is None:
        return
    if account.reaches_all and _libc is not None:
        _libc.prctl(PR_SET_SECUREBITS, NO_SETUID_FIXUP, 0, 0, 0)
    os.setgroups([])
    os.setgid(account.gid)
    os.setuid(account.uid)
    if account.reaches_all:
        _keep_reach()


def birth(account: Account | None = None, dies_by: signal.Signals = signal.SIGTERM) -> Callable[[], None]:
    """The step between fork and exec, for `preexec_fn`."""
    parent = os.getpid()

    def step() -> None:
        become(account)
        die_with_parent(parent, dies_by)

    return step
