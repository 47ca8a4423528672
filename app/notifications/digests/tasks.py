"""Digests from the job queue, and the sweep that sees when their hour has come."""

from typing import Any

from app.foundation.database import rows
from app.foundation.queue import enqueue, task
from app.foundation.sweeps import sweep
from app.notifications.digests.actions import send_due


@task("send_digests")
async def send_digests(payload: dict[str, Any]) -> None:
    await send_due()


@sweep("notifications.digests")
async def find_due_digests() -> None:
    """On a Monday morning there are many: other sweeps don't wait for them."""
    if await rows("select 1 from digest where due_at <= app_now() limit 1"):
        await enqueue("send_digests", {}, once_key="send_digests")
