"""Mail from the job queue, the sweep that finds what should have been sent, and the forgetting of what is long past."""

from typing import Any

from app.foundation.database import execute
from app.foundation.queue import enqueue, task
from app.foundation.sweeps import sweep
from app.notifications.sending import OUTBOX, send_one, send_waiting


@task("send_mail")
async def send_mail(payload: dict[str, Any]) -> None:
    await send_one(payload["mail"])


@task("send_waiting_mail")
async def send_waiting_mail(payload: dict[str, Any]) -> None:
    await send_waiting()


@sweep("notifications.send_waiting_mail")
async def find_waiting_mail() -> None:
    if await OUTBOX.anything_waiting():
        await enqueue("send_waiting_mail", {}, once_key="send_waiting_mail")


@sweep("notifications.forget_old_outboxes")
async def forget_old_outboxes() -> None:
    """Addresses and parameters are kept no longer than somebody may ask what was sent."""
    for table in ("mail", "sms"):
        await execute(
            f"""delete from {table} where id in (select id from (select id, created_at from {table} order by id limit 5000) oldest
            where created_at < app_now() - interval '90 days')"""
        )
