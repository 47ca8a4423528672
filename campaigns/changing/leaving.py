"""What is given to a backer of their changes: sums and moments, which the books keep; nothing in them names anybody."""

from typing import Any

from app.foundation.database import rows
from app.foundation.money import Money


async def export(member: int) -> dict[str, list[dict[str, Any]]]:
    found = await rows(
        """select p.public_id as pledge, g.state, g.was, g.amount, p.currency, g.created_at as at, g.decided_at
        from pledge_change g join pledge p on p.id = g.pledge where p.backer = {} order by g.id""",
        member,
    )
    return {
        "pledge_changes": [
            one | {name: str(Money(one[name], one["currency"]).major) for name in ("was", "amount")} for one in found
        ]
    }
