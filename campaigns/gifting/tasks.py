"""Gifts whose mail was lost on the way, and those that came to nothing."""

from app.foundation.sweeps import sweep
from campaigns.gifting.actions import end_lost_gifts, send_gift
from campaigns.gifting.queries import unsent_gifts


@sweep("campaigns.gifts")
async def look_after_gifts() -> None:
    for pledge in await unsent_gifts():
        await send_gift(pledge)
    await end_lost_gifts()
