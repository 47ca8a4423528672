"""A promised rhythm: its brand hears two days before the next update is due, and when it is late; once each."""

from datetime import datetime, timedelta
from typing import Any

from app.foundation.database import row, rows
from campaigns.announcing.kinds import News, these
from campaigns.announcing.many import tell_now
from campaigns.queries import LAST_UPDATE
from campaigns.telling import desk_address, editors_of
from campaigns.updates.rules import REMINDED_BEFORE, RHYTHMIC, due_at

SOON, LATE = "update_due_soon", "update_overdue"
_OF = f"""select c.*, {LAST_UPDATE} as last_update_at, app_now() as now, b.public_id as brand_public_id
  from campaign c join brand b on b.id = c.brand"""


async def remind_of_rhythms() -> None:
    """Each due date of a campaign is an edition of its own."""
    for campaign in await rows(f"{_OF} where c.update_days is not null and c.state = any({{}}) order by c.id", list(RHYTHMIC)):
        due = due_at(campaign)
        if due is not None and (event := _event(campaign, due)):
            await tell_now(event, campaign["id"], f"{due:%Y-%m-%dT%H:%M}")


def _event(campaign: dict[str, Any], due: datetime) -> str:
    if campaign["now"] >= due:
        return LATE
    is_soon = campaign["now"] >= due - REMINDED_BEFORE and timedelta(days=campaign["update_days"]) > REMINDED_BEFORE
    return SOON if is_soon else ""


async def _prepare(event: str, campaign_id: int) -> News | None:
    campaign = await row(f"{_OF} where c.id = {{}}", campaign_id)
    if campaign is None or (due := due_at(campaign)) is None:
        return None
    params = {"campaign": campaign["title"], "due": due, "days": campaign["update_days"]}
    return News(desk_address(campaign) + "/updates", params, ((these(event, await editors_of(campaign)),),))


async def due_soon(campaign_id: int, edition: str) -> News | None:
    return await _prepare(SOON, campaign_id)


async def overdue(campaign_id: int, edition: str) -> News | None:
    return await _prepare(LATE, campaign_id)
