"""What guarding the votes holds of members: who of staff decided, which stays as it was."""

from app.foundation.handover import Handover, hand_over

HANDOVER = Handover(history=(("vote_case", "decided_by"),))


async def merge(from_: int, into: int) -> dict[str, int]:
    return await hand_over(HANDOVER, from_, into)
