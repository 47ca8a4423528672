"""Bringing an accepted improvement into the idea's text: by itself where its passage still stands, else by the author's hand."""

from typing import Any

from app.accounts.viewer import Viewer
from app.community.moderation.checking import check_text
from app.foundation.database import execute, row
from ideas.contributing.passages import put_in
from ideas.rules import EDITABLE, LONGEST_BODY
from ideas.wording import note_wording


async def weave(viewer: Viewer, idea: dict[str, Any], improvement: dict[str, Any]) -> bool:
    """`idea`: its row, locked. False where the text is fixed by now, or the passage isn't there any more."""
    if idea["state"] not in EDITABLE or not improvement["passage"]:
        return False
    body = put_in(idea["body"], improvement["passage"], improvement["wording"], improvement["passage_start"])
    if body is None or len(body) > LONGEST_BODY:
        return False
    await execute("update idea set body = {} where id = {}", body, idea["id"])
    revision = await note_wording(idea["id"], viewer.id, improvement["id"])
    await execute("update improvement set woven_into = {} where id = {}", revision, improvement["id"])
    await check_text("idea", idea["id"], title=idea["title"], summary=idea["summary"], body=body)
    return True


async def weave_in(idea: int, public_id: str, revision: int) -> None:
    """By hand: this revision took up that accepted improvement."""
    if not public_id:
        return
    taken = await row(
        """update improvement set woven_into = {} where idea = {} and public_id = {} and state = 'accepted' and woven_into is null
        returning id""",
        revision, idea, public_id,
    )  # fmt: skip
    if taken:
        await execute("update idea_revision set improvement = {} where id = {}", taken["id"], revision)
