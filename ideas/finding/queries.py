"""Lists of ideas in their orders, a page at a time by keys, with filters and search; every list walks an index made for it."""

from dataclasses import dataclass
from typing import Any

from piccolo.querystring import QueryString

from app.brands.rules import SHOWN_NAME
from app.foundation.database import engine, execute, rows, transaction
from app.foundation.text import query_terms, search_terms
from ideas.challenges.rules import TAKES_VOTES
from ideas.finding.rules import FILLERS, GROUPS, MARKS, ORDERS, PAGE, Key, challenge_mark, phase_mark, read_key, written
from ideas.rules import VOTABLE
from ideas.tagging.rules import tag_term

Sql = QueryString
FEW = 10_000  # so many can be sorted at once
SHORT_WALK, LONG_WALK = 400, 8_000  # ideas of a list looked at one after the other
TELLING, LIKE_EACH = 8, 800  # pairs of a sentence that likeness is looked for by, and ideas of each
_SEARCHING = "select set_config('plan_cache_mode', 'force_custom_plan', true), set_config('enable_seqscan', 'off', true)"


@dataclass(frozen=True, slots=True)
class Wanted:
    """A list as its address says it; filters and search narrow each other."""

    order: str = "newest"
    group: str = ""
    challenge: int | None = None
    phase: int | None = None  # of that challenge, in which an idea came
    q: str = ""
    tag: str = ""
    brand: str = ""  # its public id
    after: str = ""
    before: str = ""

    def terms(self) -> list[str]:
        """What must stand among an idea's terms, beside its challenge and state."""
        marks = [tag_term(self.tag)] if self.tag else []
        return query_terms(self.q) + marks + ([f"@{self.brand}"] if self.brand else [])

    def marks(self) -> list[str]:
        """By which idea_terms holds its challenge, its phase and its group."""
        places = (challenge_mark(self.challenge), phase_mark(self.phase))
        return [MARKS[self.group], *(mark for mark in places if mark)]

    @property
    def has_index(self) -> bool:
        """But for its terms, one index holds this list in its order, exactly or nearly."""
        return self.phase is None and (self.challenge is None or self.group in ("", "voting"))

    @property
    def is_plain(self) -> bool:
        return self.has_index and not self.terms()

    @property
    def is_first(self) -> bool:
        return not self.after and not self.before


@dataclass(frozen=True, slots=True)
class Found:
    """One page of ideas and the keys of its neighbours ("" where there is none)."""

    ideas: list[dict[str, Any]]
    newer: str = ""
    older: str = ""


COLUMNS = """i.id, i.public_id, i.title, i.summary, i.cover, i.state, i.vote_count, i.counts, i.ranked_votes, i.rising, i.best,
  i.published_at, i.author, i.lang, i.tags, i.challenge"""


def _in(states: tuple[str, ...]) -> str:
    """Written out, not as an argument: so the planner sees that a partial index holds all that is asked."""
    return "(" + ", ".join(f"'{state}'" for state in states) + ")"


def _all(conditions: list[Sql]) -> Sql:
    return Sql(" and ".join(["{}"] * len(conditions)), *conditions)


@dataclass(frozen=True, slots=True)
class _Page:
    """Which part of a list, and how it is put in order."""

    wanted: Wanted
    key: Key | None
    backwards: bool
    limit: int

    @property
    def condition(self) -> Sql:
        column = ORDERS[self.wanted.order][0]
        conditions = [Sql(f"i.visibility = 'visible' and i.state in {_in(GROUPS[self.wanted.group][0])}")]
        if self.wanted.challenge is not None:
            conditions.append(Sql("i.challenge = {}", self.wanted.challenge))
        if self.wanted.phase is not None:
            conditions.append(Sql("i.phase = {}", self.wanted.phase))
        if self.key is not None:
            beyond = ">" if self.backwards else "<"
            conditions.append(Sql(f"(i.{column}, i.public_id) {beyond} ({{}}, {{}})", self.key.value, self.key.public_id))
        return _all(conditions)

    @property
    def order(self) -> str:
        direction = "asc" if self.backwards else "desc"
        return f"order by i.{ORDERS[self.wanted.order][0]} {direction}, i.public_id {direction}"

    def listed(self) -> Sql:
        return Sql(f"select {COLUMNS} from idea i where {{}} {self.order} limit {{}}", self.condition, self.limit)

    def walked(self, terms: list[str], most: int) -> Sql:
        """Of the list's next so many ideas those with these terms."""
        return Sql(
            f"""select {COLUMNS} from (select * from idea i where {{}} {self.order} limit {{}}) i
            join idea_terms t on t.idea = i.id where t.terms @> {{}}::text[] {self.order} limit {{}}""",
            self.condition, most, terms, self.limit,
        )  # fmt: skip

    def sorted(self, terms: list[str], most: int) -> Sql:
        """All that have these terms, put in order where they aren't more; always a row, which says how many."""
        return Sql(
            f"""with hits as materialized (select idea from idea_terms where terms @> {{}}::text[] limit {{}}),
            counted as (select count(*) as hits from hits),
            page as (select {COLUMNS} from hits join idea i on i.id = hits.idea
              where (select hits from counted) <= {{}} and {{}} {self.order} limit {{}})
            select counted.hits, i.* from counted left join page i on true {self.order}""",
            terms, most + 1, most, self.condition, self.limit,
        )  # fmt: skip


async def find_ideas(wanted: Wanted, size: int = PAGE) -> Found:
    """A page; one row more than shown tells whether there is another."""
    if wanted.q.strip() and not query_terms(wanted.q):
        return Found([])
    before = read_key(wanted.order, wanted.before)
    after = None if before else read_key(wanted.order, wanted.after)
    page = _Page(wanted, before or after, before is not None, size + 1)
    found = await _run(page.listed()) if wanted.is_plain else await _search(page)
    more, found = len(found) > size, found[:size]
    if before is not None:
        found.reverse()
        return Found(found, newer=edge(wanted, found, 0) if more else "", older=edge(wanted, found, -1))
    return Found(found, newer=edge(wanted, found, 0) if after else "", older=edge(wanted, found, -1) if more else "")


async def _search(page: _Page) -> list[dict[str, Any]]:
    """What many ideas say is met soon when walking the list in its order; else all that say it are put in order.

    Where those are too many and yet not met soon, the walk is longer before all are sorted after all. Each statement is
    planned for these very words: one plan for a rare and a common one is bad for both.
    """
    terms, marks = page.wanted.terms(), page.wanted.marks()
    async with transaction():
        await execute(_SEARCHING)
        if page.wanted.has_index and len(found := await _run(page.walked(terms, SHORT_WALK))) == page.limit:
            return found
        found = await _run(page.sorted(terms + marks, FEW))
        if found[0]["hits"] > FEW and len(found := await _run(page.walked(terms, LONG_WALK))) < page.limit:
            found = await _run(page.sorted(terms + marks, 10**9))
        return [one for one in found if one["id"] is not None]


async def _run(query: Sql) -> list[dict[str, Any]]:
    return [dict(one) for one in await engine().run_querystring(query)]


def edge(wanted: Wanted, found: list[dict[str, Any]], at: int) -> str:
    """The key of that idea of the page."""
    if not found:
        return ""
    return written(Key(found[at][ORDERS[wanted.order][0]], found[at]["public_id"]))


# The pairs that fewest ideas have, as the database's statistics say.
_RAREST = f"""select pair from unnest({{}}::text[]) pair left join (
    select u.term, u.share from pg_stats s, unnest(s.most_common_elems::text::text[], s.most_common_elem_freqs) u (term, share)
    where s.schemaname = 'public' and s.tablename = 'idea_terms' and s.attname = 'terms') common on common.term = pair
  order by coalesce(common.share, 0), pair limit {TELLING}"""
# What is really alike shares some of those; of one that is frequent all the same, not all ideas are looked at.
_LIKE = f"""select idea from unnest({{}}::text[]) pair cross join lateral (
    select idea from idea_terms t where t.terms @> array[pair] limit {LIKE_EACH}) t
  group by idea order by count(*) desc, idea desc limit 60"""


async def similar_ideas(text: str, limit: int = 4, besides: str = "") -> list[dict[str, Any]]:
    """Listed ideas that share many of a sentence's telling word pairs: two fifths of them, and two where it has two."""
    pairs = [term for term in search_terms(text[:60]) if len(term) > 1]
    pairs = [term for term in pairs if term not in FILLERS] or pairs
    if not pairs:
        return []
    async with transaction():
        await execute(_SEARCHING)
        rarest = [one["pair"] for one in await rows(_RAREST, pairs)]
        return await rows(
            f"""select {COLUMNS}, i.state in {_in(VOTABLE)} and {TAKES_VOTES} as is_votable from idea i join (
              select t.idea, (select count(*) from unnest(t.terms) term where term = any({{}}::text[])) as shared
              from idea_terms t where t.idea in ({_LIKE})) near on near.idea = i.id
              left join challenge c on c.id = i.challenge
            where near.shared >= {{}} and i.public_id <> {{}} and i.visibility = 'visible' and i.state in {_in(GROUPS[""][0])}
            order by near.shared desc, i.ranked_votes desc limit {{}}""",
            pairs, rarest, max(min(2, len(pairs)), -(-len(pairs) * 2 // 5)), besides, limit,
        )  # fmt: skip


async def brands_with_ideas(limit: int = 12) -> list[dict[str, Any]]:
    """Brands that ask for ideas or adopted some, the latest first."""
    return await rows(
        f"""select b.public_id, {SHOWN_NAME} as name, b.lang from brand b join (
          select brand, max(published_at) as at from challenge where published_at is not null and visibility = 'visible'
          group by brand union all select brand, max(created_at) from verdict where outcome = 'won' group by brand) asked
          on asked.brand = b.id
        where b.visibility = 'visible' group by b.id order by max(asked.at) desc limit {{}}""",
        limit,
    )
