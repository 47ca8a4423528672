"""A gift stays whose it became."""

from app.foundation.handover import Handover, hand_over

HANDOVER = Handover(moved=(("gift", "recipient"),))


async def merge(from_: int, into: int) -> dict[str, int]:
    return await hand_over(HANDOVER, from_, into)
