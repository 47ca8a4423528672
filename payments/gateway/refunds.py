"""Money given back, and money taken back by a dispute."""

from typing import Any

from payments.gateway.answers import Dispute, Refund
from payments.gateway.client import client, id_of, metadata_of, ours, theirs, translated


async def refund(
    intent_id: str, *, key: str, currency: str, metadata: dict[str, str], amount: int | None = None, reason: str | None = None
) -> Refund:
    """All that is left of a charge, or a part of it. To a wallet it may stay pending, and fail days later."""
    params: dict[str, Any] = {"payment_intent": intent_id, "metadata": metadata}
    if amount is not None:
        params["amount"] = theirs(amount, currency)
    if reason:
        params["reason"] = reason
    with translated():
        return _refund(await client().v1.refunds.create_async(params, {"idempotency_key": key}))  # type: ignore[arg-type]


def _refund(found: Any) -> Refund:
    currency = found.currency.upper()
    return Refund(
        id=found.id,
        status=found.status,
        amount=ours(found.amount, currency),
        currency=currency,
        intent_id=id_of(found.payment_intent),
        charge_id=id_of(found.charge),
        failure_reason=getattr(found, "failure_reason", None),
        metadata=metadata_of(found),
    )


async def read_refund(refund_id: str) -> Refund:
    with translated():
        return _refund(await client().v1.refunds.retrieve_async(refund_id))


async def list_refunds(intent_id: str) -> list[Refund]:
    """All refunds of one charge, oldest first."""
    with translated():
        page = await client().v1.refunds.list_async({"payment_intent": intent_id, "limit": 100})
        return [_refund(found) async for found in page.auto_paging_iter()][::-1]


async def read_dispute(dispute_id: str) -> Dispute:
    with translated():
        found = await client().v1.disputes.retrieve_async(dispute_id)
    currency, charge = found.currency.upper(), id_of(found.charge) or ""
    amount = ours(found.amount, currency)
    return Dispute(found.id, found.status, amount, currency, id_of(found.payment_intent), charge, found.reason)
