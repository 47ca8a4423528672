"""A promised rhythm: its brand hears two days before the next update is due, and when it is late; once each."""

from datetime import timedelta
from typing import Any

from app.foundation.database import rows, transaction
from app.notifications.actions import notify
from campaigns.telling import desk_address, editors_of, told_first
from campaigns.updates.rules import REMINDED_BEFORE, RHYTHMIC, due_at

# The last update that all backers were to read, of campaign c.
LAST = """(select max(u.published_at) from campaign_update u where u.campaign = c.id and u.published_at is not null
  and u.withdrawn_at is null and u.audience <> 'tier' and u.visibility <> 'hidden')"""


async def remind_of_rhythms() -> None:
    for campaign in await rows(
        f"""select c.*, {LAST} as last_update_at, app_now() as now, b.public_id as brand_public_id
        from campaign c join brand b on b.id = c.brand where c.update_days is not null and c.state = any({{}})""",
        list(RHYTHMIC),
    ):
        await _remind(campaign)


async def _remind(campaign: dict[str, Any]) -> None:
    due = due_at(campaign)
    if due is None or campaign["now"] < due - REMINDED_BEFORE:
        return
    event = "update_overdue" if campaign["now"] >= due else "update_due_soon"
    if event == "update_due_soon" and timedelta(days=campaign["update_days"]) <= REMINDED_BEFORE:
        return
    async with transaction():
        if await told_first(campaign["id"], f"{event}:{due:%Y-%m-%dT%H}"):
            url = desk_address(campaign) + "/updates"
            await notify(await editors_of(campaign), event, url, campaign=campaign["title"], due=due, days=campaign["update_days"])
