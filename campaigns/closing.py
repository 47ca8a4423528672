"""The end of a campaign: decided once, alone, at its deadline; then collected; then fulfilled."""

from datetime import timedelta
from typing import Any

from app.foundation.database import row, rows, sole_lock, transaction, value
from app.foundation.lifecycle import move, move_all
from app.foundation.queue import enqueue
from campaigns.pledging.rules import UNSETTLED
from campaigns.pledging.steps import step_pledges
from campaigns.rules import succeeds
from campaigns.stretching.actions import unlock_reached
from campaigns.tables import Campaign
from campaigns.telling import tell_later

COLLECTION_WINDOW = timedelta(days=7)


async def close_campaign(campaign_id: int) -> str | None:
    """Succeeded or failed, by what is promised and paid at this moment; None where there is nothing to decide (yet).

    Pledges hold the same lock shared, so none is promised or paid between the sum and the decision.
    """
    async with transaction():
        await sole_lock("campaign", campaign_id)
        campaign = await row("select * from campaign where id = {} and state = 'live' and deadline <= app_now()", campaign_id)
        if campaign is None:
            return None
        kept = await kept_pledges(campaign_id)
        total = sum(pledge["amount"] for pledge in kept)
        outcome = "succeeded" if succeeds(total, campaign["goal"] or 0, campaign["funding"]) else "failed"
        await move(Campaign, campaign_id, outcome, source="rule", also=f"ended_at = app_now(), decided_total = {total:d}")
        if outcome == "succeeded":
            await unlock_reached(campaign_id, total, len({pledge["backer"] for pledge in kept}))
        await settle_pledges(campaign_id, kept, "due" if outcome == "succeeded" else "released")
        await tell_later(campaign_id, outcome)
        return outcome


async def kept_pledges(campaign_id: int) -> list[dict[str, Any]]:
    return await rows(
        "select id, backer, state, amount from pledge where campaign = {} and state in ('promised', 'paid')", campaign_id
    )


async def settle_pledges(campaign_id: int, kept: list[dict[str, Any]], saved_cards_become: str) -> None:
    """Saved cards are due or let go now; what the provider must be asked for is the settling task's."""
    await step_pledges([pledge["id"] for pledge in kept if pledge["state"] == "promised"], saved_cards_become)
    await enqueue("settle_campaign", {"campaign": campaign_id}, once_key=f"settle_campaign:{campaign_id}")


async def begin_collecting(campaign_id: int) -> bool:
    """The first charge is about to be made: from now on the window runs."""
    ends = f"collection_ends_at = app_now() + interval '{COLLECTION_WINDOW.days} days'"
    return bool(await move_all(Campaign, [campaign_id], "collecting", source="rule", also=ends))


async def finish_collecting(campaign_id: int) -> bool:
    """On to fulfilling once every charge is settled, or the window and the day for the last drops are over."""
    async with transaction():
        await sole_lock("campaign", campaign_id)
        done = await value(
            """select collection_ends_at + interval '1 day' <= app_now() or not exists
              (select from pledge where campaign = {} and state = any({}))
            from campaign where id = {} and state = 'collecting'""",
            campaign_id, list(UNSETTLED), campaign_id,
        )  # fmt: skip
        return bool(done) and bool(await move_all(Campaign, [campaign_id], "fulfilling", source="rule"))
