"""What the provider says about its page is applied: nothing yet, a card saved, money paid, or closed for good."""

from typing import Any

from app.foundation.database import execute, row, transaction, value
from campaigns.pledging.actions import promise_pledge
from payments import gateway
from payments.checkout.sessions import end_session, open_session, session_row
from payments.collection.arrivals import money_arrived


class NotYetKnown(Exception):
    """Completed, but whether money came will be known only later."""


async def read_session(session: dict[str, Any]) -> None:
    """Look at the provider's page as it stands now, and apply it."""
    if session["state"] in ("complete", "expired"):
        return
    session = await open_session(session)
    if session["provider_id"] is None:
        return
    await execute("update checkout_session set checked_at = app_now() where id = {}", session["id"])
    await apply_checkout(session, await gateway.read_checkout(session["provider_id"]))


async def close_session(session: dict[str, Any]) -> None:
    """Closed for good, or applied if it was completed before; afterwards the row has ended.

    A page whose address we never learnt was shown to nobody: ending our row is enough, since only an open row's
    address is ever given out.
    """
    await execute(
        """update checkout_session set checked_at = app_now(), ended_at = case state when 'intended' then app_now() end,
          state = case state when 'intended' then 'expired' else state end where id = {} and state in ('intended', 'open')""",
        session["id"],
    )
    session = await session_row(session["id"])
    if session["state"] != "open":
        return
    if await gateway.expire_checkout(session["provider_id"]) == "expired":
        await end_session(session["id"], "expired")
        return
    await apply_checkout(session, await gateway.read_checkout(session["provider_id"]))
    if (await session_row(session["id"]))["state"] == "open":
        raise NotYetKnown


async def apply_checkout(session: dict[str, Any], checkout: gateway.Checkout) -> None:
    if checkout.status == "expired":
        await end_session(session["id"], "expired")
    elif checkout.status == "complete" and checkout.mode == "setup":
        await _card_saved(session, checkout)
    elif checkout.status == "complete" and checkout.paid and checkout.intent_id:
        charge = await gateway.read_charge(checkout.intent_id)
        if charge.status == "succeeded":
            async with transaction():
                await end_session(session["id"], "complete")
                await money_arrived(session["pledge"], charge)


async def _card_saved(session: dict[str, Any], checkout: gateway.Checkout) -> None:
    """A card that comes after its place was let go is never charged: we don't keep it."""
    async with transaction():
        await end_session(session["id"], "complete")
        if not await promise_pledge(session["pledge"]) or checkout.card is None:
            return
        if await value("select state from pledge where id = {}", session["pledge"]) == "promised":
            await execute(
                """insert into saved_method (pledge, customer_id, method_id, label) values ({}, {}, {}, {})
                on conflict (pledge) do nothing""",
                session["pledge"], checkout.card.customer or checkout.customer or "", checkout.card.payment_method,
                f"{checkout.card.brand} {checkout.card.last4}"[:40],
            )  # fmt: skip


async def session_of(checkout_id: str, metadata: dict[str, str]) -> dict[str, Any] | None:
    """By the provider's id, or by ours when the answer that told it was lost."""
    found = await row("select * from checkout_session where provider_id = {}", checkout_id)
    if found is None and metadata.get("session"):
        await execute(
            "update checkout_session set provider_id = {}, state = 'open' where public_id = {} and state = 'intended'",
            checkout_id, metadata["session"],
        )  # fmt: skip
        found = await row("select * from checkout_session where provider_id = {}", checkout_id)
    return found
