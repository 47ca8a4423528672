"""Improvements as the viewer may see them, and who is credited for one."""

from typing import Any

from app.accounts.viewer import Viewer
from app.foundation.database import row, rows, value
from app.foundation.refusals import NotFound


async def improvements_of(viewer: Viewer, idea: int) -> list[dict[str, Any]]:
    """Accepted first, then those that wait; what was withdrawn, or declined to others, is left out."""
    return await rows(
        """select m.id, m.public_id, m.author, m.text, m.state, m.answer, m.lang, m.created_at, m.visibility, m.hidden_reason,
          m.author = {} as is_own
        from improvement m where m.idea = {} and m.state <> 'withdrawn'
          and (m.visibility = 'visible' or m.author = {} or {}) and (m.state <> 'declined' or m.author = {})
        order by m.state = 'accepted' desc, m.id limit 200""",
        viewer.id, idea, viewer.id, viewer.is_staff, viewer.id,
    )  # fmt: skip


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


async def improvers_of(idea: int) -> list[int]:
    """Whose improvements were accepted, in the order in which they were."""
    found = await rows(
        """select author from improvement where idea = {} and state = 'accepted' and visibility = 'visible'
        group by author order by min(answered_at)""",
        idea,
    )
    return [one["author"] for one in found]
