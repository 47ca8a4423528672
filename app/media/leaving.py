"""The pictures of a member: those that others still see stay without an owner, all others go with their files."""

from typing import Any

from app.accounts.leaving.kinds import Leaving, each
from app.foundation.database import execute, rows
from app.foundation.queue import enqueue


async def export(member: int) -> dict[str, list[dict[str, Any]]]:
    """The pictures themselves lie beside, in the folder pictures/."""
    return {
        "pictures": await rows(
            "select public_id as id, width, height, created_at as uploaded_at from picture where owner = {} order by id", member
        )
    }


async def erase(leaving: Leaving) -> None:
    kept = {picture for room in each("leaving", "pictures_kept") for picture in await room(leaving)}
    gone = await rows(
        "delete from picture where owner = {} and not (public_id = any({})) returning public_id", leaving.member, list(kept)
    )
    await execute("update picture set owner = null where owner = {}", leaving.member)
    if gone:
        await enqueue("delete_pictures", {"pictures": [one["public_id"] for one in gone]})
