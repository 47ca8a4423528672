"""Background work on the provider's pages: closing them at the hold's end, reading back what was not heard of."""

import logging
from datetime import timedelta
from typing import Any

from app.foundation.database import row, rows
from app.foundation.queue import RetryRequested, enqueue, task
from app.foundation.sweeps import sweep
from payments import gateway
from payments.checkout.actions import close_checkout
from payments.checkout.completion import NotYetKnown, read_session

log = logging.getLogger("zhizao.checkout")
UNKNOWN = (gateway.ProviderUnavailable, gateway.ProviderBusy, gateway.NotConfigured, NotYetKnown)


@task("close_checkout")
async def close_or_try_again(payload: dict[str, Any]) -> None:
    """The sweep over holds asks again until it is known; here it is held to every half minute."""
    try:
        if not await _asked_just_now(payload["pledge"]):
            await close_checkout(payload["pledge"])
    except UNKNOWN as away:
        log.warning("the page of pledge %s is closed later: %r", payload["pledge"], away)


async def _asked_just_now(pledge: int) -> bool:
    return await row(
        """select 1 from checkout_session s join pledge p on p.id = s.pledge where p.id = {} and p.state = 'expiring'
        and s.state = 'open' and s.checked_at > app_now() - interval '30 seconds'""",
        pledge,
    ) is not None  # fmt: skip


@task("read_checkout")
async def read_back(payload: dict[str, Any]) -> None:
    session = await row("select * from checkout_session where id = {}", payload["session"])
    try:
        if session is not None:
            await read_session(session)
    except UNKNOWN as away:
        log.warning("the page of session %s is read later: %r", payload["session"], away)
    except gateway.ProviderRefused:
        pass  # a page that was refused has ended; it was never shown


@task("forget_customer")
async def forget_customer(payload: dict[str, Any]) -> None:
    """Of a member who has left: there is no row to find it by later, so it is asked until the provider answers."""
    try:
        await gateway.forget_customer(payload["customer"])
    except (gateway.ProviderUnavailable, gateway.ProviderBusy, gateway.NotConfigured) as away:
        raise RetryRequested(timedelta(minutes=10)) from away


@sweep("payments.checkout_unheard")
async def read_long_open() -> None:
    """The webhook may have been lost; a page is read back after five minutes, then every ten."""
    found = await rows(
        """select id from checkout_session where state in ('intended', 'open') and created_at < app_now() - interval '5 minutes'
        and (checked_at is null or checked_at < app_now() - interval '10 minutes') order by created_at limit 500"""
    )
    for each in found:
        await enqueue("read_checkout", {"session": each["id"]}, once_key=f"read_checkout:{each['id']}")
