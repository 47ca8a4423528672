"""What waitlists give and take back of a member: the number stays in its list, the person doesn't."""

from typing import Any

from app.accounts.leaving.kinds import Leaving
from app.foundation.database import rows, transaction
from campaigns.waiting.offering import end_entries, lock_tier, places_freed


async def export(member: int) -> dict[str, list[dict[str, Any]]]:
    return {
        "waitlists": await rows(
            """select w.public_id as id, c.public_id as campaign, c.title, t.title as tier, w.place as number, w.quantity,
              w.state, w.created_at as at, w.ref as came_from from waitlist_entry w join tier t on t.id = w.tier
            join campaign c on c.id = w.campaign where w.member = {} order by w.id""",
            member,
        )
    }


async def erase(leaving: Leaving) -> None:
    """Whoever is gone waits for nothing; what was set aside for them goes to the next."""
    for entry in await rows(
        "select id, tier from waitlist_entry where member = {} and state in ('waiting', 'offered') order by tier", leaving.member
    ):
        async with transaction():
            await lock_tier(entry["tier"])
            await end_entries(entry["tier"], [entry["id"]], "left", actor=leaving.member)
            await places_freed([entry["tier"]])
