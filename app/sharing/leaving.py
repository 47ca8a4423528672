"""What sharing holds of a member: their codes, how often their links were opened, pictures with their name."""

from typing import Any

from app.accounts.leaving.kinds import Leaving
from app.foundation.database import execute, rows
from app.sharing.keeping import forget_of


async def export(member: int) -> dict[str, list[dict[str, Any]]]:
    return {
        "share_codes": await rows(
            "select code, is_current, created_at as given_at from share_code where member = {} order by id", member
        ),
        "links_opened": await rows(
            """select o.ref as code, o.thing, o.day, o.opened from share_opening o
            join share_code c on c.code = o.ref where c.member = {} order by o.day, o.thing""",
            member,
        ),
    }


async def erase(leaving: Leaving) -> None:
    """Links with the old code lead on; what they brought is counted for nobody any more."""
    await execute("delete from share_opening where ref in (select code from share_code where member = {})", leaving.member)
    await execute("delete from share_code where member = {}", leaving.member)
    await forget_of(leaving.member)
