"""Who is named in campaigns' teams; where both are, the one who remains."""

from app.foundation.handover import Handover, hand_over

HANDOVER = Handover(once=(("campaign_part", "member", ("campaign",)),))


async def merge(from_: int, into: int) -> dict[str, int]:
    return await hand_over(HANDOVER, from_, into)
