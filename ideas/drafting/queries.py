"""Versions of an idea that were laid aside, for those who write it."""

from typing import Any

from app.foundation.database import row, rows
from app.foundation.refusals import NotFound


async def laid_aside(idea: int) -> list[dict[str, Any]]:
    """Newest first."""
    return await rows(
        "select public_id, member, title, summary, body, created_at from laid_aside where idea = {} order by created_at desc",
        idea,
    )


async def one_aside(idea: int, public_id: str) -> dict[str, Any]:
    found = await row(
        "select public_id, title, summary, body from laid_aside where idea = {} and public_id = {}", idea, public_id
    )
    if found is None:
        raise NotFound
    return found
