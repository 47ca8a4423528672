"""Transactions and plain SQL over Piccolo's engine: the few helpers that every read and write goes through."""

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from functools import cache, lru_cache
from itertools import count
from string import Formatter
from typing import Any

from asyncpg import Record
from piccolo.engine import engine_finder
from piccolo.engine.postgres import PostgresEngine, PostgresTransaction
from piccolo.querystring import QueryString
from piccolo.table import Table

from app.foundation.ids import new_id


@cache
def engine() -> PostgresEngine:
    found = engine_finder()
    assert isinstance(found, PostgresEngine)
    return found


@asynccontextmanager
async def transaction() -> AsyncIterator[None]:
    """A transaction, or a savepoint where one is active (Piccolo's own nesting does nothing).

    After PostgreSQL dies inside a transaction Piccolo leaves its current transaction set in the task, and every
    later one there would silently do nothing: hence the reset. Nor does it give back the connection of a transaction
    that could not be committed, such as by a deferred constraint.
    """
    database = engine()
    outer = database.current_transaction.get()
    if outer is None:
        made = database.transaction()
        try:
            async with made:
                yield
        finally:
            database.current_transaction.set(None)
            await _give_back(made)
        return
    savepoint = await outer.savepoint()
    try:
        yield
    except BaseException:
        await savepoint.rollback_to()
        raise
    await savepoint.release()


async def _give_back(made: PostgresTransaction) -> None:
    """Given back already, this does nothing."""
    if (connection := getattr(made, "connection", None)) is None:
        return
    if (pool := engine().pool) is not None:
        await pool.release(connection)
    else:
        await connection.close()


async def rows(sql: str, *args: Any) -> list[dict[str, Any]]:
    """All rows of a query; `{}` marks each argument."""
    return [dict(one) for one in await _fetch(sql, args)]


async def _fetch(sql: str, args: tuple[Any, ...]) -> list[Record]:
    """As Piccolo's engine would; but a statement whose arguments are plain values is put into PostgreSQL's form only once."""
    database = engine()
    if any(isinstance(one, QueryString) for one in args):
        return await database.run_querystring(QueryString(sql, *args))
    statement = numbered(sql)
    if active := database.current_transaction.get():
        return await active.connection.fetch(statement, *args)
    if database.pool is None:
        return await database._run_in_new_connection(statement, args)
    async with database.pool.acquire() as connection:
        return await connection.fetch(statement, *args)


@lru_cache(maxsize=2000)
def numbered(sql: str) -> str:
    """With $1, $2 … in the places of `{}`."""
    number = count(1)
    return "".join(text + (f"${next(number)}" if field is not None else "") for text, field, *_ in Formatter().parse(sql))


async def row(sql: str, *args: Any) -> dict[str, Any] | None:
    found = await rows(sql, *args)
    return found[0] if found else None


async def value(sql: str, *args: Any) -> Any:
    """The first column of the first row, or None."""
    found = await row(sql, *args)
    return next(iter(found.values())) if found else None


async def execute(sql: str, *args: Any) -> None:
    await rows(sql, *args)


async def insert(table: type[Table], **values: Any) -> dict[str, Any]:
    """One new row, as it stands in the database; a public id is drawn where the table has one.

    Columns left out take the database's default (created_at: app_now()). References are given by id.
    """
    if "public_id" in {column._meta.name for column in table._meta.columns}:
        values.setdefault("public_id", new_id())
    columns = ", ".join(f'"{name}"' for name in values)
    made = await row(
        f"insert into {table._meta.tablename} ({columns}) values ({placeholders(list(values))}) returning *",
        *values.values(),
    )
    assert made is not None
    return made


async def share_lock(name: str, key: int) -> None:
    """Held to the transaction's end together with others; whoever wants it alone waits."""
    await execute("select pg_advisory_xact_lock_shared(hashtextextended({}, {}))", name, key)


async def sole_lock(name: str, key: int) -> None:
    """Held alone to the transaction's end."""
    await execute("select pg_advisory_xact_lock(hashtextextended({}, {}))", name, key)


def placeholders(values: Sequence[Any]) -> str:
    return ", ".join("{}" for _ in values)
