"""The sweep that sends digests when their hour has come."""

from app.foundation.sweeps import sweep
from app.notifications.digests.actions import send_due


@sweep("notifications.digests")
async def send_due_digests() -> None:
    await send_due()
