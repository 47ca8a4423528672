"""What brands said of somebody on their pages goes with them; that something changed stays."""

from typing import Any

from app.accounts.leaving.kinds import Leaving
from app.foundation.database import execute, rows


async def export(member: int) -> dict[str, list[dict[str, Any]]]:
    return {
        "said_of_me": await rows(
            """select c.public_id as campaign, c.title, h.what, h.before, h.after, h.created_at as at
            from campaign_change h join campaign c on c.id = h.campaign where h.about = {} order by h.id""",
            member,
        )
    }


async def erase(leaving: Leaving) -> None:
    await execute("update campaign_change set before = '', after = '' where about = {}", leaving.member)
