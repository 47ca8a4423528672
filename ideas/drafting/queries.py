"""Versions of an idea that were laid aside, for those who write it."""

from typing import Any

from app.foundation.database import row, rows
from app.foundation.refusals import NotFound
from ideas.drafting.rules import mark_of
from ideas.wording import pictures_in


async def mark_now(idea: dict[str, Any]) -> str:
    """Of the wording that is stored."""
    return mark_of(idea["title"], idea["summary"], idea["body"], idea["tags"], await pictures_in(idea["id"]))


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
