"""The provider says that money has arrived: it is booked, and kept for its pledge, or sent back if it lost a race."""

from typing import Any

from app.foundation.database import insert, row, share_lock, transaction, value
from app.foundation.queue import enqueue
from campaigns.pledging.actions import collect_pledge, pay_pledge
from campaigns.pledging.rules import AT_ONCE
from payments.collection.tables import Charge
from payments.collection.telling import tell_charged
from payments.gateway import Charge as ProviderCharge
from payments.ledger.receipts import book_collected, record_payment
from payments.refunds.actions import give_back


async def money_arrived(pledge_id: int, charge: ProviderCharge) -> None:
    """Safe to call for the same payment again and again; the charge's row is the pledge's one claim to money.

    The campaign's lock comes before the pledge's row, as at the campaign's end: the other way round they would block.
    """
    async with transaction():
        await share_lock("campaign", await value("select campaign from pledge where id = {}", pledge_id))
        pledge = await row("select * from pledge where id = {} for update", pledge_id)
        assert pledge is not None
        payment = await record_payment(pledge, charge)
        if await value("select id from refund where payment = {}", payment["id"]):
            return
        if pledge["charge_plan"] == AT_ONCE:
            await _wallet(pledge, payment)
        else:
            await _card(pledge, payment)


async def _wallet(pledge: dict[str, Any], payment: dict[str, Any]) -> None:
    known = await row("select intent_id from charge where pledge = {}", pledge["id"])
    if known is not None:
        if known["intent_id"] != payment["intent_id"]:
            await give_back(payment["id"], "paid_twice")
        return
    await insert(
        Charge,
        pledge=pledge["id"],
        campaign=pledge["campaign"],
        amount=payment["amount"],
        currency=payment["currency"],
        intent_id=payment["intent_id"],
        state="succeeded",
        succeeded_at=await value("select app_now()"),
    )
    if not await pay_pledge(pledge["id"]):
        await give_back(payment["id"], "hold_lost")


async def _card(pledge: dict[str, Any], payment: dict[str, Any]) -> None:
    before = await row("select * from charge where pledge = {} for update", pledge["id"])
    if before and before["state"] == "succeeded" and before["intent_id"] == payment["intent_id"]:
        return
    claimed = await row(
        """update charge set state = 'succeeded', intent_id = {}, next_try_at = null, taken_until = null, succeeded_at = app_now()
        where pledge = {} and state not in ('succeeded', 'dropped') returning *""",
        payment["intent_id"], pledge["id"],
    )  # fmt: skip
    if claimed is None or before is None:
        await give_back(payment["id"], "paid_twice" if before and before["state"] == "succeeded" else "too_late")
        return
    if before["intent_id"] not in (None, payment["intent_id"]):
        await enqueue("cancel_charge", {"intent": before["intent_id"]})
    if await collect_pledge(pledge["id"]):
        await book_collected(pledge, payment)
        await tell_charged(claimed)
    else:
        await give_back(payment["id"], "too_late")


async def collect_paid(pledge_id: int) -> bool:
    """A wallet's money of a campaign that succeeded: held for the backer no longer."""
    async with transaction():
        pledge = await row("select * from pledge where id = {} and state = 'paid' for update", pledge_id)
        if pledge is None:
            return False
        payment = await row(
            "select m.* from payment m join charge c on c.intent_id = m.intent_id where c.pledge = {} and m.refunded = 0",
            pledge_id,
        )
        if payment is None or not await collect_pledge(pledge_id):
            return False
        await book_collected(pledge, payment)
        return True
