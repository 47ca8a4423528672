"""Figures when they are asked for: counted at once where they are few, else as the sweep kept them a few minutes ago."""

import asyncio
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import msgspec

from app.foundation import clock
from app.foundation.database import execute, row, rows
from ideas.insights.figures import FIRST_ROWS, LOOKED_AT, Figures, figures_of, weight

MOST_IDEAS, MOST_VOTES = 600, 20_000  # counted while somebody waits; beyond it the sweep counts


@dataclass(frozen=True, slots=True)
class Scope:
    """Of one challenge, or with challenge 0 of all a brand has."""

    brand: int
    challenge: int
    challenges: tuple[int, ...]
    zone: str
    besides: str = ""


async def scope_of(brand: int, challenge: int = 0) -> Scope:
    found = await rows(
        """select c.id, c.title, b.time_zone from brand b left join challenge c on c.brand = b.id and c.published_at is not null
          and ({} = 0 or c.id = {}) where b.id = {} order by c.id""",
        challenge, challenge, brand,
    )  # fmt: skip
    ids = tuple(one["id"] for one in found if one["id"])
    return Scope(brand, challenge, ids, found[0]["time_zone"], found[0]["title"] or "" if challenge else "")


async def is_large(scope: Scope) -> bool:
    ideas, votes = await weight(list(scope.challenges))
    return ideas > MOST_IDEAS or votes > MOST_VOTES


async def figures_for(scope: Scope) -> tuple[Figures | None, datetime]:
    """With the moment they were taken; None while a large challenge waits for its first count."""
    if not await is_large(scope):
        return await count(scope), await clock.now()
    kept = await row(
        "select figures, taken_at from kept_figures where brand = {} and challenge = {}", scope.brand, scope.challenge
    )
    if kept is None:
        return None, await clock.now()
    return msgspec.json.decode(kept["figures"], type=Figures), kept["taken_at"]


async def count(scope: Scope) -> Figures:
    return await figures_of(list(scope.challenges), scope.zone, scope.besides)


async def keep(brand: int, challenge: int) -> None:
    """Safe to run twice: the newer count stands."""
    scope = await scope_of(brand, challenge)
    taken_at, figures = await clock.now(), await count(scope)
    text = (await asyncio.to_thread(msgspec.json.encode, figures)).decode()
    await execute(
        """insert into kept_figures as k (brand, challenge, figures, taken_at) values ({}, {}, {}::jsonb, {})
        on conflict (brand, challenge) do update set figures = excluded.figures, taken_at = excluded.taken_at
        where k.taken_at < excluded.taken_at""",
        brand, challenge, text, taken_at,
    )  # fmt: skip


async def stale(minutes: int = 10) -> list[dict[str, Any]]:
    """What is too large to be counted while somebody waits, still moves, and was counted long ago.

    Whether a challenge, or all of a brand's together, is large is seen from its first rows.
    """
    first = FIRST_ROWS.format(ids="w.ids", most=LOOKED_AT)
    return await rows(
        f"""with open_ones as (select id, brand, deadline from challenge where published_at is not null and opens_at < app_now()),
        asked as (
          select brand, id as challenge, array[id] as ids, deadline from open_ones
          union all select brand, 0, array_agg(id), max(deadline) from open_ones group by brand)
        select w.brand, w.challenge from asked w
          left join kept_figures k on k.brand = w.brand and k.challenge = w.challenge
        where (k.taken_at is null or (k.taken_at < app_now() - make_interval(mins => {{}})
            and k.taken_at < w.deadline + interval '30 days'))
          and (select count(*) > {{}} or sum(vote_count) > {{}} from ({first}) few)
        order by k.taken_at nulls first limit 20""",
        minutes, MOST_IDEAS, MOST_VOTES,
    )  # fmt: skip
