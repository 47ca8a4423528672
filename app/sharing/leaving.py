"""A member's share codes, and the pictures that bear their name."""

from typing import Any

from app.accounts.leaving.kinds import Leaving
from app.foundation.database import execute, rows
from app.sharing.keeping import forget_of


async def export(member: int) -> dict[str, list[dict[str, Any]]]:
    return {
        "shares": await rows(
            """select c.code, o.thing, o.day, o.opened from share_code c left join share_opening o on o.ref = c.code
            where c.member = {} order by o.day, o.thing""",
            member,
        )
    }


async def erase(leaving: Leaving) -> None:
    """What a code brought stays counted where it was brought; whose code it was is forgotten."""
    await forget_of(leaving.member)
    await execute("delete from share_code where member = {}", leaving.member)
