"""The embedded PostgreSQL starts whatever an earlier end left behind, and is reached through its socket only."""

import os
import signal
import subprocess
from collections.abc import Iterator
from pathlib import Path

import asyncpg
import psutil
import pytest

from app.running.failures import OperatorError
from app.running.postgres import EmbeddedPostgres, prepare, wait_until_ready


def _start(server: EmbeddedPostgres) -> "subprocess.Popen[bytes]":
    quiet = subprocess.DEVNULL
    return subprocess.Popen(
        server.command(), preexec_fn=server.birth(), env=server.environment(), cwd="/", stdout=quiet, stderr=quiet
    )


@pytest.fixture
def place(tmp_path: Path) -> Iterator[Path]:
    yield tmp_path
    for process in psutil.Process().children():
        if process.name() == "postgres":
            process.send_signal(signal.SIGINT)
            process.wait()


async def test_data_survives_a_killed_server(place: Path) -> None:
    server = prepare(place / "data", place / "socket")
    killed = _start(server)
    await wait_until_ready(server)
    connection = await asyncpg.connect(server.url())
    await connection.execute("create table kept (word text)")
    await connection.execute("insert into kept values ('造物')")
    killed.kill()
    killed.wait()

    again = prepare(place / "data", place / "socket")
    _start(again)
    await wait_until_ready(again)
    connection = await asyncpg.connect(again.url())
    assert await connection.fetchval("select word from kept") == "造物"
    assert await connection.fetchval("show listen_addresses") == ""
    assert await connection.fetchval("select not usesuper from pg_user where usename = current_user")
    await connection.close()


async def test_a_lock_that_names_a_living_stranger_is_no_hindrance(place: Path) -> None:
    server = prepare(place / "data", place / "socket", forgetful=True)
    (server.data / "postmaster.pid").write_text(f"{os.getppid()}\n{server.data}\n0\n5432\n")
    (server.socket_dir / ".s.PGSQL.5432.lock").write_text(f"{os.getppid()}\n")
    again = prepare(place / "data", place / "socket", forgetful=True)
    _start(again)
    await wait_until_ready(again)
    assert psutil.pid_exists(os.getppid())


async def test_a_server_left_behind_is_stopped_before_the_next(place: Path) -> None:
    server = prepare(place / "data", place / "socket", forgetful=True)
    left_behind = _start(server)
    await wait_until_ready(server)
    prepare(place / "data", place / "socket", forgetful=True)
    assert left_behind.wait(5) == 0


def test_a_half_made_cluster_is_made_anew(place: Path) -> None:
    (place / "data.fresh").mkdir()
    (place / "data.fresh" / "PG_VERSION").write_text("18")
    server = prepare(place / "data", place / "socket", forgetful=True)
    assert (server.data / "global").is_dir()


def test_a_socket_path_too_long_is_one_sentence(place: Path) -> None:
    with pytest.raises(OperatorError, match="too long a path"):
        prepare(place / "data", place / ("s" * 100))
