"""Background work on the provider's pages: closing them at the hold's end, reading back what was not heard of."""

from datetime import timedelta
from typing import Any

from app.foundation.database import row, rows
from app.foundation.queue import RetryRequested, enqueue, task
from app.foundation.sweeps import sweep
from payments import gateway
from payments.checkout.actions import close_checkout
from payments.checkout.completion import NotYetKnown, read_session

SOON = timedelta(seconds=15)
UNKNOWN = (gateway.ProviderUnavailable, gateway.ProviderBusy, NotYetKnown)


@task("close_checkout")
async def close_or_try_again(payload: dict[str, Any]) -> None:
    try:
        await close_checkout(payload["pledge"])
    except UNKNOWN:
        raise RetryRequested(SOON) from None


@task("read_checkout")
async def read_back(payload: dict[str, Any]) -> None:
    session = await row("select * from checkout_session where id = {}", payload["session"])
    try:
        if session is not None:
            await read_session(session)
    except UNKNOWN:
        raise RetryRequested(SOON) from None
    except gateway.ProviderRefused:
        pass  # a page that was refused has ended; it was never shown


@sweep("payments.checkout_1_holds")
async def close_ended_holds() -> None:
    found = await rows(
        """select id from pledge where (state = 'started' and hold_ends_at <= app_now()) or state = 'expiring'
        order by hold_ends_at limit 1000"""
    )
    for each in found:
        await enqueue("close_checkout", {"pledge": each["id"]}, once_key=f"close_checkout:{each['id']}")


@sweep("payments.checkout_2_unheard")
async def read_long_open() -> None:
    """The webhook may have been lost; a page is read back after five minutes, then every ten."""
    found = await rows(
        """select id from checkout_session where state in ('intended', 'open') and created_at < app_now() - interval '5 minutes'
        and (checked_at is null or checked_at < app_now() - interval '10 minutes') order by created_at limit 500"""
    )
    for each in found:
        await enqueue("read_checkout", {"session": each["id"]}, once_key=f"read_checkout:{each['id']}")
