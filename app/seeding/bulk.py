"""Loading many rows: ids reserved, public ids that can't collide, indexes taken off before and put back after."""

from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from random import Random

import asyncpg

from app.foundation.ids import ALPHABET, LENGTH

SPACE = len(ALPHABET) ** LENGTH
_SECONDARY = """
select indexdef from pg_indexes i where schemaname = 'public' and tablename = any($1)
and not exists (select from pg_constraint c where c.conname = i.indexname)
"""
_NAMES = _SECONDARY.replace("select indexdef", "select format('%I', indexname)")
_UNIQUE = """
select conrelid::regclass::text as on_table, format('%I', conname) as name, pg_get_constraintdef(oid) as definition
from pg_constraint where contype = 'u' and conrelid::regclass::text = any($1)
"""


async def reserve(connection: asyncpg.Connection, table: str, count: int) -> int:
    """The first of so many ids that nobody else will get."""
    taken = await connection.fetch(
        "select nextval(pg_get_serial_sequence($1, 'id')) as id from generate_series(1, $2)", table, count
    )
    return min(one["id"] for one in taken)


def public_ids(first: int, count: int, random: Random) -> Iterator[str]:
    """All different by construction: one walk through all possible ids with a step prime to their number."""
    step = random.randrange(SPACE // 4, SPACE // 2) * 14 + 3  # neither 2 nor 7 divides it, and 28 has no other prime
    start = random.randrange(SPACE)
    for at in range(first, first + count):
        yield _spelled((start + at * step) % SPACE)


def _spelled(number: int) -> str:
    signs = []
    for _ in range(LENGTH):
        number, digit = divmod(number, len(ALPHABET))
        signs.append(ALPHABET[digit])
    return "".join(signs)


@asynccontextmanager
async def without_indexes(connection: asyncpg.Connection, tables: list[str], unique_too: list[str]) -> AsyncIterator[None]:
    """Within one transaction: the tables are locked, so nobody meets them bare; a failure puts everything back."""
    await connection.execute(f"lock table {', '.join(tables)} in access exclusive mode")
    uniques = await connection.fetch(_UNIQUE, unique_too)
    for unique in uniques:
        await connection.execute(f"alter table {unique['on_table']} drop constraint {unique['name']}")
    definitions = [one[0] for one in await connection.fetch(_SECONDARY, tables)]
    for name in [one[0] for one in await connection.fetch(_NAMES, tables)]:
        await connection.execute(f"drop index {name}")
    yield
    for definition in definitions:
        await connection.execute(definition)
    for unique in uniques:
        await connection.execute(f"alter table {unique['on_table']} add constraint {unique['name']} {unique['definition']}")
