"""Mail from the job queue, and the sweep that finds what should have been sent."""

from typing import Any

from app.foundation.queue import enqueue, task
from app.foundation.sweeps import sweep
from app.notifications.sending import anything_waiting, send_one, send_waiting


@task("send_mail")
async def send_mail(payload: dict[str, Any]) -> None:
    await send_one(payload["mail"])


@task("send_waiting_mail")
async def send_waiting_mail(payload: dict[str, Any]) -> None:
    await send_waiting()


@sweep("notifications.send_waiting_mail")
async def find_waiting_mail() -> None:
    if await anything_waiting():
        await enqueue("send_waiting_mail", {}, once_key="send_waiting_mail")
