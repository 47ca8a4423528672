"""Money that reached us: each of the provider's payments is written down and booked once, with its fee when it is known."""

from typing import Any

from app.foundation.database import execute, row, transaction
from app.foundation.money import Money
from payments.gateway import Charge
from payments.ledger import rules
from payments.ledger.actions import book
from payments.ledger.rules import Subject


def subject_of(pledge: dict[str, Any]) -> Subject:
    return Subject(pledge["campaign"], pledge["id"])


async def record_payment(pledge: dict[str, Any], charge: Charge) -> dict[str, Any]:
    """The payment's row, made and booked if this is the first we hear of it."""
    async with transaction():
        payment = await row(
            """insert into payment (pledge, intent_id, charge_id, amount, currency) values ({}, {}, {}, {}, {})
            on conflict (intent_id) do update set intent_id = excluded.intent_id returning *""",
            pledge["id"], charge.intent_id, charge.charge_id, charge.received, charge.currency,
        )  # fmt: skip
        assert payment is not None
        amount = Money(payment["amount"], payment["currency"])
        await book(f"paid:payment:{payment['id']}", "paid", rules.paid(subject_of(pledge), amount))
        if charge.fee is not None:
            await record_fee(pledge, payment, charge.fee)
    return payment


async def record_fee(pledge: dict[str, Any], payment: dict[str, Any], fee: int) -> None:
    """What the provider kept; it may be known only some time after the payment."""
    async with transaction():
        known = await row("update payment set fee = {} where id = {} and fee is null returning id", fee, payment["id"])
        if known and fee:
            entries = rules.provider_fee(subject_of(pledge), Money(fee, payment["currency"]))
            await book(f"fee:payment:{payment['id']}", "provider_fee", entries)


async def book_collected(pledge: dict[str, Any], payment: dict[str, Any], amount: int | None = None) -> bool:
    """The campaign has earned so much of this payment (or all): the backer's money becomes the brand's and the platform's."""
    campaign = await row("select fee_percent from campaign where id = {}", pledge["campaign"])
    assert campaign is not None
    earned = payment["amount"] if amount is None else amount
    entries = rules.collected(subject_of(pledge), Money(earned, payment["currency"]), campaign["fee_percent"])
    async with transaction():
        booked = await book(f"collected:payment:{payment['id']}", "collected", entries)
        if booked:
            await execute("update payment set collected = {} where id = {}", earned, payment["id"])
        return booked


async def payment_of(intent_id: str) -> dict[str, Any] | None:
    return await row("select * from payment where intent_id = {}", intent_id)
