"""Lists of ideas in their orders, a page at a time by keys, and search; every list walks an index made for it."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Any

from piccolo.querystring import QueryString

from app.foundation.database import engine, execute, rows, transaction
from app.foundation.text import query_terms, search_terms
from ideas.challenges.rules import TAKES_VOTES
from ideas.finding.rules import FILLERS, GROUPS, ORDERS, PAGE, Key, read_key, written
from ideas.rules import VOTABLE

Sql = QueryString
FEW = 4000  # so many can be sorted at once
_SEARCHING = "select set_config('plan_cache_mode', 'force_custom_plan', true), set_config('enable_seqscan', 'off', true)"


@dataclass(frozen=True, slots=True)
class Wanted:
    """A list as its address says it."""

    order: str = "newest"
    group: str = ""
    challenge: int | None = None
    q: str = ""
    after: str = ""
    before: str = ""


@dataclass(frozen=True, slots=True)
class Found:
    """One page of ideas and the keys of its neighbours ("" where there is none)."""

    ideas: list[dict[str, Any]]
    newer: str = ""
    older: str = ""


_COLUMNS = """i.id, i.public_id, i.title, i.summary, i.cover, i.state, i.vote_count, i.counts, i.ranked_votes, i.rising, i.best,
  i.published_at, i.author, i.lang, i.tags, i.challenge"""


def _in(states: tuple[str, ...]) -> str:
    """Written out, not as an argument: so the planner sees that a partial index holds all that is asked."""
    return "(" + ", ".join(f"'{state}'" for state in states) + ")"


def _all(conditions: list[Sql]) -> Sql:
    return Sql(" and ".join(["{}"] * len(conditions)), *conditions)


def _query(wanted: Wanted, key: Key | None, backwards: bool, limit: int, only: list[Sql], also: str = "") -> Sql:
    """`only` narrows the list further; `also` joins what that needs."""
    column = ORDERS[wanted.order][0]
    direction, beyond = ("asc", ">") if backwards else ("desc", "<")
    conditions = [Sql(f"i.visibility = 'visible' and i.state in {_in(GROUPS[wanted.group][0])}"), *only]
    if wanted.challenge is not None:
        conditions.append(Sql("i.challenge = {}", wanted.challenge))
    if key is not None:
        conditions.append(Sql(f"(i.{column}, i.public_id) {beyond} ({{}}, {{}})", key.value, key.public_id))
    return Sql(
        f"select {_COLUMNS} from idea i {also} where {{}} order by i.{column} {direction}, i.public_id {direction} limit {{}}",
        _all(conditions), limit,
    )  # fmt: skip


async def find_ideas(wanted: Wanted, size: int = PAGE) -> Found:
    """A page; one row more than shown tells whether there is another."""
    terms = query_terms(wanted.q)
    if wanted.q.strip() and not terms:
        return Found([])
    before = read_key(wanted.order, wanted.before)
    after = None if before else read_key(wanted.order, wanted.after)
    page = partial(_query, wanted, before or after, before is not None, size + 1)
    found = await _search(terms, page) if terms else await _run(page([]))
    more, found = len(found) > size, found[:size]
    if before is not None:
        found.reverse()
        return Found(found, newer=_edge(wanted, found, 0) if more else "", older=_edge(wanted, found, -1))
    return Found(found, newer=_edge(wanted, found, 0) if after else "", older=_edge(wanted, found, -1) if more else "")


async def _search(terms: list[str], page: Callable[..., Sql]) -> list[dict[str, Any]]:
    """What few ideas say is looked up and then put in order; what many say is met soon when walking the list in order.

    Several words are counted first, since the planner can't know which never stand together; and all is planned for
    these very words, since one plan for a rare and a common one is bad for both.
    """
    async with transaction():
        await execute(
            "select set_config('plan_cache_mode', 'force_custom_plan', true), set_config('enable_seqscan', 'off', true)"
        )
        if len(terms) > 1 and len(hits := await _hits(terms)) <= FEW:
            return await _run(page([Sql("i.id = any({}::bigint[])", [one["idea"] for one in hits])]))
        return await _run(page([Sql("t.terms @> {}::text[]", terms)], "join idea_terms t on t.idea = i.id"))


async def _hits(terms: list[str]) -> list[dict[str, Any]]:
    return await rows("select idea from idea_terms where terms @> {}::text[] limit {}", terms, FEW + 1)


async def _run(query: Sql) -> list[dict[str, Any]]:
    return [dict(one) for one in await engine().run_querystring(query)]


def _edge(wanted: Wanted, found: list[dict[str, Any]], at: int) -> str:
    if not found:
        return ""
    return written(Key(found[at][ORDERS[wanted.order][0]], found[at]["public_id"]))


async def similar_ideas(text: str, limit: int = 4, besides: str = "") -> list[dict[str, Any]]:
    """Listed ideas that share many of a sentence's telling word pairs: two fifths of them, and two where it has two."""
    pairs = [term for term in search_terms(text[:60]) if len(term) > 1]
    pairs = [term for term in pairs if term not in FILLERS] or pairs
    if not pairs:
        return []
    return await rows(
        f"""select {_COLUMNS}, i.state in {_in(VOTABLE)} and {TAKES_VOTES} as is_votable from idea i join (
          select c.idea, (select count(*) from unnest(c.terms) term where term = any({{}}::text[])) as shared
          from (select idea, terms from idea_terms where terms && {{}}::text[] limit 2000) c) near on near.idea = i.id
          left join challenge c on c.id = i.challenge
        where near.shared >= {{}} and i.public_id <> {{}} and i.visibility = 'visible' and i.state in {_in(GROUPS[""][0])}
        order by near.shared desc, i.ranked_votes desc limit {{}}""",
        pairs, pairs, max(min(2, len(pairs)), -(-len(pairs) * 2 // 5)), besides, limit,
    )  # fmt: skip
