"""What talk holds of a member, and what becomes of it."""

from app.community.talking.reacting import recount
from app.foundation.database import rows
from app.foundation.handover import Handover, hand_over

HANDOVER = Handover(
    moved=(("comment", "author"),),
    once=(
        ("comment_reaction", "member", ("comment", "kind")), ("comment_mention", "member", ("comment",)),
        ("thread_mute", "member", ("thread",)),
    ),
    history=(("thread", "pinned_by"),),
)  # fmt: skip


async def merge(from_: int, into: int) -> dict[str, int]:
    """Of two reactions of one kind one counts, and none to what is now one's own comment."""
    touched = await rows("select distinct comment from comment_reaction where member in ({}, {})", from_, into)
    moved = await hand_over(HANDOVER, from_, into)
    await rows(
        """delete from comment_reaction r using comment c where r.comment = c.id and c.author = {} and r.member = {}
        returning r.id""",
        into, into,
    )  # fmt: skip
    await recount([one["comment"] for one in touched])
    return moved
