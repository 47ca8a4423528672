"""The database takes its shape from the migrations, and only once."""

import asyncio
import os
import sys
from datetime import timedelta

from app.foundation import clock
from app.foundation.database import value
from app.running.migrations import pending
from tests.database import TestServer


async def test_a_migrated_database_has_nothing_pending(db: None) -> None:
    assert await pending() == []


async def test_two_processes_may_create_and_migrate_the_same_database_at_once(server: TestServer) -> None:
    environment = {**os.environ, "DATABASE_URL": server.database_url("zhizao_made_twice")}
    command = [sys.executable, "-m", "app", "migrate"]
    both = [await asyncio.create_subprocess_exec(*command, env=environment) for _ in range(2)]
    try:
        assert [await each.wait() for each in both] == [0, 0]
    finally:
        await server.drop("zhizao_made_twice")


async def test_the_clock_follows_its_shift(db: None) -> None:
    await clock.shift(timedelta(days=3))
    await clock.shift(timedelta(hours=1))
    assert await value("select app_now() - statement_timestamp()") == timedelta(days=3, hours=1)


async def test_a_rolled_back_test_leaves_the_clock_alone(db: None) -> None:
    assert await value("select app_now() - statement_timestamp()") == timedelta(0)
