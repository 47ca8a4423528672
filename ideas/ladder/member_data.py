"""Ladders keep who made them, also after members were merged."""

from app.foundation.handover import Handover, hand_over

HANDOVER = Handover(history=(("ladder", "made_by"),))


async def merge(from_: int, into: int) -> dict[str, int]:
    return await hand_over(HANDOVER, from_, into)
