"""An idea's co-authors and the links by which others may become one."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from app.accounts.capabilities import DeadLink, key_of, living_links, opened_link
from app.foundation.database import row, rows
from ideas.contributing.queries import Credit, credits_of

SCOPE = "co_author"


@dataclass(frozen=True, slots=True)
class Link:
    public_id: str
    note: str
    address: str
    expires_at: datetime


async def links_of(idea: dict[str, Any]) -> list[Link]:
    return [
        Link(one["public_id"], one["note"], f"/ideas/{idea['public_id']}/invitation?key={key_of(one)}", one["expires_at"])
        for one in await living_links(SCOPE, idea["public_id"])
    ]


async def co_authors_of(idea: int) -> list[Credit]:
    return [one for one in await credits_of(idea) if one.role == "co_author"]


async def count_co_authors(idea: int) -> int:
    return len(await rows("select 1 from contribution where idea = {} and role = 'co_author'", idea))


async def invited_to(public_id: str, key: str) -> tuple[dict[str, Any], dict[str, Any]]:
    """The idea and the link that opens it; DeadLink where it doesn't."""
    link = await opened_link(key, SCOPE, public_id)
    idea = await row("select * from idea where public_id = {}", public_id) if link else None
    if link is None or idea is None or idea["state"] in ("withdrawn", "removed") or idea["visibility"] == "hidden":
        raise DeadLink
    return idea, link
