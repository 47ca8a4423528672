"""What waitlists hold of a member, and what becomes of it when two become one."""

from app.foundation.database import execute, rows
from app.foundation.handover import Handover
from campaigns.waiting.offering import end_entries, lock_tier, places_freed

HANDOVER = Handover(otherwise=(("waitlist_entry", "member"),))


async def merge(from_: int, into: int) -> dict[str, int]:
    """Of two numbers on one list the earlier stays; no number is ever taken away, or the list would have gaps."""
    for later in await rows(
        """select max(id) as id, tier from waitlist_entry where member in ({}, {}) and state in ('waiting', 'offered')
        group by tier having count(*) > 1 order by tier""",
        from_, into,
    ):  # fmt: skip
        await lock_tier(later["tier"])
        await end_entries(later["tier"], [later["id"]], "closed", why="member_gone")
        await places_freed([later["tier"]])
    found = await rows("update waitlist_entry set member = {} where member = {} returning id", into, from_)
    await execute("update waitlist_event set actor = {} where actor = {}", into, from_)
    return {"waitlist_entry": len(found)} if found else {}
