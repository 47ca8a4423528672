"""Holds that ran out: the provider's page is closed first (payments does it), then the place goes free."""

from app.foundation.database import rows, transaction
from app.foundation.queue import enqueue
from app.foundation.sweeps import sweep
from campaigns.pledging.actions import begin_expiring


@sweep("campaigns.0_holds")
async def end_overdue_holds() -> None:
    """Also those that began to expire and got no answer: asked again until the provider confirms."""
    overdue = await rows(
        """select id, state from pledge where state in ('started', 'expiring') and hold_ends_at <= app_now()
        order by hold_ends_at limit 2000"""
    )
    for pledge in overdue:
        async with transaction():
            if pledge["state"] == "expiring" or await begin_expiring(pledge["id"]):
                await enqueue("close_checkout", {"pledge": pledge["id"]}, once_key=f"close_checkout:{pledge['id']}")
