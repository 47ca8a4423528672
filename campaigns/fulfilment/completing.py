"""A campaign is completed when every perk is in hand; then the idea it came from is made."""

from app.foundation.database import row, transaction
from app.foundation.lifecycle import move_all
from campaigns.fulfilment.rules import FINISHED
from campaigns.tables import Campaign
from campaigns.telling import tell_later
from ideas.actions import mark_made


async def complete_campaign(campaign_id: int) -> bool:
    """False while anything is still owed, or nothing ever was; or while late pledges are taken, which will be owed more."""
    async with transaction():
        left = await row(
            """select c.idea, c.created_by,
            exists (select from perk where campaign = c.id) as owed_something,
            exists (select from perk where campaign = c.id and state <> all({})) as still_owes,
            (c.late_opened_at is not null and coalesce(c.late_closed_at > app_now(), true)) or exists (
              select from pledge where campaign = c.id and is_late and state in ('started', 'expiring', 'paid')) as is_selling
            from campaign c where c.id = {} and c.state = 'fulfilling'""",
            list(FINISHED), campaign_id,
        )  # fmt: skip
        if left is None or left["still_owes"] or left["is_selling"] or not left["owed_something"]:
            return False
        if not await move_all(Campaign, [campaign_id], "completed", source="rule"):
            return False
        if left["idea"] is not None:
            await mark_made(left["idea"], left["created_by"])
        await tell_later(campaign_id, "completed")
        return True
