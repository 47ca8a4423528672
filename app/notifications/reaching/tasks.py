"""Looking after what must reach somebody: from the job queue, found due by a sweep."""

from typing import Any

from app.foundation.database import rows
from app.foundation.queue import enqueue, task
from app.foundation.sweeps import sweep
from app.notifications.reaching.actions import follow_up


@task("follow_up_reaching")
async def look_after(payload: dict[str, Any]) -> None:
    await follow_up()


@sweep("notifications.must_reach")
async def find_due() -> None:
    if await rows("select 1 from must_reach where state <> 'settled' and next_at <= app_now() limit 1"):
        await enqueue("follow_up_reaching", {}, once_key="follow_up_reaching")
