"""Who wrote an update, when two members become one."""

from app.foundation.handover import Handover, hand_over

HANDOVER = Handover(history=(("campaign_update", "author"),))


async def merge(from_: int, into: int) -> dict[str, int]:
    """They belong to the campaign; who wrote one is shown as whoever that is now."""
    return await hand_over(HANDOVER, from_, into)
