"""Charges: one per attempt of a payment intent, made with its outcome."""

from typing import Any

from payments.sandbox import balance, payment_methods
from payments.sandbox.events import tell
from payments.sandbox.routing import route
from payments.sandbox.store import Body, Books
from payments.sandbox.wire import Request, fresh_id


async def attempt(books: Books, intent: Body, method: Body, error: dict[str, Any] | None) -> Body:
    """A charge that succeeded, with its entry in the balance, or one that failed with this error."""
    charge = _charge(books, intent, method, error)
    await books.add(charge)
    if error is None:
        type_ = "charge" if method["type"] == "card" else "payment"
        fee = await balance.fee_on(books, charge["amount"], charge["currency"])
        entry = await balance.record(books, type_, charge["amount"], charge["currency"], charge["id"], fee=fee)
        charge["balance_transaction"] = entry["id"]
        await books.save(charge)
    await tell(books, "charge.failed" if error else "charge.succeeded", charge)
    return charge


def _outcome(error: dict[str, Any] | None) -> Body:
    if error is None:
        return {"network_status": "approved_by_network", "reason": None, "risk_level": "normal", "advice_code": None,
                "seller_message": "Payment complete.", "type": "authorized"}  # fmt: skip
    return {"network_status": "declined_by_network", "reason": error["decline_code"] or error["code"], "risk_level": "normal",
            "advice_code": error["advice_code"], "seller_message": error["message"], "type": "issuer_declined"}  # fmt: skip


def _charge(books: Books, intent: Body, method: Body, error: dict[str, Any] | None) -> Body:
    paid = error is None
    return {
        "id": fresh_id("ch_3" if method["type"] == "card" else "py_3"),
        "object": "charge",
        "amount": intent["amount"],
        "amount_captured": intent["amount"] if paid else 0,
        "amount_refunded": 0,
        "application": None,
        "application_fee": None,
        "application_fee_amount": None,
        "balance_transaction": None,
        "billing_details": method["billing_details"],
        "calculated_statement_descriptor": "LOCAL TEST",
        "captured": paid,
        "created": books.clock,
        "currency": intent["currency"],
        "customer": intent["customer"],
        "description": intent["description"],
        "disputed": False,
        "failure_balance_transaction": None,
        "failure_code": error["code"] if error else None,
        "failure_message": error["message"] if error else None,
        "fraud_details": {},
        "livemode": False,
        "metadata": intent["metadata"],
        "on_behalf_of": None,
        "outcome": _outcome(error),
        "paid": paid,
        "payment_intent": intent["id"],
        "payment_method": method["id"],
        "payment_method_details": payment_methods.details(method),
        "receipt_email": intent["receipt_email"],
        "receipt_number": None,
        "receipt_url": None,
        "refunded": False,
        "review": None,
        "shipping": None,
        "source_transfer": None,
        "statement_descriptor": None,
        "statement_descriptor_suffix": None,
        "status": "succeeded" if paid else "failed",
        "transfer_data": None,
        "transfer_group": intent["transfer_group"],
    }


@route("GET", "/v1/charges")
async def index(books: Books, request: Request) -> Body:
    where = {name: request.params.text(name) for name in ("customer", "payment_intent", "transfer_group")}
    return await books.page("charge", request.path, request.params, **where)


@route("GET", "/v1/charges/{id}")
async def show(books: Books, request: Request) -> Body:
    return await books.get("charge", request.parts["id"])


@route("POST", "/v1/charges/{id}")
async def update(books: Books, request: Request) -> Body:
    charge = await books.lock("charge", request.parts["id"])
    charge["description"] = request.params.text("description") or charge["description"]
    charge["metadata"] = request.params.metadata(charge["metadata"])
    return await books.save(charge)
