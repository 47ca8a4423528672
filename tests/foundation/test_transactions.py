"""Transactions: whatever becomes of one, its connection comes back and the next one begins anew."""

import asyncio

import asyncpg
import pytest

from app.foundation.database import engine, execute, transaction, value


def most_connections() -> int:
    pool = engine().pool
    assert pool is not None
    return pool.get_max_size()


async def test_what_fails_only_at_the_commit_keeps_no_connection(committed_db: str) -> None:
    await execute("create table once (n int unique deferrable initially deferred)")
    for _ in range(most_connections() + 1):
        with pytest.raises(asyncpg.UniqueViolationError):
            async with asyncio.timeout(10), transaction():
                await execute("insert into once values (1), (1)")
    assert await value("select count(*) from once") == 0


async def test_a_transaction_whose_connection_died_gives_way_to_the_next(committed_db: str) -> None:
    for _ in range(most_connections() + 1):
        with pytest.raises((asyncpg.PostgresError, asyncpg.InterfaceError, OSError)):
            async with asyncio.timeout(10), transaction():
                await execute("select pg_terminate_backend(pg_backend_pid())")
    async with asyncio.timeout(10), transaction():
        assert await value("select 1") == 1
