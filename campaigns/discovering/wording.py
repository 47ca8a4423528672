"""The words that campaigns, brands and challenges are found by: folded and cut like those of ideas, and noted by a sweep."""

from collections.abc import Iterable

from app.foundation.database import execute, rows
from app.foundation.text import fold, query_terms, search_terms
from campaigns.discovering.categories import CATEGORIES

SEARCHED = 1_200  # characters of a story that search looks at
AT_ONCE = 200
TITLE = "^"  # stands before a term of the title

_UNSAID = """select l.campaign, l.wording, c.title, c.summary, left(c.story, {}) as story, c.category,
    case b.visibility when 'visible' then b.name else '' end as brand
  from campaign_terms l join campaign c on c.id = l.campaign join brand b on b.id = c.brand
  where l.said <> l.wording order by l.campaign limit {}"""
# A row that somebody changes just now is passed over: nobody waits for the sweep, nor it for them; the next one finds it.
_SAY = """with free as (select campaign from campaign_terms where campaign = any({}) order by campaign for update skip locked)
  update campaign_terms l set terms = n.terms::text[], folded = n.folded, said = n.wording
  from unnest({}::bigint[], {}::int[], {}::text[], {}::text[]) as n (campaign, wording, terms, folded)
  where l.campaign = n.campaign and l.campaign in (select campaign from free)"""
_UNNAMED = """select n.id, n.wording, coalesce(c.title, b.name) as title, left(coalesce(c.brief, b.story), {}) as text,
    case when c.id is not null and b.visibility = 'visible' then b.name else '' end as brand
  from named_thing n left join challenge c on n.kind = 'challenge' and c.id = n.subject
    join brand b on b.id = coalesce(c.brand, n.subject)
  where n.said <> n.wording order by n.id limit {}"""
_NAME = """with free as (select id from named_thing where id = any({}) order by id for update skip locked)
  update named_thing l set terms = n.terms::text[], folded = n.folded, said = n.wording
  from unnest({}::bigint[], {}::int[], {}::text[], {}::text[]) as n (id, wording, terms, folded)
  where l.id = n.id and l.id in (select id from free)"""


def terms_of(title: str, *texts: str) -> list[str]:
    """Of all texts, and those of the title once more with their mark: what says it in its title comes first."""
    titled = search_terms(title)
    return sorted({*search_terms("\n".join((title, *texts))), *(TITLE + term for term in titled)})


def asked_terms(text: str, in_title: bool = False) -> list[str]:
    return [TITLE + term if in_title else term for term in query_terms(text)]


def as_array(terms: Iterable[str]) -> str:
    """PostgreSQL's text form of an array; terms hold letters, digits and their mark only."""
    return "{" + ",".join(f'"{term}"' for term in terms) + "}"


async def say_some() -> bool:
    """What the words of listed things are now; whether there may be more that have new ones."""
    campaigns = await rows(_UNSAID, SEARCHED, AT_ONCE)
    if campaigns:
        ids = [one["campaign"] for one in campaigns]
        words = [
            terms_of(one["title"], one["summary"], one["story"], one["brand"], CATEGORIES.get(one["category"], ""))
            for one in campaigns
        ]
        await execute(
            _SAY, ids, ids, [one["wording"] for one in campaigns], list(map(as_array, words)),
            [fold(one["title"]) for one in campaigns],
        )  # fmt: skip
    named = await rows(_UNNAMED, SEARCHED, AT_ONCE)
    if named:
        ids = [one["id"] for one in named]
        words = [terms_of(one["title"], one["text"] or "", one["brand"]) for one in named]
        await execute(
            _NAME, ids, ids, [one["wording"] for one in named], list(map(as_array, words)),
            [fold(one["title"]) for one in named],
        )  # fmt: skip
    return max(len(campaigns), len(named)) == AT_ONCE
