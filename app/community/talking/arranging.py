"""What stands on top of a thread, and who wants to hear no more of it."""

from typing import Any

from app.accounts.viewer import Viewer
from app.community.talking.actions import thread_for
from app.community.talking.kinds import Subject
from app.community.talking.queries import may_pin
from app.community.talking.rules import check_pin
from app.foundation.database import execute, row, transaction
from app.notifications.actions import notify


async def pin_comment(viewer: Viewer, subject: Subject, comment: dict[str, Any]) -> None:
    """One in a thread: what was pinned before stands among the others again."""
    async with transaction():
        now = await row("select * from comment where id = {} for no key update", comment["id"])
        assert now is not None
        is_seen = now["visibility"] == "visible" and now["withdrawn_at"] is None
        check_pin(may=await may_pin(viewer, subject), is_seen=is_seen, is_reply=now["parent"] is not None)
        changed = await row(
            "update thread set pinned = {}, pinned_by = {} where id = {} and pinned is distinct from {} returning id",
            now["id"], viewer.id, now["thread"], now["id"],
        )  # fmt: skip
        if changed and now["author"] != viewer.id:
            await notify([now["author"]], "comment_pinned", f"/comments/{now['public_id']}", title=subject.title)


async def unpin_comment(viewer: Viewer, subject: Subject, comment: dict[str, Any]) -> None:
    check_pin(may=await may_pin(viewer, subject), is_seen=True, is_reply=False)
    await execute(
        "update thread set pinned = null, pinned_by = {} where id = {} and pinned = {}",
        viewer.id, comment["thread"], comment["id"],
    )  # fmt: skip


async def mute(viewer: Viewer, subject: Subject) -> None:
    await execute(
        "insert into thread_mute (thread, member) values ({}, {}) on conflict do nothing", await thread_for(subject), viewer.id
    )


async def unmute(viewer: Viewer, subject: Subject) -> None:
    await execute("delete from thread_mute where thread = {} and member = {}", await thread_for(subject), viewer.id)
