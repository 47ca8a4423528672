"""Giving money back: intended first, then asked of the provider, then booked; never more than came."""

from typing import Any

from app.foundation.database import execute, insert, row, transaction, value
from app.foundation.money import Money
from app.foundation.queue import enqueue
from campaigns.pledging.actions import refund_pledge
from payments import gateway
from payments.ledger import rules
from payments.ledger.actions import book, entries_of
from payments.ledger.rules import Entry, Subject
from payments.refunds.tables import Refund
from payments.refunds.telling import tell_refunded

FAILED = ("failed", "canceled")


async def give_back(payment_id: int, reason: str, amount: int | None = None) -> dict[str, Any] | None:
    """The intention to refund so much of a payment, or all that is left; None where nothing (or not that much) is left.

    The room is taken in the payment's own row, in one statement: two refunds at once can't exceed it.
    """
    async with transaction():
        payment = await row(
            """with old as (select id, amount - refunded as rest from payment where id = {} for update)
            update payment set refunded = refunded + coalesce({}::bigint, old.rest) from old
            where payment.id = old.id and old.rest > 0 and coalesce({}::bigint, old.rest) <= old.rest
            returning payment.*, coalesce({}::bigint, old.rest) as taken""",
            payment_id, amount, amount, amount,
        )  # fmt: skip
        if payment is None:
            return None
        refund = await insert(
            Refund,
            pledge=payment["pledge"],
            payment=payment["id"],
            intent_id=payment["intent_id"],
            amount=payment["taken"],
            currency=payment["currency"],
            reason=reason,
        )
        await enqueue("send_refund", {"refund": refund["id"]}, once_key=f"send_refund:{refund['id']}")
        return refund


async def give_back_all(pledge_id: int, reason: str) -> None:
    """Every payment of a pledge, whole."""
    payment = await row("select id from payment where pledge = {} and refunded < amount order by id limit 1", pledge_id)
    while payment is not None:
        await give_back(payment["id"], reason)
        payment = await row("select id from payment where pledge = {} and refunded < amount order by id limit 1", pledge_id)


async def send_refund(refund_id: int) -> None:
    """Ask the provider, or read back what became of it; afterwards the row says what is known."""
    refund = await row(
        """update refund set tries = tries + 1, tried_at = app_now()
        where id = {} and state in ('intended', 'pending') returning *""",
        refund_id,
    )
    if refund is None:
        return
    try:
        answer = await (gateway.read_refund(refund["provider_id"]) if refund["provider_id"] else _asked(refund))
    except gateway.ProviderRefused as no:
        await _failed(refund, str(no))
        return
    await apply_refund(refund["id"], answer)


async def _asked(refund: dict[str, Any]) -> gateway.Refund:
    """The provider forgets its idempotency keys after a day: a later try first looks whether an earlier one arrived."""
    if refund["tries"] > 1:
        for known in await gateway.list_refunds(refund["intent_id"]):
            if known.metadata.get("refund") == refund["public_id"]:
                return known
    return await gateway.refund(
        refund["intent_id"],
        key=f"refund:{refund['public_id']}",
        currency=refund["currency"],
        amount=refund["amount"],
        metadata={"refund": refund["public_id"]},
    )


async def apply_refund(refund_id: int, answer: gateway.Refund) -> None:
    """Goes forward only: asked, arrived, or failed even after it had seemed to arrive."""
    async with transaction():
        refund = await row("select * from refund where id = {} for update", refund_id)
        if refund is None or refund["state"] == "failed":
            return
        await execute("update refund set provider_id = {} where id = {} and provider_id is null", answer.id, refund_id)
        await book(f"refund:{refund_id}", "refunded", await _posting(refund), memo=refund["reason"])
        if answer.status in FAILED:
            await _failed(refund, answer.failure_reason or answer.status)
        elif answer.status == "succeeded":
            await _arrived(refund)
        elif refund["state"] == "intended":
            await execute("update refund set state = 'pending' where id = {}", refund_id)


async def _posting(refund: dict[str, Any]) -> list[Entry]:
    campaign = await row(
        "select c.id, c.fee_percent from campaign c join pledge p on p.campaign = c.id where p.id = {}", refund["pledge"]
    )
    assert campaign is not None
    subject, amount = Subject(campaign["id"], refund["pledge"]), Money(refund["amount"], refund["currency"])
    if not await entries_of(f"collected:payment:{refund['payment']}"):
        return rules.refunded_held(subject, amount)
    before = await value(
        """select coalesce(sum(amount), 0)::bigint from refund where payment = {} and id <> {}
        and state in ('pending', 'succeeded')""",
        refund["payment"], refund["id"],
    )  # fmt: skip
    return rules.refunded_collected(subject, amount, Money(before, refund["currency"]), campaign["fee_percent"])


async def _failed(refund: dict[str, Any], why: str) -> None:
    """The money stays (or comes back to us): the room is free again, a person must look."""
    async with transaction():
        moved = await row(
            """update refund set state = 'failed', fault = {}, ended_at = app_now()
            where id = {} and state <> 'failed' returning id""",
            why[:500], refund["id"],
        )  # fmt: skip
        if moved is None:
            return
        await execute("update payment set refunded = refunded - {} where id = {}", refund["amount"], refund["payment"])
        if booked := await entries_of(f"refund:{refund['id']}"):
            await book(f"refund_failed:{refund['id']}", "refund_failed", rules.reversed_entries(booked))


async def _arrived(refund: dict[str, Any]) -> None:
    moved = await row(
        "update refund set state = 'succeeded', ended_at = app_now() where id = {} and state <> 'succeeded' returning id",
        refund["id"],
    )
    if moved is None:
        return
    whole = await value(
        """select p.refunded = p.amount and not exists
          (select from charge c where c.pledge = p.pledge and c.state = 'succeeded' and c.intent_id <> p.intent_id)
        from payment p where p.id = {}""",
        refund["payment"],
    )
    if whole:  # of the payment that the pledge stands on, not of one that came twice
        await refund_pledge(refund["pledge"], refund["reason"])
    await tell_refunded(refund)


async def try_again(public_id: str) -> dict[str, Any] | None:
    """By staff, after a failure: a new refund of the same amount, with a key of its own."""
    failed = await row("select payment, reason, amount from refund where public_id = {} and state = 'failed'", public_id)
    return await give_back(failed["payment"], failed["reason"], failed["amount"]) if failed else None
