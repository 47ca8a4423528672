"""What parts in ideas, and versions laid aside, become when two members become one."""

from app.foundation.database import execute
from app.foundation.handover import Handover, hand_over

HANDOVER = Handover(
    moved=(("laid_aside", "member"),),
    once=(("contribution", "member", ("idea", "role", "source")),),
)  # fmt: skip


async def merge(from_: int, into: int) -> dict[str, int]:
    """Parts go over, each once; whoever is an idea's author, before or after this, has no other part in it."""
    moved = await hand_over(HANDOVER, from_, into)
    await execute(
        "delete from contribution c using idea i where i.id = c.idea and c.member = {} and i.author in ({}, {})",
        into,
        from_,
        into,
    )  # fmt: skip
    return moved
