"""Refunds: whole or in part; to a wallet they stay pending for a while, and may fail."""

from typing import Any

from payments.sandbox import balance
from payments.sandbox.events import tell
from payments.sandbox.faults import strikes
from payments.sandbox.params import BadParam, Params
from payments.sandbox.routing import route
from payments.sandbox.store import Body, Books
from payments.sandbox.wire import ApiError, Request, fresh_id, invalid

SETTLES_AFTER = 3
REASONS = ("duplicate", "fraudulent", "requested_by_customer")


async def _charge(books: Books, params: Params) -> Body:
    intent_id, charge_id = params.text("payment_intent"), params.text("charge")
    if (intent_id is None) == (charge_id is None):
        raise BadParam("One of the following params should be provided for this request: payment_intent or charge.", "charge")
    if intent_id:
        intent = await books.get("payment_intent", intent_id, param="payment_intent")
        if intent["status"] != "succeeded":
            message = "This PaymentIntent does not have a successful charge to refund."
            raise invalid(message, param="payment_intent", code="payment_intent_unexpected_state")
        charge_id = intent["latest_charge"]
    assert charge_id is not None
    return await books.lock("charge", charge_id, param="charge")


def _refusal(charge: Body, amount: int) -> ApiError | None:
    left = charge["amount"] - charge["amount_refunded"]
    if not charge["paid"]:
        return invalid("This charge has not succeeded.", param="charge")
    if charge["disputed"]:
        return invalid(f"Charge {charge['id']} has been charged back; cannot issue a refund.", code="charge_disputed")
    if left == 0:
        return invalid(f"Charge {charge['id']} has already been refunded.", code="charge_already_refunded")
    if amount > left:
        return invalid(f"Refund amount ({amount}) is greater than unrefunded amount on charge ({left}).", param="amount")
    if amount < 1:
        return invalid("Invalid positive integer", param="amount", code="parameter_invalid_integer")
    return None


@route("POST", "/v1/refunds")
async def create(books: Books, request: Request) -> Body:
    params = request.params
    params.ignore("reverse_transfer", "refund_application_fee", "instructions_email")
    charge = await _charge(books, params)
    given = params.number("amount")
    amount = charge["amount"] - charge["amount_refunded"] if given is None else given
    reason, metadata = params.text("reason", among=REASONS), params.metadata()
    if refusal := _refusal(charge, amount):
        raise refusal
    is_card = charge["payment_method_details"]["type"] == "card"
    refund = await _make(books, charge, amount, reason, metadata, "succeeded" if is_card else "pending")
    charge["amount_refunded"] += amount
    charge["refunded"] = charge["amount_refunded"] == charge["amount"]
    await books.save(charge)
    await tell(books, "refund.created", refund)
    await tell(books, "charge.refunded", charge)
    return refund


async def _make(books: Books, charge: Body, amount: int, reason: str | None, metadata: dict[str, str], status: str) -> Body:
    refund: Body = {
        "id": fresh_id("re_3" if status == "succeeded" else "pyr_3"),
        "object": "refund",
        "amount": amount,
        "balance_transaction": None,
        "charge": charge["id"],
        "created": books.clock,
        "currency": charge["currency"],
        "description": None,
        "destination_details": {"type": charge["payment_method_details"]["type"]},
        "metadata": metadata,
        "payment_intent": charge["payment_intent"],
        "reason": reason,
        "receipt_number": None,
        "source_transfer_reversal": None,
        "status": status,
        "transfer_reversal": None,
    }
    type_ = "refund" if status == "succeeded" else "payment_refund"
    entry = await balance.record(books, type_, -amount, charge["currency"], refund["id"], description="REFUND")
    refund["balance_transaction"] = entry["id"]
    if status == "pending":
        refund["_settles_at"] = books.clock + (await books.knob("refund_settles_after", SETTLES_AFTER) or 0)
        refund["_fails"] = await strikes("refund_fails", charge["payment_method_details"]["type"]) is not None
    return await books.add(refund)


async def settle(books: Books, refund: Body) -> Body:
    """The wallet's answer to a pending refund."""
    if refund.get("_fails"):
        return await fail(books, refund, "unknown")
    refund["status"] = "succeeded"
    await books.save(refund)
    await tell(books, "refund.updated", refund, {"status": "pending"})
    await tell(books, "charge.refund.updated", refund, {"status": "pending"})
    return refund


async def fail(books: Books, refund: Body, reason: str) -> Body:
    """Money that was sent back comes home: the charge counts it as not refunded."""
    if refund["status"] not in ("pending", "succeeded"):
        raise invalid(f"This refund has a status of {refund['status']}.")
    before = refund["status"]
    charge = await books.lock("charge", refund["charge"])
    type_ = "refund_failure" if charge["payment_method_details"]["type"] == "card" else "payment_failure_refund"
    entry = await balance.record(books, type_, refund["amount"], refund["currency"], refund["id"], description="REFUND FAILURE")
    refund |= {"status": "failed", "failure_reason": reason, "failure_balance_transaction": entry["id"]}
    charge["amount_refunded"] -= refund["amount"]
    charge["refunded"] = False
    await books.save(refund)
    await books.save(charge)
    for type_ in ("refund.updated", "charge.refund.updated", "refund.failed"):
        await tell(books, type_, refund, {"status": before})
    return refund


@route("GET", "/v1/refunds")
async def index(books: Books, request: Request) -> Body:
    where: dict[str, Any] = {name: request.params.text(name) for name in ("charge", "payment_intent")}
    return await books.page("refund", request.path, request.params, **where)


@route("GET", "/v1/refunds/{id}")
async def show(books: Books, request: Request) -> Body:
    return await books.get("refund", request.parts["id"])


@route("POST", "/v1/refunds/{id}")
async def update(books: Books, request: Request) -> Body:
    refund = await books.lock("refund", request.parts["id"])
    refund["metadata"] = request.params.metadata(refund["metadata"])
    await books.save(refund)
    await tell(books, "refund.updated", refund)
    return refund
