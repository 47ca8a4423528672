"""Words beside pledges: taken along, forgotten."""

from typing import Any

from app.accounts.leaving.kinds import Leaving
from app.foundation.database import execute, rows


async def export(member: int) -> dict[str, list[dict[str, Any]]]:
    return {
        "pledge_notes": await rows(
            """select p.public_id as pledge, n.own as note, n.message, n.created_at as at
            from pledge_note n join pledge p on p.id = n.pledge where p.backer = {} order by n.id""",
            member,
        )
    }


async def erase(leaving: Leaving) -> None:
    await execute("delete from pledge_note n using pledge p where p.id = n.pledge and p.backer = {}", leaving.member)
