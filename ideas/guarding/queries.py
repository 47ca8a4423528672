"""What guarding reads: ideas that gathered votes lately, those votes with their members' particulars, and the cases."""

import json
from collections import Counter
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from app.foundation.database import row, rows
from app.foundation.refusals import NotFound
from ideas.guarding.lifecycle import OPEN
from ideas.guarding.rules import LEAST, PUBLIC_MAIL, Cast

LATELY = "24 hours"
LATEST = 2000  # votes of one idea that are looked at together
IDEAS_AT_ONCE = 30
PAGE = 30
FILTERS = {
    "open": OPEN, "held": ("held",), "watched": ("watched",), "decided": ("released", "upheld", "dismissed"),
}  # fmt: skip

# What was decided once is not taken up again.
_NOT_DECIDED = """not exists (select 1 from vote_case k where k.idea = v.idea and k.state not in ('watched', 'held')
  and v.created_at <= k.to_at)"""


async def ideas_to_look_at(seen: int) -> list[int]:
    """With new votes since the last look, and enough of them lately to be a crowd; the busiest first."""
    found = await rows(
        f"""with begin as (select min(id) as id from vote where created_at > app_now() - interval '{LATELY}')
        select v.idea from vote v, begin where v.id >= begin.id and v.idea in (select idea from vote where id > {{}})
        group by v.idea having count(*) >= {LEAST} order by count(*) desc limit {IDEAS_AT_ONCE}""",
        seen,
    )
    return [one["idea"] for one in found]


async def votes_lately(idea: int) -> list[Cast]:
    """The latest of an idea that count or wait, with what is known of who cast them; nobody's internet address is."""
    found = await rows(
        f"""select v.id, v.created_at as at, m.created_at as joined_at, v.ref,
          (select count(*) from (select 1 from vote o where o.member = v.member limit 20) o) as ideas,
          coalesce((select t.address from identity t where t.member = v.member and t.kind = 'email' order by t.id limit 1), '')
            as mailbox
        from vote v join member m on m.id = v.member
        where v.idea = {{}} and v.created_at > app_now() - interval '{LATELY}' and v.state in ('counted', 'waiting')
          and {_NOT_DECIDED}
        order by v.id desc limit {LATEST}""",
        idea,
    )
    return [Cast(**one) for one in found]


async def usual_rate(idea: int) -> float:
    """Votes an hour in the two weeks before, or since it was published."""
    found = await row(
        f"""select count(v.id) as n, greatest(extract(epoch from least(app_now() - interval '{LATELY}' - i.published_at,
          interval '14 days')), 3600)::float8 / 3600 as hours
        from idea i left join vote v on v.idea = i.id and v.created_at <= app_now() - interval '{LATELY}'
          and v.created_at > app_now() - interval '15 days'
        where i.id = {{}} group by i.id""",
        idea,
    )
    return found["n"] / found["hours"] if found else 0.0


async def known_domains(votes: list[Cast]) -> dict[str, int]:
    """Of the less common mail domains that a crowd of these votes shares: how many members had each before their day."""
    domains = [domain for domain, n in Counter(one.domain for one in votes if one.domain).items() if n >= LEAST]
    if not (rare := [one for one in domains if one not in PUBLIC_MAIL]):
        return {}
    found = await rows(
        f"""select lower(split_part(t.address, '@', 2)) as domain, count(*) as n from identity t join member m on m.id = t.member
        where t.kind = 'email' and lower(split_part(t.address, '@', 2)) = any({{}}::text[])
          and m.created_at <= app_now() - interval '{LATELY}' group by 1""",
        rare,
    )
    return {one["domain"]: one["n"] for one in found}


@dataclass(frozen=True, slots=True)
class Case:
    """A case with its idea, as staff sees it."""

    id: int
    public_id: str
    state: str
    signs: list[list[dict[str, Any]]]
    votes: int
    from_at: datetime
    to_at: datetime
    created_at: datetime
    decided_by: int | None
    decided_at: datetime | None
    why: str
    idea: int
    idea_id: str
    title: str
    lang: str
    author: int
    challenge_title: str | None
    vote_count: int

    @property
    def url(self) -> str:
        return f"/staff/votes/{self.public_id}"


_SELECT = """select k.id, k.public_id, k.state, k.signs, k.votes, k.from_at, k.to_at, k.created_at, k.decided_by, k.decided_at,
  k.why, i.id as idea, i.public_id as idea_id, i.title, i.lang, i.author, c.title as challenge_title, i.vote_count
from vote_case k join idea i on i.id = k.idea left join challenge c on c.id = i.challenge"""


def _case(found: dict[str, Any]) -> Case:
    return Case(**found | {"signs": json.loads(found["signs"]) if isinstance(found["signs"], str) else found["signs"]})


async def cases(wanted: str, number: int = 1) -> tuple[list[Case], bool]:
    """A page of them, those that hold votes first, and whether there are more."""
    found = await rows(
        f"{_SELECT} where k.state = any({{}}) order by k.state <> 'held', k.id desc limit {{}} offset {{}}",
        list(FILTERS[wanted]), PAGE + 1, (number - 1) * PAGE,
    )  # fmt: skip
    return [_case(one) for one in found[:PAGE]], len(found) > PAGE


async def counts() -> dict[str, int]:
    found = {one["state"]: one["n"] for one in await rows("select state, count(*) as n from vote_case group by state")}
    return {name: sum(found.get(state, 0) for state in states) for name, states in FILTERS.items()}


async def case_by_public_id(public_id: str) -> Case:
    found = await row(f"{_SELECT} where k.public_id = {{}}", public_id)
    if found is None:
        raise NotFound
    return _case(found)


async def history_of(case: int) -> list[dict[str, Any]]:
    return await rows("select at, actor, state, why, source from vote_case_event where subject = {} order by id desc", case)


async def timeline_of(case: Case, parts: int = 48) -> list[dict[str, Any]]:
    """Votes for its idea in equal spans around the case: how many of the case, how many others."""
    return await rows(
        """with span as (select {}::timestamptz - ({}::timestamptz - {}) - interval '2 hours' as begin,
            greatest(({}::timestamptz - {}) * 3 + interval '4 hours', interval '6 hours') / {} as step)
        select n, span.begin + span.step * n as at,
          count(v.id) filter (where v.suspect = {})::int as suspect,
          count(v.id) filter (where v.suspect is distinct from {})::int as others
        from span cross join generate_series(0, {} - 1) n left join vote v on v.idea = {} and v.state <> 'moved'
          and v.created_at >= span.begin + span.step * n and v.created_at < span.begin + span.step * (n + 1)
        group by n, span.begin, span.step order by n""",
        case.from_at, case.to_at, case.from_at, case.to_at, case.from_at, float(parts), case.id, case.id, parts, case.idea,
    )  # fmt: skip


async def votes_of_case(case: Case, limit: int = 100) -> list[dict[str, Any]]:
    """With what tells them apart; of an address only its domain and how it begins."""
    return await rows(
        """select v.member, v.state, v.created_at as at, m.created_at as joined_at, v.ref,
          (select count(*) from (select 1 from vote o where o.member = v.member limit 100) o) as ideas,
          coalesce((select left(split_part(t.address, '@', 1), 3) || '***@' || split_part(t.address, '@', 2) from identity t
            where t.member = v.member and t.kind = 'email' order by t.id limit 1), '') as mailbox
        from vote v join member m on m.id = v.member where v.suspect = {} order by v.created_at, v.id limit {}""",
        case.id, limit,
    )  # fmt: skip
