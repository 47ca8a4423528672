"""The state machine of one payment: made, attempted, challenged, refused, cancelled."""

from typing import Any

from app.settings import settings
from payments.sandbox import cards, charges, currencies
from payments.sandbox.events import tell
from payments.sandbox.params import BadParam, Params
from payments.sandbox.presenting import public
from payments.sandbox.store import Body, Books
from payments.sandbox.wire import fresh_id

MOST = 99_999_999
CONFIRMABLE = ("requires_payment_method", "requires_confirmation", "requires_action")
CANCELLABLE = (*CONFIRMABLE, "requires_capture", "processing")
GONE = "payment_method_types_no_longer_supported"


def refuse_old_types(params: Params) -> None:
    if "payment_method_types" in params:
        raise BadParam(
            "payment_method_types is no longer supported; use allowed_payment_method_types.", "payment_method_types", GONE
        )


def check_amount(amount: int, currency: str, *, param: str = "amount") -> None:
    least = currencies.LEAST.get(currency)
    if least is None:
        raise BadParam(f"Invalid currency: {currency}.", "currency")
    if amount < least:
        raise BadParam(f"Amount must be at least {currencies.shown(least, currency)}.", param, "amount_too_small")
    if amount > MOST:
        raise BadParam(f"Amount must be no more than {currencies.shown(MOST, currency)}.", param, "amount_too_large")


async def make(books: Books, amount: int, currency: str, *, types: list[str], **fields: Any) -> Body:
    intent_id = fresh_id("pi_3")
    method = fields.get("payment_method")
    body: Body = {
        "id": intent_id,
        "object": "payment_intent",
        "allowed_payment_method_types": types,
        "amount": amount,
        "amount_capturable": 0,
        "amount_details": {"tip": {}},
        "amount_received": 0,
        "application": None,
        "application_fee_amount": None,
        "automatic_payment_methods": None,
        "canceled_at": None,
        "cancellation_reason": None,
        "capture_method": "automatic_async",
        "client_secret": f"{intent_id}_secret_{fresh_id('', 24)}",
        "confirmation_method": "automatic",
        "created": books.clock,
        "currency": currency,
        "customer": fields.get("customer"),
        "customer_account": None,
        "description": fields.get("description"),
        "last_payment_error": None,
        "latest_charge": None,
        "livemode": False,
        "metadata": fields.get("metadata") or {},
        "next_action": None,
        "on_behalf_of": None,
        "payment_method": method,
        "payment_method_options": {},
        "payment_method_types": types,
        "processing": None,
        "receipt_email": fields.get("receipt_email"),
        "review": None,
        "setup_future_usage": fields.get("setup_future_usage"),
        "shipping": None,
        "statement_descriptor": None,
        "statement_descriptor_suffix": None,
        "status": "requires_confirmation" if method else "requires_payment_method",
        "transfer_data": None,
        "transfer_group": fields.get("transfer_group"),
        "_session": fields.get("session"),
    }
    await books.add(body)
    await tell(books, "payment_intent.created", body)
    return body


async def attempt(
    books: Books,
    intent: Body,
    method: Body,
    *,
    off_session: bool = False,
    authenticated: bool = False,
    return_url: str | None = None,
) -> dict[str, Any] | None:
    """Try to take the money; the error if it was refused. Money taken, or a challenge open, is no error."""
    intent |= {"payment_method": method["id"], "next_action": None}
    verdict = cards.judge_charge(method, off_session=off_session, authenticated=authenticated)
    if isinstance(verdict, cards.Challenged):
        await _challenge(books, intent, return_url)
        return None
    if isinstance(verdict, cards.Declined):
        return await refuse(books, intent, method, verdict.decline_code)
    charge = await charges.attempt(books, intent, method, None)
    intent |= {
        "status": "succeeded",
        "latest_charge": charge["id"],
        "amount_received": intent["amount"],
        "last_payment_error": None,
    }
    await books.save(intent)
    await tell(books, "payment_intent.succeeded", intent)
    return None


async def _challenge(books: Books, intent: Body, return_url: str | None) -> None:
    url = f"{settings.sandbox_url}/c/authenticate/{intent['id']}"
    redirect = {"type": "redirect_to_url", "redirect_to_url": {"url": url, "return_url": return_url}}
    intent |= {"status": "requires_action", "next_action": redirect}
    await books.save(intent)


async def refuse(books: Books, intent: Body, method: Body, decline_code: str) -> dict[str, Any]:
    """The attempt failed: the intent asks for another payment method."""
    error = cards.failure(decline_code, public(method))
    if decline_code != "challenge_refused":
        charge = await charges.attempt(books, intent, method, error)
        error["charge"] = intent["latest_charge"] = charge["id"]
    intent |= {"status": "requires_payment_method", "payment_method": None, "next_action": None, "last_payment_error": error}
    await books.save(intent)
    await tell(books, "payment_intent.payment_failed", intent)
    return error


async def cancel_intent(books: Books, intent: Body, reason: str | None) -> Body:
    intent |= {"status": "canceled", "canceled_at": books.clock, "cancellation_reason": reason, "next_action": None}
    await books.save(intent)
    await tell(books, "payment_intent.canceled", intent)
    return intent
