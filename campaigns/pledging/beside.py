"""What stands beside a pledge on its page: variants, words, the gift."""

from typing import Any

from app.foundation.database import rows
from campaigns.gifting.queries import gift_of_pledge
from campaigns.gifting.rules import phase
from campaigns.noting.queries import note_of


async def beside_of(pledge: dict[str, Any]) -> dict[str, Any]:
    """By its link one sees what was chosen; words and the gift only as its backer.

    Whether the backer has an account is not said: whoever typed a stranger's address would learn it.
    """
    mine = pledge["is_mine"]
    gift = await gift_of_pledge(pledge["id"]) if mine else None
    return {
        "choices": await choices_of(pledge["id"]),
        "note": await note_of(pledge["id"]) if mine else None,
        "gift": gift,
        "gift_phase": phase(gift) if gift else "",
    }


async def choices_of(pledge: int) -> list[dict[str, Any]]:
    return await rows(
        """select i.title as item, v.title as variant, c.quantity from pledge_choice c join item i on i.id = c.item
        join variant v on v.id = c.variant where c.pledge = {} order by i.position, i.id, v.position, v.id""",
        pledge,
    )
