"""Reading notes: one's own, and what backers write to the brand."""

from collections.abc import Iterable
from typing import Any

from app.foundation.database import row, rows


async def note_of(pledge: int) -> dict[str, Any]:
    """For its backer: both texts."""
    found = await row("select own, message, visibility, public_id from pledge_note where pledge = {}", pledge)
    return found or {"own": "", "message": "", "visibility": "visible", "public_id": ""}


async def messages_of(pledges: Iterable[int]) -> dict[int, dict[str, Any]]:
    """What the brand reads, by pledge."""
    found = await rows(
        """select pledge, public_id, message, lang from pledge_note
        where pledge = any({}) and message <> '' and visibility = 'visible'""",
        list(pledges),
    )
    return {one["pledge"]: one for one in found}


async def messages_in(campaign: int, *, before: int | None, limit: int) -> list[dict[str, Any]]:
    """Of a campaign, newest first, with whose they are; of pledges that are or were kept."""
    return await rows(
        """select n.id, n.public_id, n.message, n.lang, n.created_at, p.backer, p.quantity, p.state, t.title as tier_title
        from pledge_note n join pledge p on p.id = n.pledge join tier t on t.id = p.tier
        where p.campaign = {} and n.message <> '' and n.visibility = 'visible'
          and p.state not in ('started', 'expiring', 'expired') and ({}::bigint is null or n.id < {})
        order by n.id desc limit {}""",
        campaign, before, before, limit,
    )  # fmt: skip
