"""A member's parts in agreements: what was agreed stays with its sums, the name that should stand on the product goes."""

from typing import Any

from app.accounts.leaving.kinds import Leaving
from app.foundation.database import execute, rows
from ideas.agreeing.actions import replace_for_absence
from ideas.agreeing.rules import as_percent


async def export(member: int) -> dict[str, list[dict[str, Any]]]:
    found = await rows(
        """select a.public_id as id, i.public_id as idea, i.title, b.name as brand, a.share_percent, p.role, p.points, p.state,
          p.shown_name, p.reason, p.answered_at, a.created_at as offered_at
        from agreement_part p join agreement a on a.id = p.agreement join idea i on i.id = a.idea join brand b on b.id = a.brand
        where p.member = {} order by p.id""",
        member,
    )
    return {
        "agreements": [
            one | {"share_percent": str(one["share_percent"]), "points": as_percent(one["points"]) + "%"} for one in found
        ]
    }


async def erase(leaving: Leaving) -> None:
    await replace_for_absence(leaving.member)
    await execute("update agreement_part set shown_name = '', reason = '' where member = {}", leaving.member)
