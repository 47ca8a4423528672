"""A member's own votes, page by page, with what each came to and whether it can still be taken back."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from app.accounts.viewer import Viewer
from app.foundation.database import rows
from ideas.challenges.rules import TAKES_VOTES
from ideas.rules import PUBLIC, VOTABLE
from ideas.voting.queries import Told, rules_for
from ideas.voting.rules import votes_shown

PAGE = 40
_IN = {"counted": "('counted', 'quarantined')", "waiting": "('waiting')", "withdrawn": "('withdrawn')", "moved": "('moved')"}
# A vote being checked stands among the others, as its seal does; one that was found not to count is told, with the reason.
_KEPT_OUT = "(v.state = 'quarantined' and k.state = 'upheld')"
_WHERE = {
    "": "true",
    "counted": f"v.state in {_IN['counted']} and not coalesce({_KEPT_OUT}, false)",
    "waiting": "v.state = 'waiting'",
    "out": f"({_KEPT_OUT} or v.state in ('withdrawn', 'moved'))",
}
FILTERS = tuple(_WHERE)
_VOTABLE, _PUBLIC = (", ".join(repr(state) for state in states) for states in (VOTABLE, PUBLIC))


@dataclass(frozen=True, slots=True)
class OwnVote:
    id: int
    state: str  # counted, waiting, withdrawn, moved, kept_out
    why: str
    at: datetime
    idea_id: str
    title: str
    cover: str
    lang: str
    idea_state: str
    is_seen: bool
    may_withdraw: bool
    challenge_id: str | None
    challenge_title: str | None
    moved_to: str | None
    moved_title: str | None
    votes: int | None
    counts: str


async def own_votes(viewer: Viewer, wanted: str, before: int | None) -> tuple[list[OwnVote], int | None]:
    """The newest first, and the key of the next page. Ideas that nobody may see any more keep their place, without words."""
    found = await rows(
        f"""select v.id,
          case when {_KEPT_OUT} then 'kept_out' when v.state = 'quarantined' then 'counted' else v.state end as state,
          case when {_KEPT_OUT} then k.why else '' end as why, coalesce(v.changed_at, v.created_at) as at,
          i.public_id as idea_id, i.title, i.cover, i.lang, i.state as idea_state, i.counts, i.vote_count, i.author,
          (i.visibility = 'visible' and i.state in ({_PUBLIC})) as is_seen,
          (v.state in ('counted', 'waiting', 'quarantined') and i.visibility = 'visible' and i.state in ({_VOTABLE})
            and {TAKES_VOTES}) as may_withdraw,
          case c.visibility when 'visible' then c.public_id end as challenge_id,
          case c.visibility when 'visible' then c.title end as challenge_title,
          m.public_id as moved_to, m.title as moved_title
        from vote v join idea i on i.id = v.idea left join challenge c on c.id = i.challenge
          left join vote_case k on k.id = v.suspect left join idea m on m.id = i.merged_into and m.visibility = 'visible'
        where v.member = {{}} and ({{}}::bigint is null or v.id < {{}}) and {_WHERE[wanted]}
        order by v.id desc limit {{}}""",
        viewer.id, before, before, PAGE + 1,
    )  # fmt: skip
    shown = [_own(one, viewer) for one in found[:PAGE]]
    return shown, shown[-1].id if len(found) > PAGE else None


def _own(found: dict[str, Any], viewer: Viewer) -> OwnVote:
    votes = votes_shown(found, found["state"] not in ("withdrawn", "moved"), viewer)
    kept = {name: one for name, one in found.items() if name not in ("vote_count", "author")}
    return OwnVote(**kept, votes=votes)


async def numbers_of(viewer: Viewer) -> dict[str, int]:
    """How many each filter holds."""
    found = await rows(
        f"""select {", ".join(f"count(*) filter (where {where})::int as n_{name or 'all'}" for name, where in _WHERE.items())}
        from vote v left join vote_case k on k.id = v.suspect where v.member = {{}}""",
        viewer.id,
    )
    return {name: found[0][f"n_{name or 'all'}"] for name in FILTERS}


@dataclass(frozen=True, slots=True)
class Left:
    """A challenge that takes votes by rules now, in which the viewer has voted."""

    public_id: str
    title: str
    lang: str
    told: Told


async def votes_left(viewer: Viewer) -> list[Left]:
    found = await rows(
        """select c.id, c.public_id, c.title, c.lang from challenge c where c.visibility = 'visible'
          and c.id in (select i.challenge from vote v join idea i on i.id = v.idea where v.member = {})
          and exists (select 1 from challenge_phase p where p.challenge = c.id and 'vote' = any(p.doors)
            and p.starts_at <= app_now() and app_now() < p.ends_at and (p.budget is not null or p.least_votes > 0))
        order by c.deadline limit 20""",
        viewer.id,
    )
    told = [(one, await rules_for(viewer, one["id"])) for one in found]
    return [Left(one["public_id"], one["title"], one["lang"], rules) for one, rules in told if rules is not None]
