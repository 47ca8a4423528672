"""Disputes: opened from a control address, closed as won or lost."""

from typing import Any

from payments.sandbox import balance
from payments.sandbox.events import tell
from payments.sandbox.routing import route
from payments.sandbox.store import Body, Books
from payments.sandbox.wire import Request, fresh_id, invalid

FEE = 1500


async def open_dispute(books: Books, charge: Body, *, amount: int | None, reason: str) -> Body:
    """The money leaves the balance at once, with a fee."""
    if not charge["paid"] or charge["disputed"]:
        raise invalid("Only a paid charge without a dispute can be disputed.")
    dispute: Body = {
        "id": fresh_id("du_1"),
        "object": "dispute",
        "amount": min(amount or charge["amount"], charge["amount"]),
        "balance_transactions": [],
        "charge": charge["id"],
        "created": books.clock,
        "currency": charge["currency"],
        "enhanced_eligibility_types": [],
        "evidence": {},
        "evidence_details": {"due_by": books.clock + 7 * 86_400, "has_evidence": False, "past_due": False, "submission_count": 0},
        "is_charge_refundable": False,
        "livemode": False,
        "metadata": {},
        "network_reason_code": None,
        "payment_intent": charge["payment_intent"],
        "payment_method_details": {"type": charge["payment_method_details"]["type"]},
        "reason": reason,
        "status": "needs_response",
    }
    fee = await books.knob("dispute_fee", FEE) or 0
    entry = await balance.record(books, "adjustment", -dispute["amount"], charge["currency"], dispute["id"], fee=fee)
    dispute["balance_transactions"] = [entry]
    charge["disputed"] = True
    await books.add(dispute)
    await books.save(charge)
    await tell(books, "charge.dispute.created", dispute)
    return dispute


async def close_dispute(books: Books, dispute: Body, status: str) -> Body:
    """Won, the amount comes back (the fee does not)."""
    if dispute["status"] in ("won", "lost"):
        raise invalid("This dispute is already closed.")
    dispute["status"] = status
    if status == "won":
        entry = await balance.record(
            books, "adjustment", dispute["amount"], dispute["currency"], dispute["id"], category="dispute_reversal"
        )
        dispute["balance_transactions"].append(entry)
    await books.save(dispute)
    await tell(books, "charge.dispute.closed", dispute)
    return dispute


@route("GET", "/v1/disputes")
async def index(books: Books, request: Request) -> Body:
    where: dict[str, Any] = {name: request.params.text(name) for name in ("charge", "payment_intent")}
    return await books.page("dispute", request.path, request.params, **where)


@route("GET", "/v1/disputes/{id}")
async def show(books: Books, request: Request) -> Body:
    return await books.get("dispute", request.parts["id"])


@route("POST", "/v1/disputes/{id}/close")
async def close(books: Books, request: Request) -> Body:
    return await close_dispute(books, await books.lock("dispute", request.parts["id"]), "lost")
