"""Background work on the inbox: handling, trying again, looking for what never came."""

import logging
from typing import Any

from app.foundation.database import rows
from app.foundation.queue import enqueue, task
from app.foundation.sweeps import sweep
from payments import gateway
from payments.webhooks.actions import handle_event, list_missed

log = logging.getLogger("zhizao.webhooks")


@task("handle_webhook")
async def handle(payload: dict[str, Any]) -> None:
    await handle_event(payload["event"])


@sweep("payments.0_webhooks_missed")
async def look_for_missed() -> None:
    try:
        await list_missed()
    except gateway.ProviderError as away:
        log.warning("the provider's events are listed later: %s", away)


@sweep("payments.0_webhooks_unhandled")
async def try_again() -> None:
    """At once where a job was lost, then ever more rarely, at least every six hours."""
    found = await rows(
        """select id from webhook_event where handled_at is null
        and (tried_at is null or tried_at < app_now() - least(tries * tries, 360) * interval '1 minute') order by id limit 1000"""
    )
    for each in found:
        await enqueue("handle_webhook", {"event": each["id"]}, once_key=f"handle_webhook:{each['id']}")
