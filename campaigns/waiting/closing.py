"""Waitlists end with what they wait for, each with a sentence; offers of a suspended campaign lose no time."""

from datetime import timedelta

from app.foundation.database import execute, row, rows, transaction
from campaigns.waiting.offering import end_entries, lock_tier
from campaigns.waiting.telling import tell_closed

AT_ONCE = 500


async def close_waitlist(tier_id: int) -> int:
    """All who still wait for a tier that will never be had again; how many they were."""
    closed = 0
    while more := await _close_some(tier_id):
        closed += more
    return closed


async def _close_some(tier_id: int) -> int:
    async with transaction():
        tier = await lock_tier(tier_id)
        why = await row(
            "select why_never_again(t, c) as why from tier t join campaign c on c.id = t.campaign where t.id = {}", tier_id
        )
        if tier is None or why is None or not why["why"]:
            return 0
        found = await rows(
            """select * from waitlist_entry where tier = {} and state in ('waiting', 'offered')
            order by place limit {} for update""",
            tier_id, AT_ONCE,
        )  # fmt: skip
        moved = await end_entries(tier_id, [one["id"] for one in found], "closed", why=why["why"])
        if moved:
            await tell_closed(tier, [one["member"] for one in found], why["why"])
        return len(moved)


async def prolong_offers(campaign_id: int, lost: timedelta) -> None:
    """A campaign that stood still goes on: whoever had an offer has as much time as before. Part of that transaction."""
    await execute(
        """update waitlist_entry set offer_ends_at = offer_ends_at + {}::interval
        where campaign = {} and state = 'offered'""",
        lost, campaign_id,
    )  # fmt: skip
