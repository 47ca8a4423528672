"""What is kept of a member here, and what becomes of it."""

from app.foundation.handover import Handover, hand_over

HANDOVER = Handover(once=(("price_answer", "member", ("idea",)),), history=(("insight_export", "actor"),))


async def merge(from_: int, into: int) -> dict[str, int]:
    """Of two answers about one idea the one of the member that stays counts."""
    return await hand_over(HANDOVER, from_, into)
