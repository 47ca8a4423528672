"""What the log of changes holds of a member."""

from app.foundation.handover import Handover, hand_over

HANDOVER = Handover(moved=(("campaign_change", "about"),), history=(("campaign_change", "actor"),))


async def merge(from_: int, into: int) -> dict[str, int]:
    return await hand_over(HANDOVER, from_, into)
