"""Short messages from the job queue, and the sweep that finds what should have been sent."""

from typing import Any

from app.foundation.queue import enqueue, task
from app.foundation.sweeps import sweep
from app.notifications.sms.sending import OUTBOX, send_one, send_waiting


@task("send_sms")
async def send_sms(payload: dict[str, Any]) -> None:
    await send_one(payload["sms"])


@task("send_waiting_sms")
async def send_waiting_sms(payload: dict[str, Any]) -> None:
    await send_waiting()


@sweep("notifications.send_waiting_sms")
async def find_waiting_sms() -> None:
    if await OUTBOX.anything_waiting():
        await enqueue("send_waiting_sms", {}, once_key="send_waiting_sms")
