"""What the operator sees: lines by the name of their process, and a terminal that may be gone at any moment."""

import contextlib
import os
import queue
import sys
import threading
from collections.abc import Iterator
from unicodedata import east_asian_width

from app.settings import settings

PEOPLE = (
    ("fan@zhizao.test", "粉丝 fan"),
    ("brand@zhizao.test", "品牌方 brand"),
    ("backer@zhizao.test", "支持者 backer"),
    ("staff@zhizao.test", "平台运营 staff"),
)


def columns(text: str) -> int:
    """Columns that a text takes: Chinese characters take two."""
    return sum(2 if east_asian_width(each) in "WF" else 1 for each in text)


_lines: "queue.Queue[str | None]" = queue.Queue(maxsize=10_000)


def say(name: str, line: str) -> None:
    """Never waits: a terminal that is held must not hold the processes, nor a closed one stop the stopping."""
    with contextlib.suppress(queue.Full):
        _lines.put_nowait(f"{name}{' ' * (9 - columns(name))}| {line}\n")


def _write() -> None:
    while (line := _lines.get()) is not None:
        with contextlib.suppress(OSError, ValueError):
            sys.stdout.write(line)
            sys.stdout.flush()


@contextlib.contextmanager
def speaking() -> Iterator[None]:
    writer = threading.Thread(target=_write, daemon=True)
    writer.start()
    try:
        yield
    finally:
        with contextlib.suppress(queue.Full):
            _lines.put_nowait(None)
        writer.join(timeout=1)


def terminal_is_gone(fd: int) -> bool:
    """A closed terminal may not reach us as a signal, but it no longer is one."""
    return not os.isatty(fd)


def welcome() -> None:
    lines = ["", f"智造已就绪，请打开  ·  ready, open  {settings.public_url}"]
    if settings.environment == "development":
        lines.append("可用下面的邮箱登录，密码  ·  sign in with password  zhizao-demo")
        lines += [f"    {address:<22}{role}" for address, role in PEOPLE]
    lines += ["按 Ctrl-C 停止  ·  Ctrl-C stops everything", ""]
    for line in lines:
        say("智造", line)
