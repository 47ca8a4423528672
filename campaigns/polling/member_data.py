"""What answers become when two members become one: each question is answered once."""

from app.foundation.handover import Handover, hand_over

HANDOVER = Handover(once=(("update_poll_answer", "member", ("poll",)),))


async def merge(from_: int, into: int) -> dict[str, int]:
    return await hand_over(HANDOVER, from_, into)
