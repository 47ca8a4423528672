"""Charges of saved cards: made, attempted, read back, cancelled."""

from datetime import datetime
from typing import Any, Literal

from payments.gateway.answers import CardRefused, Charge, ProviderRefused, ProviderUnavailable, Refused, Succeeded, Unknown
from payments.gateway.client import client, id_of, metadata_of, moment, ours, refusal_in, theirs, translated

CHARGE_PARTS = ["latest_charge.balance_transaction"]


async def create_charge(
    *, key: str, amount: int, currency: str, customer: str, payment_method: str, metadata: dict[str, str], description: str = ""
) -> Charge:
    """The charge of a saved card, not yet attempted."""
    params = {"amount": theirs(amount, currency), "currency": currency.lower(), "customer": customer, "metadata": metadata}
    params |= {"payment_method": payment_method, "allowed_payment_method_types": ["card"], "expand": CHARGE_PARTS}
    if description:
        params["description"] = description
    with translated():
        intent = await client().v1.payment_intents.create_async(params, {"idempotency_key": key})  # type: ignore[arg-type]
    return _charge(intent)


async def confirm_charge(intent_id: str, *, key: str, payment_method: str) -> Succeeded | Refused | Unknown:
    """One attempt, without the backer; each attempt needs a new key, since a refusal is kept with its key."""
    params: Any = {"off_session": True, "payment_method": payment_method, "expand": CHARGE_PARTS}
    try:
        with translated():
            intent = await client().v1.payment_intents.confirm_async(intent_id, params, {"idempotency_key": key})
    except ProviderUnavailable as error:
        return Unknown(str(error))
    except CardRefused as error:
        return error.refusal
    except ProviderRefused as refusal:
        return await _done_before(intent_id, refusal)
    return _outcome(_charge(intent))


async def _done_before(intent_id: str, refusal: ProviderRefused) -> Succeeded | Unknown:
    """An intent that can't be confirmed any more may be one that was paid by an attempt whose answer was lost."""
    if refusal.code != "payment_intent_unexpected_state":
        raise refusal
    try:
        charge = await read_charge(intent_id)
    except ProviderUnavailable as error:
        return Unknown(str(error))
    if charge.status == "succeeded":
        return Succeeded(charge.intent_id, charge.charge_id or "", charge.received, charge.currency)
    if charge.status == "processing":
        return Unknown("the charge is processing")
    raise refusal


def _outcome(charge: Charge) -> Succeeded | Refused | Unknown:
    if charge.status == "succeeded":
        return Succeeded(charge.intent_id, charge.charge_id or "", charge.received, charge.currency)
    if charge.status == "requires_action":
        return Refused("authentication_required", "authentication_required", needs_authentication=True, may_retry=False)
    return charge.refusal or Unknown(f"the charge is {charge.status}")


def _charge(intent: Any) -> Charge:
    made = None if intent.latest_charge is None or isinstance(intent.latest_charge, str) else intent.latest_charge
    entry = made.balance_transaction if made and not isinstance(made.balance_transaction, str) else None
    currency = intent.currency.upper()
    return Charge(
        intent_id=intent.id,
        status=intent.status,
        amount=ours(intent.amount, currency),
        currency=currency,
        received=ours(intent.amount_received, currency),
        refunded=ours(made.amount_refunded, currency) if made else 0,
        disputed=bool(made and made.disputed),
        charge_id=id_of(intent.latest_charge),
        method=made.payment_method_details.type if made else None,
        fee=ours(entry.fee, entry.currency) if entry else None,
        fee_currency=entry.currency.upper() if entry else None,
        refusal=refusal_in(intent.last_payment_error) if intent.last_payment_error else None,
        created=moment(intent.created),
        metadata=metadata_of(intent),
    )


async def read_charge(intent_id: str) -> Charge:
    with translated():
        return _charge(await client().v1.payment_intents.retrieve_async(intent_id, {"expand": CHARGE_PARTS}))


async def list_charges(since: datetime) -> list[Charge]:
    """All payments begun since then, oldest first."""
    params: Any = {"created": {"gte": int(since.timestamp())}, "limit": 100, "expand": [f"data.{part}" for part in CHARGE_PARTS]}
    with translated():
        page = await client().v1.payment_intents.list_async(params)
        return [_charge(intent) async for intent in page.auto_paging_iter()][::-1]


async def cancel_charge(intent_id: str) -> Literal["cancelled", "already_succeeded"]:
    """So that it can never be attempted again, or learn that it was paid before."""
    try:
        with translated():
            await client().v1.payment_intents.cancel_async(intent_id)
        return "cancelled"
    except ProviderRefused as refusal:
        status = (await read_charge(intent_id)).status
        if status not in ("succeeded", "canceled"):
            raise refusal
        return "already_succeeded" if status == "succeeded" else "cancelled"
