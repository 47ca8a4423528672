"""Giving money back: intended first, then asked of the provider, then booked; never more than came."""

from typing import Any

from app.foundation.database import execute, insert, row, rows, transaction, value
from app.foundation.money import Money
from app.foundation.queue import enqueue
from campaigns.pledging.actions import refund_pledge
from payments import gateway
from payments.ledger import rules
from payments.ledger.actions import book, entries_of
from payments.ledger.rules import Entry, Subject
from payments.refunds.queries import STANDS, UNASKED, standing_payments, unasked
from payments.refunds.tables import Refund
from payments.refunds.telling import tell_refunded

FAILED = ("failed", "canceled")


async def give_back(
    payment_id: int, reason: str, amount: int | None = None, *, again_of: int | None = None
) -> dict[str, Any] | None:
    """The intention to refund so much of a payment, or all that nobody has asked for yet; None where there is not that much.

    The room is taken in the payment's own row, under its lock: two refunds at once can't exceed it. What of it is still
    the backer's goes first.
    """
    async with transaction():
        payment = await row("select * from payment where id = {} for update", payment_id)
        taken = amount if amount is not None or payment is None else await unasked(payment_id)
        if payment is None or not taken or taken > payment["amount"] - payment["refunded"]:
            return None
        await execute("update payment set refunded = refunded + {} where id = {}", taken, payment_id)
        refund = await insert(
            Refund,
            pledge=payment["pledge"],
            payment=payment_id,
            intent_id=payment["intent_id"],
            amount=taken,
            held=min(taken, await _still_held(payment)),
            currency=payment["currency"],
            reason=reason,
            again_of=again_of,
        )
        await enqueue("send_refund", {"refund": refund["id"]}, once_key=f"send_refund:{refund['id']}")
        return refund


async def _still_held(payment: dict[str, Any]) -> int:
    """What of a payment is neither the campaign's nor on its way back."""
    gone = await value(
        "select coalesce(sum(held), 0)::bigint from refund where payment = {} and state <> 'failed'", payment["id"]
    )
    return payment["amount"] - payment["collected"] - gone


async def give_back_all(pledge_id: int, reason: str) -> None:
    """Of every payment of a pledge what nobody has asked back: what failed to go back waits for a person."""
    for payment in await rows(f"select m.id from payment m where m.pledge = {{}} and {UNASKED} > 0 order by m.id", pledge_id):
        await give_back(payment["id"], reason)


async def give_back_part(pledge_id: int, amount: int, reason: str, but_of: int | None = None) -> None:
    """So much of what a pledge stands on, from the latest payment on. The pledge's row is locked by the caller."""
    for payment in await standing_payments(pledge_id):
        if amount and payment["id"] != but_of and (part := min(amount, payment["unasked"])):
            assert await give_back(payment["id"], reason, part) is not None
            amount -= part
    if amount:
        raise RuntimeError(f"{amount} more is to go back than pledge {pledge_id} stands on")


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
    subject, currency = Subject(campaign["id"], refund["pledge"]), refund["currency"]
    held, earned = Money(refund["held"], currency), Money(refund["amount"] - refund["held"], currency)
    before = await value(
        """select coalesce(sum(amount - held), 0)::bigint from refund where payment = {} and id <> {}
        and state in ('pending', 'succeeded')""",
        refund["payment"], refund["id"],
    )  # fmt: skip
    return [
        *rules.refunded_held(subject, held),
        *rules.refunded_collected(subject, earned, Money(before, currency), campaign["fee_percent"]),
    ]


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
    await execute("select from pledge where id = {} for no key update", refund["pledge"])  # the last of several sees the others
    if await _is_whole(refund):
        await refund_pledge(refund["pledge"], refund["reason"])
    await tell_refunded(refund)


async def _is_whole(refund: dict[str, Any]) -> bool:
    """Everything that the pledge stands on has gone back; not just a payment that came twice or lost a race."""
    return await value(
        f"""select not exists (select from payment m where m.pledge = {{}}
            and (m.id = {{}} or {STANDS}) and m.amount > (
              select coalesce(sum(r.amount), 0) from refund r where r.payment = m.id and r.state = 'succeeded'))
          and ((select {STANDS} from payment m where m.id = {{}})
            or not exists (select from charge c where c.pledge = {{}} and c.state = 'succeeded'))""",
        refund["pledge"], refund["payment"], refund["payment"], refund["pledge"],
    )  # fmt: skip


async def try_again(public_id: str) -> dict[str, Any] | None:
    """By staff, after a failure: a new refund of the same amount, with a key of its own."""
    async with transaction():
        failed = await row("select * from refund where public_id = {} and state = 'failed' for update", public_id)
        if failed is None or await value("select id from refund where again_of = {}", failed["id"]):
            return None
        return await give_back(failed["payment"], failed["reason"], failed["amount"], again_of=failed["id"])
