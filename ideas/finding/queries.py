"""Lists of ideas in their orders, a page at a time by keys, and search; every list walks an index made for it."""

from dataclasses import dataclass
from typing import Any

from piccolo.querystring import QueryString

from app.foundation.database import engine, execute, rows, transaction
from app.foundation.text import query_terms, search_terms
from ideas.finding.rules import GROUPS, ORDERS, PAGE, Key, read_key, written

Sql = QueryString


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


_COLUMNS = """i.id, i.public_id, i.title, i.summary, i.cover, i.state, i.vote_count, i.hot, i.published_at, i.author, i.lang,
  i.challenge"""


def _in(states: tuple[str, ...]) -> str:
    """Written out, not as an argument: so the planner sees that a partial index holds all that is asked."""
    return "(" + ", ".join(f"'{state}'" for state in states) + ")"


def _all(conditions: list[Sql]) -> Sql:
    return Sql(" and ".join(["{}"] * len(conditions)), *conditions)


def _query(wanted: Wanted, terms: list[str], key: Key | None, backwards: bool, limit: int) -> Sql:
    column = ORDERS[wanted.order][0]
    direction, beyond = ("asc", ">") if backwards else ("desc", "<")
    conditions = [Sql(f"i.visibility = 'visible' and i.state in {_in(GROUPS[wanted.group][0])}")]
    if wanted.challenge is not None:
        conditions.append(Sql("i.challenge = {}", wanted.challenge))
    if terms:
        conditions.append(Sql("t.terms @> {}::text[]", terms))
    if key is not None:
        conditions.append(Sql(f"(i.{column}, i.public_id) {beyond} ({{}}, {{}})", key.value, key.public_id))
    return Sql(
        f"select {_COLUMNS} from idea i {'join idea_terms t on t.idea = i.id' if terms else ''}"
        f" where {{}} order by i.{column} {direction}, i.public_id {direction} limit {{}}",
        _all(conditions), limit,
    )  # fmt: skip


async def find_ideas(wanted: Wanted, size: int = PAGE) -> Found:
    """A page; one row more than shown tells whether there is another."""
    terms = query_terms(wanted.q)
    if wanted.q.strip() and not terms:
        return Found([])
    before = read_key(wanted.order, wanted.before)
    after = None if before else read_key(wanted.order, wanted.after)
    found = await _run(_query(wanted, terms, before or after, before is not None, size + 1), custom=bool(terms))
    more, found = len(found) > size, found[:size]
    if before is not None:
        found.reverse()
        return Found(found, newer=_edge(wanted, found, 0) if more else "", older=_edge(wanted, found, -1))
    return Found(found, newer=_edge(wanted, found, 0) if after else "", older=_edge(wanted, found, -1) if more else "")


async def _run(query: Sql, custom: bool) -> list[dict[str, Any]]:
    """A search is planned for its own terms each time: one plan for a rare and a common word is bad for both."""
    if not custom:
        return [dict(one) for one in await engine().run_querystring(query)]
    async with transaction():
        await execute("set local plan_cache_mode = force_custom_plan")
        return [dict(one) for one in await engine().run_querystring(query)]


def _edge(wanted: Wanted, found: list[dict[str, Any]], at: int) -> str:
    if not found:
        return ""
    return written(Key(found[at][ORDERS[wanted.order][0]], found[at]["public_id"]))


async def similar_ideas(text: str, limit: int = 4, besides: int = 0) -> list[dict[str, Any]]:
    """Listed ideas that share many of a title's word pairs: two fifths of them, and two where it has two."""
    pairs = [term for term in search_terms(text[:60]) if len(term) > 1]
    if not pairs:
        return []
    return await rows(
        f"""select {_COLUMNS} from idea i join (
          select c.idea, (select count(*) from unnest(c.terms) term where term = any({{}}::text[])) as shared
          from (select idea, terms from idea_terms where terms && {{}}::text[] limit 2000) c) near on near.idea = i.id
        where near.shared >= {{}} and i.id <> {{}} and i.visibility = 'visible' and i.state in {_in(GROUPS[""][0])}
        order by near.shared desc, i.vote_count desc limit {{}}""",
        pairs, pairs, max(min(2, len(pairs)), -(-len(pairs) * 2 // 5)), besides, limit,
    )  # fmt: skip
