"""One box for everything: campaigns, ideas, challenges and brands that say what was asked, and names while they are typed."""

from dataclasses import dataclass, field
from typing import Any

from app.accounts.queries import people
from app.foundation.database import execute, rows, transaction
from app.foundation.text import fold, query_terms
from app.site.profile import site
from campaigns.discovering.queries import SEARCHING, Wanted, find_ids, shown
from campaigns.discovering.rules import brand_mark
from campaigns.discovering.wording import asked_terms
from campaigns.showing import card
from ideas.challenges.queries import ChallengeView, challenges_with
from ideas.finding.queries import Wanted as WantedIdeas
from ideas.finding.queries import find_ideas

EACH = 6
HITS = 2_000  # so many are put in order; of what still more say, any
SUGGESTED = 4
LEAST_LATIN = 2
# Where campaigns are looked for that say it anywhere: what runs or comes, then whatever there is.
LISTS = ("loved", "all")

# What says it in its title: what runs, what begins soon, what was made, what came to nothing.
_TITLED = f"""with hits as materialized (select campaign from campaign_terms where {{where}} limit {HITS})
select l.campaign as id from hits h join campaign_listing l on l.campaign = h.campaign
order by case l.stage when 'live' then 0 when 'coming' then 1 when 'ended' then 3 else 2 end, l.loved desc, l.campaign
limit {{{{}}}}"""


def _named(order: str, join: str = "") -> str:
    return f"""with hits as materialized (
      select subject, terms @> {{{{}}}}::text[] as is_titled from named_thing where {{where}} limit {HITS})
    select h.subject as id from hits h {join} order by h.is_titled desc, {order} h.subject desc limit {{{{}}}}"""


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
    campaigns = await _campaigns(q, size + 1)
    challenges = await _things(_CHALLENGES, "challenge", q, size)
    brands = await _things(_BRANDS, "brand", q, size)
    ideas = await find_ideas(WantedIdeas(q=q, order="best"), size)
    more = {"campaigns": len(campaigns) > size, "ideas": bool(ideas.older)}
    return Answers(
        campaigns=[card(one) for one in await shown(campaigns[:size])],
        ideas=ideas.ideas,
        challenges=await challenges_with(challenges),
        brands=await _brands(brands),
        more=frozenset(kind for kind, is_more in more.items() if is_more),
        authors=await people(one["author"] for one in ideas.ideas),
    )


async def _campaigns(q: str, limit: int) -> list[int]:
    """What says it in its title comes first."""
    found = dict.fromkeys(await _asked(_TITLED, asked_terms(q, in_title=True), _only(), limit))
    for name in LISTS:
        if len(found) < limit:
            found |= dict.fromkeys(await find_ids(Wanted(name=name, q=q, brand=site().single_brand), limit))
    return list(found)[:limit]


async def _things(statement: str, kind: str, q: str, limit: int) -> list[int]:
    return await _asked(statement, asked_terms(q), [f"={kind}", *_only()], limit, asked_terms(q, in_title=True))


def _only() -> list[str]:
    return [brand_mark(only)] if (only := site().single_brand) else []


async def _asked(statement: str, terms: list[str], marks: list[str], limit: int, *before: list[str]) -> list[int]:
    """An empty condition would make the index be read from end to end: it is left out."""
    where = "terms @> {}::text[]" + (" and marks @> {}::text[]" if marks else "")
    async with transaction():
        await execute(SEARCHING)
        found = await rows(statement.format(where=where), *before, terms, *([marks] if marks else []), limit)
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
    join campaign c on c.id = t.campaign where {where} order by t.folded limit {{}}"""
_NAMES = """select case t.kind when 'brand' then 'brands' else 'challenges' end as kind, t.public_id,
    coalesce(c.title, b.name) as title, coalesce(c.lang, b.lang) as lang from named_thing t
    left join challenge c on t.kind = 'challenge' and c.id = t.subject left join brand b on t.kind = 'brand' and b.id = t.subject
  where {where} order by t.folded limit {{}}"""


async def suggest(typed: str) -> list[Suggestion]:
    """A few titles for what has been typed so far, each once."""
    folded = fold(typed.strip())[:40]
    if not folded or (folded.isascii() and len(folded) < LEAST_LATIN):
        return []
    start = folded.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_") + "%"
    where = "t.folded like {}" + (" and t.marks @> {}::text[]" if _only() else "")
    args = [start, *([_only()] if _only() else []), SUGGESTED]
    async with transaction():
        await execute(SEARCHING)
        found = [one for statement in (_BEGINNING, _NAMES) for one in await rows(statement.format(where=where), *args)]
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
    ids = await _campaigns(typed, limit)
    campaigns = await rows(
        "select id, 'campaigns' as kind, public_id, title, lang from campaign where id = any({}::bigint[])", ids
    )
    by_id = {one["id"]: one for one in campaigns}
    ideas = (await find_ideas(WantedIdeas(q=typed, order="best"), limit)).ideas
    return [by_id[one] for one in ids if one in by_id] + [{**one, "kind": "ideas"} for one in ideas]
