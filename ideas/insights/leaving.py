"""What a member said they would pay goes along, and goes for good when they leave."""

from typing import Any

from app.accounts.leaving.kinds import Leaving
from app.foundation.database import execute, rows


async def export(member: int) -> dict[str, list[dict[str, Any]]]:
    return {
        "prices": await rows(
            """select i.public_id as idea, i.title, a.amount as amount_in_minor_units, a.currency, a.created_at as said_at,
              a.changed_at
            from price_answer a join idea i on i.id = a.idea where a.member = {} order by a.id""",
            member,
        )
    }


async def erase(leaving: Leaving) -> None:
    await execute("delete from price_answer where member = {}", leaving.member)
