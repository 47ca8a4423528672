"""What the operator sees: lines by the name of their process, and a terminal that may be gone at any moment."""

import contextlib
import os
import sys

from app.settings import settings

PEOPLE = (
    ("fan@zhizao.test", "粉丝 fan"),
    ("brand@zhizao.test", "品牌方 brand"),
    ("backer@zhizao.test", "支持者 backer"),
    ("staff@zhizao.test", "平台运营 staff"),
)


def say(name: str, line: str) -> None:
    with contextlib.suppress(OSError, ValueError):  # a closed terminal must not stop the stopping
        sys.stdout.write(f"{name:<9}| {line}\n")
        sys.stdout.flush()


def terminal_is_gone(fd: int) -> bool:
    """A closed terminal may not reach us as a signal, but it no longer is one."""
    return not os.isatty(fd)


def welcome() -> None:
    lines = ["", f"智造已就绪,请打开  ·  ready, open  {settings.public_url}"]
    if settings.environment == "development":
        lines.append("可用下面的邮箱登录,密码  ·  sign in with password  zhizao-demo")
        lines += [f"    {address:<22}{role}" for address, role in PEOPLE]
    lines += ["按 Ctrl-C 停止  ·  Ctrl-C stops everything", ""]
    for line in lines:
        say("智造", line)
