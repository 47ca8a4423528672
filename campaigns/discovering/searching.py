"""One box for everything: campaigns, ideas, challenges and brands that say what was asked, and names while they are typed."""

from dataclasses import dataclass, field
from typing import Any

from app.accounts.queries import people
from app.foundation.database import execute, rows, transaction
from app.foundation.text import fold, query_terms
from app.site.profile import site
from campaigns.discovering.queries import SEARCHING, shown
from campaigns.discovering.rules import brand_mark
from campaigns.discovering.wording import asked_terms
from campaigns.showing import card
from ideas.challenges.queries import ChallengeView, challenges_with
from ideas.finding.queries import Wanted, find_ideas

EACH = 6
HITS = 5_000  # so many are put in order; of what still more say, any
SUGGESTED = 4
LEAST_LATIN = 2

# What says it in its title comes first; then what runs, what begins soon, what was made, what came to nothing.
_CAMPAIGNS = f"""with hits as materialized (
  select campaign, terms @> {{}}::text[] as is_titled from campaign_terms
  where terms @> {{}}::text[] and marks @> {{}}::text[] limit {HITS})
select l.campaign as id from hits h join campaign_listing l on l.campaign = h.campaign
order by h.is_titled desc, case l.stage when 'live' then 0 when 'coming' then 1 when 'ended' then 3 else 2 end,
  l.loved desc, l.campaign limit {{}}"""


def _named(order: str, join: str = "") -> str:
    return f"""with hits as materialized (
      select subject, terms @> {{}}::text[] as is_titled from named_thing
      where kind = {{}} and terms @> {{}}::text[] and marks @> {{}}::text[] limit {HITS})
    select h.subject as id from hits h {join} order by h.is_titled desc, {order} h.subject desc limit {{}}"""


_CHALLENGES = _named("c.deadline > app_now() desc,", "join challenge c on c.id = h.subject")
_BRANDS = _named("")
_BRAND_ROWS = """select b.id, b.public_id, b.name, b.lang, b.logo, b.story from brand b
  where b.id = any({}::bigint[]) and b.visibility = 'visible'"""
_TITLES = "select id, 'campaigns' as kind, public_id, title, lang from campaign where id = any({}::bigint[])"


@dataclass(frozen=True, slots=True)
class Answers:
    """What was found of each kind: the first few, and whether there are more than these."""

    campaigns: list[dict[str, Any]] = field(default_factory=list)  # cards
    ideas: list[dict[str, Any]] = field(default_factory=list)
    challenges: list[ChallengeView] = field(default_factory=list)
    brands: list[dict[str, Any]] = field(default_factory=list)
    more: frozenset[str] = frozenset()
    authors: dict[int, Any] = field(default_factory=dict)

    @property
    def is_empty(self) -> bool:
        return not (self.campaigns or self.ideas or self.challenges or self.brands)


async def search_everything(q: str, size: int = EACH) -> Answers:
    """For anybody: only what is public is looked through."""
    if not query_terms(q):
        return Answers()
    campaigns = await _found(_CAMPAIGNS, q, size + 1)
    challenges = await _found(_CHALLENGES, q, size + 1, "challenge")
    brands = await _found(_BRANDS, q, size + 1, "brand")
    ideas = await find_ideas(Wanted(q=q, order="best"), size)
    more = {"campaigns": len(campaigns) > size, "ideas": bool(ideas.older)}
    return Answers(
        campaigns=[card(one) for one in await shown(campaigns[:size])],
        ideas=ideas.ideas,
        challenges=await challenges_with(challenges[:size]),
        brands=await _brands(brands[:size]),
        more=frozenset(kind for kind, is_more in more.items() if is_more),
        authors=await people(one["author"] for one in ideas.ideas),
    )


async def _found(statement: str, q: str, limit: int, kind: str = "") -> list[int]:
    only = site().single_brand
    marks = [brand_mark(only)] if only else []
    async with transaction():
        await execute(SEARCHING)
        found = await rows(statement, asked_terms(q, in_title=True), *([kind] if kind else []), asked_terms(q), marks, limit)
    return [one["id"] for one in found]


async def _brands(ids: list[int]) -> list[dict[str, Any]]:
    found = {one["id"]: one for one in await rows(_BRAND_ROWS, ids)} if ids else {}
    return [found[one] for one in ids if one in found]


@dataclass(frozen=True, slots=True)
class Suggestion:
    kind: str
    title: str
    href: str
    lang: str


# Titles that begin with what is typed; a half-typed Latin word is no term yet.
_BEGINNING = """select 'campaigns' as kind, c.public_id, c.title, c.lang from campaign_terms t
    join campaign c on c.id = t.campaign where t.folded like {} and t.marks @> {}::text[] order by t.folded limit {}"""
_NAMES = """select case n.kind when 'brand' then 'brands' else 'challenges' end as kind, n.public_id,
    coalesce(c.title, b.name) as title, coalesce(c.lang, b.lang) as lang from named_thing n
    left join challenge c on n.kind = 'challenge' and c.id = n.subject left join brand b on n.kind = 'brand' and b.id = n.subject
  where n.folded like {} and n.marks @> {}::text[] order by n.folded limit {}"""


async def suggest(typed: str) -> list[Suggestion]:
    """A few titles for what has been typed so far, each once."""
    folded = fold(typed.strip())[:40]
    if not folded or (folded.isascii() and len(folded) < LEAST_LATIN):
        return []
    only = site().single_brand
    marks = [brand_mark(only)] if only else []
    start = folded.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_") + "%"
    async with transaction():
        await execute(SEARCHING)
        found = [*await rows(_BEGINNING, start, marks, SUGGESTED), *await rows(_NAMES, start, marks, SUGGESTED)]
    found += await _saying(typed, SUGGESTED)
    known: dict[str, Suggestion] = {}
    for one in found:
        href = f"/{one['kind']}/{one['public_id']}"
        known.setdefault(href, Suggestion(one["kind"], one["title"], href, one["lang"]))
    return list(known.values())[: 2 * SUGGESTED]


async def _saying(typed: str, limit: int) -> list[dict[str, Any]]:
    """What says it anywhere in its title, and ideas."""
    if not query_terms(typed):
        return []
    ids = await _found(_CAMPAIGNS, typed, limit)
    campaigns = await rows(
        "select id, 'campaigns' as kind, public_id, title, lang from campaign where id = any({}::bigint[])", ids
    )
    by_id = {one["id"]: one for one in campaigns}
    ideas = (await find_ideas(Wanted(q=typed, order="best"), limit)).ideas
    return [by_id[one] for one in ids if one in by_id] + [{**one, "kind": "ideas"} for one in ideas]
