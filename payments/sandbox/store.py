"""Everything the local Stripe knows, in a PostgreSQL schema of its own."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

import asyncpg
import msgspec

from app.settings import settings
from payments.sandbox.params import Params
from payments.sandbox.wire import no_such

Body = dict[str, Any]
AWAY = (OSError, asyncpg.PostgresConnectionError, asyncpg.InterfaceError, asyncpg.CannotConnectNowError)
SCHEMA = Path(__file__).with_name("schema.sql")
SCHEMA_LOCK = 815_001
API_VERSION = "2026-10-28.endive"
COMPARED = {"gt": ">", "gte": ">=", "lt": "<", "lte": "<="}


async def _speak_json(connection: asyncpg.Connection) -> None:
    def encode(value: Any) -> str:
        return msgspec.json.encode(value).decode()

    await connection.set_type_codec("jsonb", encoder=encode, decoder=msgspec.json.decode, schema="pg_catalog")


async def open_pool() -> asyncpg.Pool:
    connection = await asyncpg.connect(settings.database_url)
    try:
        async with connection.transaction():
            await connection.execute("select pg_advisory_xact_lock($1)", SCHEMA_LOCK)
            await connection.execute(SCHEMA.read_text("utf-8"))
    finally:
        await connection.close()
    return await asyncpg.create_pool(
        settings.database_url,
        min_size=2,
        max_size=10,
        init=_speak_json,
        server_settings={"search_path": "stripe_sandbox, public", "application_name": "stripe-sandbox"},
    )


@dataclass
class Books:
    """One transaction's hands on the objects. `news` collects the events to be told when it commits."""

    connection: asyncpg.Connection
    now: datetime
    request_id: str | None = None
    key: str | None = None
    news: list[Body] = field(default_factory=list)

    @property
    def clock(self) -> int:
        return int(self.now.timestamp())

    def _dated(self, body: Body) -> Body:
        """A balance entry becomes available by the passing of time alone."""
        if body["object"] == "balance_transaction":
            body["status"] = "available" if body["available_on"] <= self.clock else "pending"
        return body

    async def find(self, object_id: str) -> Body | None:
        found = await self.connection.fetchval("select body from objects where id = $1", object_id)
        return found and self._dated(found)

    async def get(self, kind: str, object_id: str, *, param: str = "id", lock: bool = False) -> Body:
        sql = "select body from objects where id = $1 and kind = $2" + (" for update" if lock else "")
        found = await self.connection.fetchval(sql, object_id, kind)
        if found is None:
            raise no_such(kind, object_id, param)
        return self._dated(found)

    async def lock(self, kind: str, object_id: str, *, param: str = "id") -> Body:
        return await self.get(kind, object_id, param=param, lock=True)

    async def add(self, body: Body) -> Body:
        sql = "insert into objects (id, kind, created, body) values ($1, $2, $3, $4)"
        await self.connection.execute(sql, body["id"], body["object"], self.now, body)
        return body

    async def save(self, body: Body) -> Body:
        await self.connection.execute("update objects set body = $2 where id = $1", body["id"], body)
        return body

    async def all_of(self, kind: str, name: str, value: str) -> list[Body]:
        sql = f"select body from objects where kind = $1 and body->>'{name}' = $2 order by seq desc"
        return [row["body"] for row in await self.connection.fetch(sql, kind, value)]

    async def knob(self, name: str, default: int | None = None) -> int | None:
        found = await self.connection.fetchval("select value from knobs where name = $1", name)
        return default if found is None else found

    async def page(self, kind: str, path: str, params: Params, **where: str | None) -> Body:
        """A list as Stripe pages it, newest first."""
        limit = min(max(params.number("limit") or 10, 1), 100)
        after, before = params.text("starting_after"), params.text("ending_before")
        clauses, args = ["kind = $1"], [kind]

        def clause(text: str, value: Any) -> None:
            args.append(value)
            clauses.append(text.format(f"${len(args)}"))

        for name, wanted in where.items():
            if wanted is not None:
                clause(f"body->>'{name}' = {{}}", wanted)
        for comparison, moment in _created(params):
            clause(f"(body->>'created')::bigint {comparison} {{}}", moment)
        if after:
            await self.get(kind, after, param="starting_after")
            clause("seq < (select seq from objects where id = {})", after)
        if before:
            await self.get(kind, before, param="ending_before")
            clause("seq > (select seq from objects where id = {})", before)
        order = "asc" if before and not after else "desc"
        sql = f"select body from objects where {' and '.join(clauses)} order by seq {order} limit {limit + 1}"
        found = [self._dated(row["body"]) for row in await self.connection.fetch(sql, *args)]
        shown = found[:limit]
        return listing(path, shown[::-1] if order == "asc" else shown, more=len(found) > limit)


def _created(params: Params) -> list[tuple[str, int]]:
    exact = params.inner("created")
    bounds = [(COMPARED[name], exact.number(name)) for name in COMPARED]
    return [(comparison, moment) for comparison, moment in bounds if moment is not None]


def listing(path: str, data: list[Body], *, more: bool = False) -> Body:
    return {"object": "list", "url": path, "has_more": more, "data": data}


@asynccontextmanager
async def transaction(pool: asyncpg.Pool, request_id: str | None = None, key: str | None = None) -> AsyncIterator[Books]:
    async with pool.acquire() as connection, connection.transaction():
        books = Books(connection, await connection.fetchval("select clock()"), request_id, key)
        yield books


@asynccontextmanager
async def reading(pool: asyncpg.Pool) -> AsyncIterator[Books]:
    async with pool.acquire() as connection:
        yield Books(connection, await connection.fetchval("select clock()"))
