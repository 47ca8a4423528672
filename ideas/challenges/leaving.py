"""What a member changed of a brand's challenges: told to them, and kept for those who took part, without a name."""

from typing import Any

from app.accounts.leaving.kinds import Leaving
from app.foundation.database import rows


async def export(member: int) -> dict[str, list[dict[str, Any]]]:
    return {
        "challenge_changes": await rows(
            """select c.public_id as challenge, h.what, h.phase, h.before, h.after, h.created_at as at
            from challenge_change h join challenge c on c.id = h.challenge where h.actor = {} order by h.id""",
            member,
        )
    }


async def erase(leaving: Leaving) -> None:
    """The page never says who it was; the row's number leads to a member without a profile."""
