"""What challenges hold of a member: who changed one in the open."""

from app.foundation.handover import Handover, hand_over

HANDOVER = Handover(history=(("challenge_change", "actor"),))


async def merge(from_: int, into: int) -> dict[str, int]:
    return await hand_over(HANDOVER, from_, into)
