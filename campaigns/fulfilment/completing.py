"""A campaign is completed when every perk is in hand; then the idea it came from is made."""

from app.foundation.database import row, transaction
from app.foundation.lifecycle import move_all
from campaigns.fulfilment.rules import FINISHED
from campaigns.tables import Campaign
from campaigns.telling import tell_later
from ideas.actions import mark_made


async def complete_campaign(campaign_id: int) -> bool:
    """False while anything is still owed, or nothing ever was."""
    async with transaction():
        left = await row(
            """select c.idea, c.created_by,
            exists (select from perk where campaign = c.id) as owed_something,
            exists (select from perk where campaign = c.id and state <> all({})) as still_owes
            from campaign c where c.id = {} and c.state = 'fulfilling'""",
            list(FINISHED), campaign_id,
        )  # fmt: skip
        if left is None or left["still_owes"] or not left["owed_something"]:
            return False
        if not await move_all(Campaign, [campaign_id], "completed", source="rule"):
            return False
        if left["idea"] is not None:
            await mark_made(left["idea"], left["created_by"])
        await tell_later(campaign_id, "completed")
        return True
