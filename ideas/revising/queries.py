"""Revisions as somebody may see them, numbered from the first, each with who wrote it and whose improvement it took up."""

from typing import Any

from app.accounts.viewer import Viewer
from app.foundation.database import rows
from app.foundation.refusals import NotFound
from ideas.contributing.queries import may_edit

MOST = 500


async def revisions_of(viewer: Viewer, idea: dict[str, Any]) -> list[dict[str, Any]]:
    """Oldest first. What was replaced while the idea was not on view is only there for those who write it, and for staff."""
    sees_all = viewer.is_staff or await may_edit(viewer, idea)
    found = await rows(
        """select r.id, r.title, r.summary, r.body, r.edited_by, r.created_at, r.held, m.author as improver,
          m.public_id as improvement
        from idea_revision r left join improvement m on m.id = r.improvement and m.visibility = 'visible'
        where r.idea = {} order by r.id limit {}""",
        idea["id"], MOST,
    )  # fmt: skip
    numbered = [one | {"number": number} for number, one in enumerate(found, 1)]
    last = found[-1]["id"] if found else 0
    return [one for one in numbered if sees_all or not one["held"] or one["id"] == last]


def two_of(revisions: list[dict[str, Any]], number: int) -> tuple[dict[str, Any] | None, dict[str, Any]]:
    """The one with this number, and the one before it that the reader may see."""
    at = next((n for n, one in enumerate(revisions) if one["number"] == number), None)
    if at is None:
        raise NotFound
    return (revisions[at - 1] if at else None), revisions[at]
