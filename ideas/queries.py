"""Ideas as the viewer may see them, who stands behind one, and what other rooms ask about ideas."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from app.accounts.viewer import Viewer
from app.brands.rules import SHOWN_NAME
from app.foundation.database import row, rows
from app.foundation.refusals import NotFound
from ideas.challenges.queries import open_challenges
from ideas.challenges.rules import TAKES_IMPROVEMENTS, TAKES_VOTES
from ideas.contributing.queries import Credit, credits_of, may_edit
from ideas.finding.queries import Wanted, find_ideas
from ideas.rules import PUBLIC, VOTABLE
from ideas.voting.queries import voters

__all__ = ["Credits", "idea_by_public_id", "idea_credits", "open_challenges", "rising", "voter_ids"]

_PUBLIC = ", ".join(repr(state) for state in PUBLIC)


@dataclass(frozen=True, slots=True)
class Credits:
    """Who an idea is owed to: its author, those who wrote and improved it with them or whose ideas live on in it, its voters."""

    author: int
    improvers: tuple[int, ...]
    voters: int
    co_authors: tuple[int, ...] = ()
    sources: tuple[int, ...] = ()  # authors of what it was remixed from, and of what became part of it
    parts: tuple[Credit, ...] = field(default=(), compare=False)  # everybody, each once, in the order in which they are named


async def idea_by_public_id(viewer: Viewer, public_id: str) -> dict[str, Any]:
    """The idea's row with its challenge's and its verdict's particulars; NotFound unless the viewer may see it.

    Drafts and what was taken back are for those who write it; what is hidden is for them and staff.
    """
    found = await row(
        f"""select i.*, {TAKES_VOTES} as is_open, {TAKES_IMPROVEMENTS} as is_improvable, app_now() as now,
          case c.visibility when 'visible' then c.public_id end as challenge_id,
          case c.visibility when 'visible' then c.title end as challenge_title,
          c.deadline as challenge_deadline, c.opens_at as challenge_opens_at, coalesce(c.brand, v.brand) as brand,
          b.public_id as brand_id, {SHOWN_NAME} as brand_name, b.time_zone as brand_zone,
          v.outcome, v.reason_code, v.sentence, v.created_at as decided_at
        from idea i left join challenge c on c.id = i.challenge left join verdict v on v.idea = i.id
          left join brand b on b.id = coalesce(c.brand, v.brand)
        where i.public_id = {{}} and (i.author = {{}}
          or exists (select 1 from contribution t where t.idea = i.id and t.member = {{}} and t.role = 'co_author')
          or (i.state in ({_PUBLIC}) and (i.visibility = 'visible' or {{}})) or (i.state <> 'draft' and {{}}))""",
        public_id, viewer.id, viewer.id, viewer.is_staff, viewer.is_staff,
    )  # fmt: skip
    if found is None:
        raise NotFound
    return dict(found)


async def own_idea(viewer: Viewer, public_id: str) -> dict[str, Any]:
    """NotFound unless the viewer is its author."""
    idea = await idea_by_public_id(viewer, public_id)
    if idea["author"] != viewer.id:
        raise NotFound
    return idea


async def written_idea(viewer: Viewer, public_id: str) -> dict[str, Any]:
    """NotFound unless the viewer writes it: its author or a co-author."""
    idea = await idea_by_public_id(viewer, public_id)
    if not await may_edit(viewer, idea):
        raise NotFound
    return idea


def takes_improvements(idea: dict[str, Any]) -> bool:
    return idea["state"] in VOTABLE and idea["visibility"] == "visible" and idea["is_improvable"]


def takes_votes(idea: dict[str, Any]) -> bool:
    return idea["state"] in VOTABLE and idea["visibility"] == "visible" and idea["is_open"]


async def ideas_of(viewer: Viewer, limit: int = 200) -> list[dict[str, Any]]:
    """What the viewer writes, drafts first, then the newest; also what they are a co-author of."""
    return await rows(
        """select id, public_id, title, summary, cover, state, visibility, hidden_reason, vote_count, counts, author,
          published_at, created_at, lang from idea where state <> 'removed' and id in (select id from idea where author = {}
            union select idea from contribution where member = {} and role = 'co_author')
        order by state <> 'draft', id desc limit {}""",
        viewer.id, viewer.id, limit,
    )  # fmt: skip


async def pictures_of(idea: int) -> list[dict[str, Any]]:
    """In their order; the first is the cover."""
    return await rows(
        """select p.public_id, p.width, p.height from idea_picture ip join picture p on p.id = ip.picture
        where ip.idea = {} order by ip.position, ip.id""",
        idea,
    )


@dataclass(frozen=True, slots=True)
class Step:
    """One step of an idea's way, for its history."""

    state: str
    at: datetime
    actor: int | None
    votes: int = 0  # of a rung reached


async def history_of(idea: int) -> list[Step]:
    """Public steps and the rungs reached, newest first."""
    found = await rows(
        f"""select case when origin = 'expired' then 'reopened' else state end as state, at, actor, 0 as votes from idea_event
        where subject = {{}} and state in ({_PUBLIC})
        union all select 'rung', created_at, null, votes from milestone where idea = {{}}
        order by at desc, votes desc limit 50""",
        idea, idea,
    )  # fmt: skip
    return [Step(**one) for one in found]


async def rising(limit: int) -> list[dict[str, Any]]:
    """What gathers votes fastest now."""
    return (await find_ideas(Wanted(order="rising"), limit)).ideas


async def voter_ids(idea_id: int) -> list[int]:
    """Members whose votes count, in the order in which they came."""
    return await voters(idea_id)


async def idea_credits(idea_id: int) -> Credits:
    found = await row("select author, vote_count from idea where id = {}", idea_id)
    if found is None:
        raise NotFound
    parts = await credits_of(idea_id)

    def those(*roles: str) -> tuple[int, ...]:
        return tuple(one.member for one in parts if one.role in roles)

    return Credits(
        author=found["author"], improvers=those("improver"), voters=found["vote_count"], co_authors=those("co_author"),
        sources=those("remixed", "merged"), parts=tuple(parts),
    )  # fmt: skip
