"""The sweep that looks after what must reach somebody."""

from app.foundation.sweeps import sweep
from app.notifications.reaching.actions import follow_up


@sweep("notifications.must_reach")
async def look_after() -> None:
    await follow_up()
