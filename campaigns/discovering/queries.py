"""Lists of campaigns in their orders, a page at a time by keys, with filters and search; each list walks an index made for it."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from piccolo.querystring import QueryString

from app.foundation.database import engine, execute, rows, transaction
from app.foundation.money import EXPONENTS
from campaigns.discovering.rules import FIRST, LISTS, PAGE, List, brand_mark, category_mark, currency_mark, key_at, key_of
from campaigns.discovering.wording import asked_terms
from campaigns.queries import SHOWN, numbers_of
from campaigns.reserving.rules import as_rung
from campaigns.rules import Numbers
from ideas.finding.rules import Key

Sql = QueryString
SHORT_WALK = 400  # campaigns of a list looked at one after the other, before all that match are put in order
# With more backers than this a card shows what was last counted, at most so long ago: summing them for each list costs too much.
MANY = 2_000
SEARCHING = "select set_config('plan_cache_mode', 'force_custom_plan', true), set_config('enable_seqscan', 'off', true)"
_FOUND = "l.campaign, l.public_id, l.{column} as key"


@dataclass(frozen=True, slots=True)
class Wanted:
    """A list as its address says it; filters and search narrow each other."""

    name: str = FIRST
    category: str = ""
    brand: str = ""  # its public id
    currency: str = ""
    q: str = ""
    after: str = ""
    before: str = ""

    @property
    def marks(self) -> list[str]:
        return [
            *([category_mark(self.category)] if self.category else []),
            *([brand_mark(self.brand)] if self.brand else []),
            *([currency_mark(self.currency)] if self.currency else []),
        ]

    @property
    def narrows(self) -> bool:
        return bool(self.marks or self.q.strip())


@dataclass(frozen=True, slots=True)
class Found:
    """One page of campaigns and the keys of its neighbours ("" where there is none)."""

    campaigns: list[dict[str, Any]]
    newer: str = ""
    older: str = ""


@dataclass(frozen=True, slots=True)
class _Page:
    """Which part of a list."""

    wanted: Wanted
    key: Key | None
    backwards: bool
    limit: int

    @property
    def of(self) -> List:
        return LISTS[self.wanted.name]

    @property
    def condition(self) -> Sql:
        beyond = ">" if self.of.descending == self.backwards else "<"
        base = f"{self.of.where} and {self.of.moment}"
        if self.key is None:
            return Sql(base)
        return Sql(f"{base} and (l.{self.of.column}, l.public_id) {beyond} ({{}}, {{}})", self.key.value, self.key.public_id)

    @property
    def order(self) -> str:
        way = "desc" if self.of.descending != self.backwards else "asc"
        return f"order by l.{self.of.column} {way}, l.public_id {way}"

    def listed(self) -> Sql:
        columns = _FOUND.format(column=self.of.column)
        return Sql(f"select {columns} from campaign_listing l where {{}} {self.order} limit {{}}", self.condition, self.limit)

    def _matching(self, terms: list[str]) -> Sql:
        """Alias t; an empty condition would make the index be read from end to end: it is left out."""
        narrowed = [Sql("t.terms @> {}::text[]", terms)] if terms else []
        narrowed += [Sql("t.marks @> {}::text[]", self.wanted.marks)] if self.wanted.marks else []
        return Sql(" and ".join(["{}"] * len(narrowed)), *narrowed)

    def walked(self, terms: list[str], most: int) -> Sql:
        """Of the list's next so many those that match."""
        return Sql(
            f"""select {_FOUND.format(column=self.of.column)} from
              (select * from campaign_listing l where {{}} {self.order} limit {{}}) l
              join campaign_terms t on t.campaign = l.campaign
            where {{}} {self.order} limit {{}}""",
            self.condition, most, self._matching(terms), self.limit,
        )  # fmt: skip

    def sorted(self, terms: list[str]) -> Sql:
        """All that match, put in order."""
        return Sql(
            f"""with hits as materialized (select t.campaign from campaign_terms t where {{}})
            select {_FOUND.format(column=self.of.column)} from hits join campaign_listing l on l.campaign = hits.campaign
            where {{}} {self.order} limit {{}}""",
            self._matching(terms), self.condition, self.limit,
        )  # fmt: skip


async def find_campaigns(wanted: Wanted, size: int = PAGE) -> Found:
    """A page; one row more than shown tells whether there is another."""
    terms = asked_terms(wanted.q)
    if wanted.q.strip() and not terms:
        return Found([])
    before = key_of(wanted.name, wanted.before)
    after = None if before else key_of(wanted.name, wanted.after)
    page = _Page(wanted, before or after, before is not None, size + 1)
    found = await _search(page, terms) if wanted.narrows else await _run(page.listed())
    more, found = len(found) > size, found[:size]
    if before is not None:
        found.reverse()
        newer, older = _edge(wanted, found, 0) if more else "", _edge(wanted, found, -1)
    else:
        newer, older = _edge(wanted, found, 0) if after else "", _edge(wanted, found, -1) if more else ""
    return Found(await shown([one["campaign"] for one in found]), newer, older)


async def find_ids(wanted: Wanted, limit: int) -> list[int]:
    """The first of a list."""
    page = _Page(wanted, None, backwards=False, limit=limit)
    found = await _search(page, asked_terms(wanted.q)) if wanted.narrows else await _run(page.listed())
    return [one["campaign"] for one in found]


async def first_of(sizes: dict[str, int], brand: str = "") -> dict[str, list[dict[str, Any]]]:
    """The beginnings of several lists at once, each campaign with its numbers; on the site of one brand, its own."""
    found: dict[str, list[int]] = {}
    for name, size in sizes.items():
        found[name] = await find_ids(Wanted(name=name, brand=brand), size)
    by_id = {one["id"]: one for one in await shown(list(dict.fromkeys(id_ for ids in found.values() for id_ in ids)))}
    return {name: [by_id[one] for one in ids if one in by_id] for name, ids in found.items()}


async def _search(page: _Page, terms: list[str]) -> list[dict[str, Any]]:
    """What many match is met soon when walking the list in its order; else all that match are put in order."""
    async with transaction():
        await execute(SEARCHING)
        found = await _run(page.walked(terms, SHORT_WALK))
        return found if len(found) == page.limit else await _run(page.sorted(terms))


async def _run(query: Sql) -> list[dict[str, Any]]:
    return [dict(one) for one in await engine().run_querystring(query)]


def _edge(wanted: Wanted, found: list[dict[str, Any]], at: int) -> str:
    return key_at(wanted.name, found[at]["key"], found[at]["public_id"]) if found else ""


async def shown(ids: list[int]) -> list[dict[str, Any]]:
    """These campaigns in this order as their cards want them, with their numbers; hidden ones meanwhile are left out."""
    if not ids:
        return []
    found = await rows(
        f"""select s.*, l.backers, l.onlookers, l.pledged from ({SHOWN} where c.id = any({{}}::bigint[])) s
        join campaign_listing l on l.campaign = s.id""",
        ids,
    )
    by_id = {one["id"]: one for one in await with_numbers(as_rung(one) for one in found)}
    return [by_id[one] for one in ids if one in by_id]


async def with_numbers(campaigns: Iterable[dict[str, Any]]) -> list[dict[str, Any]]:
    """What is decided stands in the campaign; what runs is summed from its pledges, unless there are very many."""
    campaigns = list(campaigns)
    running = [one for one in campaigns if one["state"] == "live" and one["backers"] <= MANY]
    sums = await numbers_of(running) if running else {}
    return [{**one, "numbers": sums.get(one["id"]) or _counted(one)} for one in campaigns]


def _counted(campaign: dict[str, Any]) -> Numbers:
    decided = campaign["decided_total"]
    return Numbers(pledged=campaign["pledged"] if decided is None else decided, backers=campaign["backers"])


async def categories_in_use() -> dict[str, int]:
    """How many campaigns run or begin soon in each."""
    found = await rows(
        """select category, count(*) as n from campaign_listing
        where stage in ('live', 'coming') and category <> '' group by category order by n desc, category"""
    )
    return {one["category"]: one["n"] for one in found}


async def brands_with_campaigns(limit: int = 12) -> list[dict[str, Any]]:
    """Brands whose campaigns were listed last."""
    return await rows(
        """select b.public_id, b.name, b.lang from brand b join (
          select brand, max(listed_at) as at from campaign_listing where stage in ('live', 'coming', 'succeeded', 'made')
          group by brand) l on l.brand = b.id
        where b.visibility = 'visible' order by l.at desc, b.id limit {}""",
        limit,
    )


async def currencies_in_use() -> list[str]:
    found = await rows(
        """select currency from unnest({}::text[]) currency where exists (
          select from campaign_terms t join campaign_listing l on l.campaign = t.campaign
          where t.marks @> array['$' || currency] and l.stage in ('live', 'coming'))""",
        sorted(EXPONENTS),
    )
    return [one["currency"] for one in found]
