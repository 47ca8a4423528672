"""Whatever dies comes back; when the supervisor itself ends, however it ends, nobody is left."""

import os
import pty
import signal
import socket
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.running.stack import Stack, free_port, until

pytestmark = pytest.mark.slow

EVERYBODY = {"web": "app web", "worker": "app worker", "local Stripe": "app sandbox", "database": "bin/postgres"}


@pytest.fixture
def stack(tmp_path: Path) -> Iterator[Stack]:
    stack = Stack(tmp_path / "var")
    yield stack
    stack.end()


def test_whatever_is_killed_comes_back(stack: Stack) -> None:
    supervisor = stack.start()
    stack.until_ready()
    for name, sign in EVERYBODY.items():
        killed = stack.main_process(sign)
        killed.kill()
        until(lambda sign=sign, killed=killed: _is_replaced(stack, sign, killed.pid), 15, f"another {name}")  # type: ignore[misc]
        stack.until_ready(20)
    assert "is already running" in stack.refused()
    supervisor.send_signal(signal.SIGINT)
    assert supervisor.wait(20) == 0
    assert stack.family() == {}


def _is_replaced(stack: Stack, sign: str, pid: int) -> bool:
    return any(sign in command and other != pid for other, command in stack.family().items()) and pid not in stack.family()


def test_a_killed_supervisor_leaves_nobody_and_a_closed_terminal_neither(stack: Stack) -> None:
    first = stack.start()
    stack.until_ready()
    first.kill()
    first.wait()
    until(lambda: not stack.family(), 10, "nobody left")

    ours, theirs = pty.openpty()
    second = stack.start(stdin=theirs, stdout=theirs, start_new_session=True)
    os.close(theirs)
    stack.until_ready()
    os.close(ours)
    second.wait(60)
    until(lambda: not stack.family(), 5, "nobody left")


def test_a_port_in_use_is_one_sentence(stack: Stack) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", stack.port))
        taken.listen()
        assert stack.refused() == f"Port {stack.port} is in use: set PORT to another."


def test_a_dead_database_is_one_sentence(stack: Stack) -> None:
    address = f"127.0.0.1:{free_port()}/zhizao"
    said = stack.refused(DATABASE_URL=f"postgresql://me:secret@{address}")
    assert said.startswith(f"No PostgreSQL answers at postgresql://{address}")
    assert said.endswith("check DATABASE_URL.")
    assert "secret" not in said
    assert "\n" not in said
