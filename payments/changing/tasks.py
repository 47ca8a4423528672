"""Background work on changes: the pages of top-ups closed at the hold's end, and those that were left over found."""

import logging
from typing import Any

from app.foundation.database import rows
from app.foundation.queue import enqueue, task
from app.foundation.sweeps import sweep
from payments.changing.actions import close_top_up
from payments.checkout.tasks import UNKNOWN

log = logging.getLogger("zhizao.changing")


@task("close_top_up")
async def close_or_try_again(payload: dict[str, Any]) -> None:
    try:
        await close_top_up(payload["change"])
    except UNKNOWN as away:
        log.warning("the top-up of change %s is closed later: %r", payload["change"], away)


@sweep("payments.changing_holds")
async def end_overdue_changes() -> None:
    """Also of pledges that are paid no more; asked again until the provider confirms."""
    found = await rows(
        """select g.id from pledge_change g join pledge p on p.id = g.pledge
        where g.state = 'held' and (g.hold_ends_at <= app_now() or p.state <> 'paid') order by g.hold_ends_at limit 1000"""
    )
    for each in found:
        await enqueue("close_top_up", {"change": each["id"]}, once_key=f"close_top_up:{each['id']}")
