"""Improvements as the viewer may see them, and who is credited for one."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from app.accounts.viewer import Viewer
from app.foundation.database import row, rows, value
from app.foundation.differing import difference
from app.foundation.refusals import NotFound
from ideas.contributing.rules import ROLES

STEPS = 100_000  # a page may hold 200 of them

_RANK = f"array_position(array[{', '.join(repr(role) for role in ROLES)}], role)"


async def improvements_of(viewer: Viewer, idea: int, *, is_team: bool = False) -> list[dict[str, Any]]:
    """For the team those that wait come first, for others the accepted; what was declined only its author and the team see.

    `told`: a passage and its new wording as one text.
    """
    found = await rows(
        """select m.id, m.public_id, m.author, m.text, m.passage, m.wording, m.woven_into, m.state, m.answer,
          m.answered_at, m.lang, m.created_at, m.visibility, m.hidden_reason,
          m.author = {} as is_own
        from improvement m where m.idea = {} and m.state <> 'withdrawn'
          and (m.visibility = 'visible' or m.author = {} or {}) and (m.state <> 'declined' or m.author = {} or {})
        order by case m.state when 'offered' then case when {} then 0 else 2 end when 'accepted' then 1 else 3 end, m.id
        limit 200""",
        viewer.id, idea, viewer.id, viewer.is_staff, viewer.id, is_team, is_team,
    )  # fmt: skip
    return [one | {"told": difference(one["passage"], one["wording"], STEPS) if one["passage"] else []} for one in found]


async def waiting_of(viewer: Viewer, idea: int) -> int:
    return await value("select count(*) from improvement where idea = {} and author = {} and state = 'offered'", idea, viewer.id)


async def improvement_by_public_id(public_id: str) -> dict[str, Any]:
    """With its idea's author, title and address."""
    found = await row(
        """select m.*, i.author as idea_author, i.title as idea_title, i.public_id as idea_id, i.state as idea_state
        from improvement m join idea i on i.id = m.idea where m.public_id = {}""",
        public_id,
    )
    if found is None:
        raise NotFound
    return found


async def improvement_to_weave(idea: int, public_id: str) -> dict[str, Any] | None:
    """An accepted one of this idea, to be put into its text by hand."""
    return await row(
        "select * from improvement where idea = {} and public_id = {} and state = 'accepted' and visibility = 'visible'",
        idea, public_id,
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Credit:
    """Somebody's part in an idea: the first of ROLES that fits them, and since when."""

    member: int
    role: str
    since: datetime


async def credits_of(idea: int) -> list[Credit]:
    """Everybody to whom an idea is owed, each once: the author, co-authors, improvers, those it was remixed or merged from."""
    found = await rows(
        f"""select member, (array_agg(role order by {_RANK}))[1] as role, min(since) as since from (
          select author as member, 'author' as role, created_at as since from idea where id = {{}}
          union all select member, role, created_at from contribution where idea = {{}}) c
        group by member order by min({_RANK}), min(since), member""",
        idea, idea,
    )  # fmt: skip
    return [Credit(**one) for one in found]


async def team_of(idea: int) -> list[int]:
    """Who writes it: the author, then the co-authors."""
    return [one.member for one in await credits_of(idea) if one.role in ("author", "co_author")]


async def is_co_author(member: int, idea: int) -> bool:
    sql = "select 1 from contribution where idea = {} and member = {} and role = 'co_author'"
    return bool(member) and await row(sql, idea, member) is not None


async def may_edit(viewer: Viewer, idea: dict[str, Any]) -> bool:
    """The author and the co-authors; whether it can be edited now is for `edit_idea` to say."""
    return viewer.is_signed_in and (idea["author"] == viewer.id or await is_co_author(viewer.id, idea["id"]))
