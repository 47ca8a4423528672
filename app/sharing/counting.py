"""Openings of links, gathered and written together; a page never waits for it."""

import asyncio
from collections import Counter

from app.foundation.database import engine, rows
from app.foundation.gathering import Gathering
from app.settings import settings

Opening = tuple[str, str]
MOST_REFS = 300  # different ones of a thing and day: whoever makes refs up fills no table

_NOTE = f"""
with given as (select ref, thing, n, (app_now() at time zone {{}})::date as day
  from unnest({{}}::text[], {{}}::text[], {{}}::int[]) as g (ref, thing, n)),
known as (select g.* from given g where exists (select 1 from share_code c where c.code = g.ref)
  or exists (select 1 from share_opening o where o.ref = g.ref and o.thing = g.thing and o.day = g.day)
  or (select count(*) from share_opening o where o.thing = g.thing and o.day = g.day) < {MOST_REFS})
insert into share_opening as o (ref, thing, day, opened) select ref, thing, day, n from known order by ref, thing
on conflict (ref, thing, day) do update set opened = o.opened + excluded.opened
"""

_writing: set[asyncio.Task[None]] = set()


async def write_openings(openings: list[Opening]) -> list[None]:
    counted = Counter(openings)
    pairs = list(counted)
    await rows(_NOTE, settings.time_zone.key, [ref for ref, _ in pairs], [thing for _, thing in pairs], list(counted.values()))
    return [None] * len(openings)


_note = Gathering(write_openings, most=2_000)


async def count_opening(ref: str, thing: str) -> None:
    """Told by app.web.openings."""
    if engine().current_transaction.get() is not None:
        await _note((ref, thing))
        return
    task = asyncio.get_running_loop().create_task(_note((ref, thing)))
    _writing.add(task)
    task.add_done_callback(_done)


def _done(task: asyncio.Task[None]) -> None:
    """A count that could not be written is lost, and nobody's page with it."""
    _writing.discard(task)
    if not task.cancelled():
        task.exception()
