"""What came of links: each room counts what it holds, by the ref that brought it; no names, no amounts."""

from collections.abc import Awaitable, Callable, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from app.foundation.database import rows
from app.foundation.i18n import N_
from app.settings import settings

WEEKS = 12


@dataclass(frozen=True, slots=True)
class Count:
    """So many of something in a week, by this ref, at this thing ("" where it is about none)."""

    ref: str
    thing: str
    week: date
    n: int


@dataclass(frozen=True, slots=True)
class Outcome:
    """One kind of what may come of a link. Both questions reach back WEEKS weeks."""

    word: str
    of_refs: Callable[[list[str]], Awaitable[list[Count]]]
    at_brand: Callable[[int], Awaitable[list[Count]]] | None = None
    order: int = 50


outcomes: dict[str, Outcome] = {}
# By the first part of a thing: titles of those that everybody may see, and the things of a brand.
titles: dict[str, Callable[[list[str]], Awaitable[dict[str, str]]]] = {}
brand_things: list[Callable[[int], Awaitable[list[str]]]] = []

# Selected beside `ref` and `thing`: the Monday of the week, by the site's clock, of the moment {at}.
WEEK = f"date_trunc('week', {{at}} at time zone '{settings.time_zone.key}')::date as week, count(*)::int as n"
# Whoever opens their own link signed out brought themselves.
NOT_OWN = "not exists (select from share_code own where own.code = {ref} and own.member = {member})"
SINCE = f"{{at}} > app_now() - interval '{WEEKS} weeks'"


async def counts(sql: str, *args: Any) -> list[Count]:
    return [Count(**one) for one in await rows(sql, *args)]


async def titles_of(things: Iterable[str]) -> dict[str, str]:
    """Of those that everybody may see."""
    by_kind: dict[str, list[str]] = {}
    for thing in set(things):
        kind, _, public_id = thing.partition("/")
        by_kind.setdefault(kind, []).append(public_id)
    found: dict[str, str] = {}
    for kind, public_ids in by_kind.items():
        if kind in titles:
            found |= {f"{kind}/{one}": title for one, title in (await titles[kind](public_ids)).items()}
    return found


_OPENED = f"""select ref, thing, date_trunc('week', day)::date as week, sum(opened)::int as n from share_opening
where {{where}} and day > (app_now() - interval '{WEEKS} weeks')::date group by 1, 2, 3"""


async def _opened_of(refs: list[str]) -> list[Count]:
    return await counts(_OPENED.format(where="ref = any({})"), refs)


async def _opened_at(brand: int) -> list[Count]:
    things = [thing for of in brand_things for thing in await of(brand)]
    return await counts(_OPENED.format(where="thing = any({})"), things)


async def _joined_of(refs: list[str]) -> list[Count]:
    return await counts(
        f"""select m.ref, '' as thing, {WEEK.format(at="m.created_at")} from member m
        where m.ref = any({{}}) and {SINCE.format(at="m.created_at")} group by 1, 2, 3""",
        refs,
    )


outcomes["opened"] = Outcome(N_("打开"), _opened_of, _opened_at, order=0)
outcomes["joined"] = Outcome(N_("加入"), _joined_of, order=10)
