"""Hiding an idea, with a reason its author reads, and showing it again; each leaves an event with who and why."""

from typing import Any

from app.accounts.viewer import Viewer
from app.foundation.database import row, transaction
from app.notifications.actions import notify

_SET = """with changed as (
  update idea set visibility = {}, hidden_reason = {} where id = {} and visibility <> {} returning id, state)
insert into idea_event (subject, at, actor, origin, state, why, source)
select id, app_now(), {}, state, {}, {}, 'person' from changed returning subject"""


async def hide_idea(viewer: Viewer, idea: dict[str, Any], reason: str) -> bool:
    """False when it was hidden already. Its votes stay and count again once it is shown."""
    async with transaction():
        changed = await row(_SET, "hidden", reason, idea["id"], "hidden", viewer.id, "hidden", reason)
        if changed:
            await notify([idea["author"]], "idea_hidden", f"/ideas/{idea['public_id']}", idea=idea["title"], reason=reason)
    return changed is not None


async def show_idea(viewer: Viewer, idea: dict[str, Any]) -> bool:
    async with transaction():
        changed = await row(_SET, "visible", "", idea["id"], "visible", viewer.id, "shown", "")
        if changed:
            await notify([idea["author"]], "idea_shown_again", f"/ideas/{idea['public_id']}", idea=idea["title"])
    return changed is not None
