"""One small world for all tests of this folder, made by the command as people give it, beginning over a half-made one."""

import asyncio
import os
import subprocess
import sys
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import asyncpg
import pytest

from app.settings import ROOT
from tests.database import TestServer
from tests.payments.sandbox.local_stripe import free_port


def command(url: str, folder: Path, *arguments: str, environment: str = "test", **more: str) -> subprocess.CompletedProcess[str]:
    """`python -m app …` against this database, with a folder and ports of its own."""
    env = {**os.environ, "DATABASE_URL": url, "ENVIRONMENT": environment, "ZHIZAO_VAR": str(folder)}
    env |= {"PORT": str(free_port()), "SANDBOX_PORT": str(free_port()), "STORAGE_URL": "", **more}
    return subprocess.run(
        [sys.executable, "-m", "app", *arguments], env=env, cwd=ROOT, capture_output=True, text=True, timeout=300
    )


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The world is made once, so one worker looks at all of it."""
    for item in items:
        if item.path == Path(__file__).with_name("test_world.py"):
            item.add_marker(pytest.mark.xdist_group("world"))


async def _leave_half_a_world(url: str) -> None:
    connection = await asyncpg.connect(url)
    await connection.execute("insert into heartbeat values ('seeding', clock_timestamp())")
    await connection.execute("insert into clock_shift (shift) values (interval '-90 days')")
    await connection.execute("insert into member (public_id) values ('halfhalf')")
    await connection.close()


@pytest.fixture(scope="session")
def world_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("world")


@pytest.fixture(scope="session")
def world_url(server: TestServer, worker_id: str, world_folder: Path) -> Iterator[str]:
    name = f"zhizao_world_{worker_id}"
    url = asyncio.run(server.clone(name))
    asyncio.run(_leave_half_a_world(url))
    done = command(url, world_folder, "seed")
    assert done.returncode == 0, done.stderr
    yield url
    asyncio.run(server.drop(name))


@pytest.fixture
async def world(world_url: str) -> AsyncIterator[asyncpg.Connection]:
    """The app looks at the seeded world; a plain connection for counting."""
    from app.piccolo_conf import DB, connection_config

    before, DB.config = DB.config, connection_config(world_url)
    connection = await asyncpg.connect(world_url)
    try:
        yield connection
    finally:
        await connection.close()
        DB.config = before
