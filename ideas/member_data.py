"""What ideas hold of a member, and what becomes of it."""

from app.foundation.database import rows, value
from app.foundation.handover import Handover, hand_over
from app.foundation.i18n import N_
from ideas.voting.merging import merge_votes

HANDOVER = Handover(
    moved=(
        ("idea", "author"), ("improvement", "author"), ("challenge", "created_by"), ("verdict", "decided_by"),
    ),
    history=(("idea_revision", "edited_by"),),
    otherwise=(("vote", "member"),),
)  # fmt: skip


async def merge(from_: int, into: int) -> dict[str, int]:
    """Ideas and improvements go over; of two votes for one idea one counts, and none for what is now one's own."""
    votes = await merge_votes(from_, into)
    await rows("update idea set sent_as = null where author = {} and sent_as is not null", from_)  # both may have sent one form
    return await hand_over(HANDOVER, from_, into) | {"vote": votes}


async def standing(member: int) -> list[tuple[str, int]]:
    """What the member has here, in words with %(n)s, for whoever decides about merging."""
    ideas = len(await rows("select 1 from idea where author = {} and state <> 'draft'", member))
    votes = await value("select count(*) from vote where member = {} and state <> 'withdrawn'", member)
    return [(N_("%(n)s 个创意"), ideas), (N_("投过 %(n)s 票"), votes)]
