"""What is counted of a brand's challenges: sums of rows, never anybody by name. Each question reads its rows once."""

import asyncio
from datetime import date

import msgspec

from app.foundation.database import row, rows, value
from ideas.insights.phrases import Phrase, Text, phrases
from ideas.insights.queries import ANSWER_COUNTS
from ideas.rules import PUBLIC

LOOKED_AT = 1000  # rows that tell whether a challenge is large
MOST_READ = 3000  # of so many ideas, those with most votes, the words are read
_STATES = ", ".join(repr(state) for state in PUBLIC)
SHOWN = f"i.visibility = 'visible' and i.state in ({_STATES})"
# The ideas that are counted: of these challenges, public and not hidden.
_MINE = f"""mine as materialized (
  select i.id, i.public_id, i.author, i.published_at, i.ref, i.vote_count from idea i
  where i.challenge = any({{}}::bigint[]) and i.published_at is not null and {SHOWN})"""

# What higher rooms know of a member `m`, as SQL: whether they have backed something already (campaigns say it at the roof).
have_backed: list[str] = []


class Day(msgspec.Struct):
    """On one day of the brand's clock; `voters`: those who voted here for the first time."""

    day: date
    ideas: int = 0
    votes: int = 0
    voters: int = 0
    improvements: int = 0


class Figures(msgspec.Struct):
    """Everything that the page of insights says in numbers. `people` counts members by one trait each."""

    ideas: int = 0
    votes: int = 0
    voters: int = 0
    authors: int = 0
    improvers: int = 0
    improvements: int = 0
    backers: int = 0
    opened: int = 0
    states: dict[str, int] = {}
    days: list[Day] = []
    people: dict[str, dict[str, int]] = {}
    phrases: list[Phrase] = []
    tags: list[tuple[str, int, int]] = []
    prices: dict[str, list[tuple[int, int]]] = {}
    unsaid: int = 0
    priced: list[tuple[str, str, int]] = []


async def figures_of(challenges: list[int], zone: str, besides: str = "") -> Figures:
    """Of one challenge or several, by the days of this time zone; `besides` is the challenge's own title."""
    found = Figures()
    found.states = {
        one["state"]: one["n"]
        for one in await rows(
            f"select i.state, count(*)::int as n from idea i where i.challenge = any({{}}::bigint[]) and {SHOWN} group by 1",
            challenges,
        )
    }
    found.ideas = sum(found.states.values())
    found.days = await days_of(challenges, zone)
    found.votes, found.improvements = (sum(getattr(day, name) for day in found.days) for name in ("votes", "improvements"))
    await _people(found, challenges)
    found.opened = await _opened(challenges)
    found.phrases, found.tags = await _phrases(challenges, besides, found.ideas), await _tags(challenges)
    await _prices(found, challenges)
    return found


async def days_of(challenges: list[int], zone: str) -> list[Day]:
    ideas = f"""with {_MINE} select (published_at at time zone {{}})::date as day, count(*)::int as ideas from mine group by 1"""
    votes = f"""with {_MINE}, by_day as (
          select (v.created_at at time zone {{}})::date as day, count(*) as n from mine
          join vote v on v.idea = mine.id and v.state = 'counted' group by 1),
        begun as (
          select min(v.created_at) as first from mine
          join vote v on v.idea = mine.id and v.state = 'counted' group by v.member),
        by_first as (select (first at time zone {{}})::date as day, count(*) as n from begun group by 1)
        select day, coalesce(d.n, 0)::int as votes, coalesce(f.n, 0)::int as voters
        from by_day d full join by_first f using (day)"""
    improvements = f"""with {_MINE} select (m.created_at at time zone {{}})::date as day, count(*)::int as improvements
        from mine join improvement m on m.idea = mine.id where m.state <> 'withdrawn' and m.visibility = 'visible' group by 1"""
    by_day: dict[date, Day] = {}
    for sql in (ideas, votes, improvements):
        for one in await rows(sql, challenges, *[zone] * (sql.count("{}") - 1)):
            day = by_day.setdefault(one.pop("day"), Day(date.min))
            for name, n in one.items():
                setattr(day, name, n)
    for at, day in by_day.items():
        day.day = at
    return [by_day[at] for at in sorted(by_day)]


# Each member once: how far they went (1 voted, 2 improved, 3 proposed), and the first link that brought them, packed behind
# its moment: min() of a text needs no sorting of millions of rows, as an ordered aggregate would.
_PEOPLE = f"""with {_MINE}, acts as (
  select v.member, 1 as place, v.created_at as at, v.ref from mine join vote v on v.idea = mine.id and v.state = 'counted'
  union all
  select m.author, 2, m.created_at, m.ref from mine join improvement m on m.idea = mine.id
    and m.state <> 'withdrawn' and m.visibility = 'visible'
  union all select author, 3, published_at, ref from mine),
people as (
  select member, bool_or(place = 1) as voted, bool_or(place = 2) as improved, bool_or(place = 3) as proposed,
    min(at) as first, coalesce(substr(min(case when ref <> '' then
      to_char(at at time zone 'UTC', 'YYYYMMDDHH24MISSUS') || ref end), 21), '') as ref
  from acts group by member),
known as (
  select p.voted, p.improved, p.proposed, coalesce(f.lang, '') as lang, {{backed}} as backed,
    case when p.first - m.created_at < interval '1 day' then 'new' when p.first - m.created_at < interval '30 days' then 'month'
      when p.first - m.created_at < interval '180 days' then 'half' else 'old' end as tenure,
    case when p.ref = '' then '' when exists (select 1 from share_code s where s.code = p.ref) then '·' else p.ref end as source
  from people p join member m on m.id = p.member left join member_profile f on f.member = m.id)
select voted, improved, proposed, backed, lang, tenure, source, count(*)::int as n from known group by 1, 2, 3, 4, 5, 6, 7"""


async def _people(found: Figures, challenges: list[int]) -> None:
    backed = " or ".join(have_backed) or "false"
    people: dict[str, dict[str, int]] = {"lang": {}, "tenure": {}, "source": {}, "place": {}}
    for one in await rows(_PEOPLE.replace("{backed}", f"({backed})"), challenges):
        n = one["n"]
        for trait in ("lang", "tenure", "source"):
            people[trait][one[trait]] = people[trait].get(one[trait], 0) + n
        place = "proposed" if one["proposed"] else "improved" if one["improved"] else "voted"
        people["place"][place] = people["place"].get(place, 0) + n
        found.voters += n * one["voted"]
        found.improvers += n * one["improved"]
        found.authors += n * one["proposed"]
        found.backers += n * one["backed"]
    found.people = people


async def _opened(challenges: list[int]) -> int:
    """Browsers that opened a shared link to these challenges or to an idea in them."""
    return await value(
        f"""with {_MINE}, things as (
          select 'ideas/' || public_id as thing from mine
          union all select 'challenges/' || public_id from challenge where id = any({{}}::bigint[]))
        select coalesce(sum(o.opened), 0)::int from things t join share_opening o on o.thing = t.thing""",
        challenges, challenges,
    )  # fmt: skip


async def _phrases(challenges: list[int], besides: str, ideas: int) -> list[Phrase]:
    found = await rows(
        f"""select i.public_id, i.title, i.title || e'\\n' || i.summary || e'\\n' || left(i.body, 300) as words, i.vote_count
        from idea i where i.challenge = any({{}}::bigint[]) and {SHOWN} order by i.vote_count desc, i.id limit {{}}""",
        challenges, MOST_READ,
    )  # fmt: skip
    texts = [Text(one["public_id"], one["title"], one["words"], one["vote_count"]) for one in found]
    least = 2 if ideas < 30 else 3 if ideas < 300 else 5
    return await asyncio.to_thread(phrases, texts, least=least, besides=besides)


async def _tags(challenges: list[int]) -> list[tuple[str, int, int]]:
    found = await rows(
        f"""select tag, count(*)::int as ideas, sum(i.vote_count)::int as votes from idea i, unnest(i.tags) tag
        where i.challenge = any({{}}::bigint[]) and {SHOWN} group by 1 order by 3 desc, 2 desc, 1 limit 20""",
        challenges,
    )
    return [(one["tag"], one["ideas"], one["votes"]) for one in found]


# Counted answers `a` to the ideas `mine`.
ANSWERED = f"from mine join price_answer a on a.idea = mine.id and {ANSWER_COUNTS}"


async def _prices(found: Figures, challenges: list[int]) -> None:
    for one in await rows(
        f"with {_MINE} select a.currency, a.amount, count(*)::int as n {ANSWERED} group by 1, 2 order by 1, 2", challenges
    ):
        if one["amount"] is None:
            found.unsaid += one["n"]
        else:
            found.prices.setdefault(one["currency"], []).append((one["amount"], one["n"]))
    # Each currency's answers with ideas that have most of them, for looking at one alone.
    most = await rows(
        f"""with {_MINE} select mine.public_id, count(a.amount)::int as n {ANSWERED}
        group by 1 having count(a.amount) > 0 order by 2 desc, 1 limit 12""",
        challenges,
    )  # fmt: skip
    titles = await rows("select public_id, title from idea where public_id = any({})", [one["public_id"] for one in most])
    known = {one["public_id"]: one["title"] for one in titles}
    found.priced = [(one["public_id"], known[one["public_id"]], one["n"]) for one in most]


# Walks a challenge's index, no further than where it is too much anyhow; `order by` keeps the planner from reading all ideas.
FIRST_ROWS = """select vote_count from unnest({ids}) c, lateral (
  select i.vote_count from idea i where i.challenge = c order by i.published_at desc, i.public_id desc limit {most}) few
  limit {most}"""


async def weight(challenges: list[int]) -> tuple[int, int]:
    """Ideas and votes as far as it was looked: what counting would cost."""
    first = FIRST_ROWS.format(ids="{}::bigint[]", most=LOOKED_AT)
    found = await row(f"select count(*)::int as ideas, coalesce(sum(vote_count), 0)::int as votes from ({first}) few", challenges)
    assert found is not None
    return found["ideas"], found["votes"]
