"""What staff have to look at."""

from typing import Any

from app.foundation.database import row, rows, value
from app.foundation.refusals import NotFound
from campaigns.queries import SHOWN

# A list for staff: what waits comes first and is the default.
STATES = ("submitted", "changes_requested", "approved", "live", "suspended")


async def campaigns_by_state(state: str) -> list[dict[str, Any]]:
    return await rows(f"{SHOWN} where c.state = {{}} order by c.id limit 200", state)


async def counts_by_state() -> dict[str, int]:
    found = await rows("select state, count(*) as n from campaign where state = any({}) group by state", list(STATES))
    return {each["state"]: each["n"] for each in found}


async def waiting() -> int:
    return await value("select count(*) from campaign where state = 'submitted'")


async def campaign_for_staff(public_id: str) -> dict[str, Any]:
    found = await row(f"{SHOWN} where c.public_id = {{}}", public_id)
    if found is None:
        raise NotFound
    return found


async def steps_of(campaign: int) -> list[dict[str, Any]]:
    """Newest first, with what people wrote: the bell's own marks are none of that."""
    found = await rows("select * from campaign_event where subject = {} order by id desc limit 50", campaign)
    return [one | {"why": "" if one["why"].startswith(("the bell", "bell: ")) else one["why"]} for one in found]
