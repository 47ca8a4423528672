"""What the pages on the way out show."""

from typing import Any

from app.foundation.database import row, rows
from app.foundation.refusals import NotFound


async def exports_of(member: int) -> list[dict[str, Any]]:
    return await rows(
        "select public_id, created_at, ready_at, expires_at, size from data_export where member = {} order by id desc", member
    )


async def own_export(member: int, public_id: str) -> dict[str, Any]:
    """One that is ready and not too old."""
    found = await row(
        "select * from data_export where member = {} and public_id = {} and ready_at is not null and expires_at > app_now()",
        member, public_id,
    )  # fmt: skip
    if found is None:
        raise NotFound
    return found
