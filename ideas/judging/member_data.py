"""What juries hold of a member, and what becomes of it."""

from app.foundation.database import execute
from app.foundation.handover import Handover, hand_over

HANDOVER = Handover(
    once=(("jury_seat", "member", ("challenge",)),),
    history=(("jury_seat", "invited_by"),),
)


async def merge(from_: int, into: int) -> dict[str, int]:
    """Of two seats on one jury one stays, with its scores; it is taken off the jury only where both were."""
    await execute(
        """update jury_seat t set revoked_at = null from jury_seat o
        where t.member = {} and o.member = {} and o.challenge = t.challenge and o.revoked_at is null""",
        into, from_,
    )  # fmt: skip
    return await hand_over(HANDOVER, from_, into)
