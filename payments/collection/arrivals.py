"""The provider says that money has arrived: it is booked, and kept for its pledge, or sent back if it lost a race."""

import logging
from typing import Any

from app.foundation.database import execute, insert, row, share_lock, sole_lock, transaction, value
from app.foundation.queue import enqueue
from campaigns.changing.actions import apply_change
from campaigns.late.telling import tell_late_paid
from campaigns.pledging.actions import collect_pledge, pay_pledge
from campaigns.pledging.rules import AT_ONCE
from payments.collection.tables import Charge
from payments.collection.telling import tell_charged
from payments.gateway import Charge as ProviderCharge
from payments.ledger.receipts import book_collected, record_payment
from payments.refunds.actions import give_back, give_back_part
from payments.refunds.queries import standing_payments

log = logging.getLogger("zhizao.collection")


async def money_arrived(pledge_id: int, charge: ProviderCharge) -> None:
    """Safe to call for the same payment again and again; the charge's row is the pledge's one claim to money.

    The campaign's lock comes before the backer's and the pledge's row, as at the campaign's end: the other way round they
    would block.
    """
    change = charge.metadata.get("change")
    async with transaction():
        subject = await row("select campaign, backer from pledge where id = {}", pledge_id)
        assert subject is not None
        await share_lock("campaign", subject["campaign"])
        if change:
            await sole_lock("backer", subject["backer"])
        pledge = await row("select * from pledge where id = {} for update", pledge_id)
        assert pledge is not None
        payment = await record_payment(pledge, charge)
        if payment["change"] or await value("select id from refund where payment = {}", payment["id"]):
            return
        if change:
            await _top_up(pledge, payment, change)
        elif pledge["charge_plan"] == AT_ONCE:
            await _wallet(pledge, payment)
        else:
            await _card(pledge, payment)


async def _top_up(pledge: dict[str, Any], payment: dict[str, Any], public_id: str) -> None:
    """The difference for a change: it is applied, or the money goes back by itself."""
    change = await row("select * from pledge_change where public_id = {} and pledge = {}", public_id, pledge["id"])
    if change is None or change["due"] != payment["amount"] or not await apply_change(change["id"]):
        twice = change is not None and change["state"] == "applied"
        await give_back(payment["id"], "paid_twice" if twice else "change_lost")
        return
    await execute("update payment set change = {} where id = {}", change["id"], payment["id"])
    if change["back"]:
        await give_back_part(pledge["id"], change["back"], "change_replaced", but_of=payment["id"])


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
    elif pledge["is_late"] and await collect_paid(pledge["id"]):
        await tell_late_paid(pledge["id"])


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
    """Money of a campaign that succeeded: held for the backer no longer. What is on its way back, or failed to, stays theirs."""
    async with transaction():
        pledge = await row("select * from pledge where id = {} and state = 'paid' for update", pledge_id)
        if pledge is None:
            return False
        payments = [payment for payment in await standing_payments(pledge_id) if payment["unasked"]]
        if not payments or not await collect_pledge(pledge_id):
            return False
        if sum(payment["unasked"] for payment in payments) != pledge["amount"]:
            log.error("pledge %s of %s stands on %s", pledge["public_id"], pledge["amount"], payments)
        for payment in payments:
            await book_collected(pledge, payment, payment["unasked"])
        return True
