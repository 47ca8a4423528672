"""What campaigns hold of a member, and what becomes of it."""

from app.foundation.database import execute, value
from app.foundation.handover import Handover, hand_over
from app.foundation.i18n import N_

HANDOVER = Handover(
    moved=(
        ("pledge", "backer"), ("perk", "backer"), ("campaign", "created_by"), ("shipment", "dispatched_by"),
    ),
    once=(("reservation", "member", ("campaign",)),),
    history=(("cost_sheet", "saved_by"),),
)  # fmt: skip


async def merge(from_: int, into: int) -> dict[str, int]:
    """Pledges and perks go over as they are; a form's key that both have used is made another."""
    await execute(
        """update pledge p set request_key = left('m' || p.id::text || p.request_key, 32) where p.backer = {}
          and exists (select 1 from pledge o where o.backer = {} and o.request_key = p.request_key)""",
        from_, into,
    )  # fmt: skip
    return await hand_over(HANDOVER, from_, into)


async def standing(member: int) -> list[tuple[str, int]]:
    """What the member has here, in words with %(n)s, for whoever decides about merging."""
    pledges = await value("select count(*) from pledge where backer = {} and state not in ('started', 'expired')", member)
    return [(N_("%(n)s 笔支持"), pledges)]
