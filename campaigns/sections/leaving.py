"""What a campaign's page says of somebody in its team: taken along, and gone with them."""

from typing import Any

from app.accounts.leaving.kinds import Leaving
from app.foundation.database import execute, rows


async def export(member: int) -> dict[str, list[dict[str, Any]]]:
    return {
        "campaign_teams": await rows(
            """select c.public_id as campaign, c.title, p.text as said_of_me from campaign_part p
            join campaign c on c.id = p.campaign where p.member = {} order by p.id""",
            member,
        )
    }


async def erase(leaving: Leaving) -> None:
    await execute("delete from campaign_part where member = {}", leaving.member)
