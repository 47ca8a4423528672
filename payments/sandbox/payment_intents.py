"""Payment intents: the state machine of one payment."""

from typing import Any

from app.settings import settings
from payments.sandbox import cards, charges, currencies, payment_methods
from payments.sandbox.events import tell
from payments.sandbox.params import BadParam, Params
from payments.sandbox.presenting import public
from payments.sandbox.routing import route
from payments.sandbox.store import Body, Books
from payments.sandbox.wire import ApiError, Request, fresh_id, invalid

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


def unexpected(intent: Body, verb: str) -> ApiError:
    message = f"You cannot {verb} this PaymentIntent because it has a status of {intent['status']}."
    return invalid(message, code="payment_intent_unexpected_state", payment_intent=public(intent))


async def _usable(books: Books, intent: Body, method_id: str) -> Body:
    """The payment method, if this intent's customer may pay with it."""
    method = await payment_methods.resolve(books, method_id)
    if method["type"] not in intent["payment_method_types"]:
        raise invalid(f"This PaymentIntent does not accept {method['type']}.", param="payment_method")
    if method["customer"] and method["customer"] != intent["customer"]:
        raise invalid(
            "The PaymentMethod belongs to a Customer: supply that Customer on the PaymentIntent.", param="payment_method"
        )
    return method


async def _confirm(books: Books, intent: Body, params: Params) -> Body | ApiError:
    off_session, return_url = params.text("off_session") in ("true", "recurring", "one_off"), params.text("return_url")
    params.ignore("use_stripe_sdk", "mandate_data", "error_on_requires_action", "setup_future_usage")
    given = params.text("payment_method")
    if intent["status"] not in CONFIRMABLE:
        raise unexpected(intent, "confirm")
    method_id = given or intent["payment_method"]
    if method_id is None:
        message = "You cannot confirm this PaymentIntent because it's missing a payment method."
        raise invalid(message, code="payment_intent_unexpected_state", payment_intent=public(intent))
    method = await _usable(books, intent, method_id)
    error = await attempt(books, intent, method, off_session=off_session, return_url=return_url)
    if error is None:
        if intent["status"] == "succeeded" and intent["setup_future_usage"] and intent["customer"]:
            await payment_methods.give_to(books, method, intent["customer"])
        return intent
    return cards.card_error(error, payment_intent=public(intent))


@route("POST", "/v1/payment_intents")
async def create(books: Books, request: Request) -> Body | ApiError:
    params = request.params
    refuse_old_types(params)
    amount, currency = params.needed_number("amount"), params.needed("currency").lower()
    check_amount(amount, currency)
    fields = {
        name: params.text(name) for name in ("customer", "description", "receipt_email", "setup_future_usage", "transfer_group")
    }
    if fields["customer"]:
        await books.get("customer", fields["customer"], param="customer")
    params.inner("automatic_payment_methods").ignore("enabled", "allow_redirects")
    params.ignore("capture_method", "confirmation_method", "statement_descriptor_suffix")
    allowed = params.texts("allowed_payment_method_types") or ["card", "alipay", "wechat_pay"]
    types = [kind for kind in allowed if currencies.takes(kind, currency)]
    confirms, given = params.flag("confirm"), params.text("payment_method")
    intent = await make(books, amount, currency, types=types, metadata=params.metadata(), **fields)
    if given:
        method = await _usable(books, intent, given)
        intent |= {"payment_method": method["id"], "status": "requires_confirmation"}
        await books.save(intent)
    if not confirms:
        if "off_session" in params:
            raise BadParam("off_session may only be set when confirm is true.", "off_session")
        return intent
    return await _confirm(
        books, intent, Params({**params.rest(), **({"payment_method": intent["payment_method"]} if given else {})})
    )


@route("GET", "/v1/payment_intents")
async def index(books: Books, request: Request) -> Body:
    return await books.page("payment_intent", request.path, request.params, customer=request.params.text("customer"))


@route("GET", "/v1/payment_intents/{id}")
async def show(books: Books, request: Request) -> Body:
    request.params.ignore("client_secret")
    return await books.get("payment_intent", request.parts["id"], param="intent")


@route("POST", "/v1/payment_intents/{id}")
async def update(books: Books, request: Request) -> Body:
    intent, params = await books.lock("payment_intent", request.parts["id"], param="intent"), request.params
    refuse_old_types(params)
    if intent["status"] in ("succeeded", "canceled") and ("amount" in params or "payment_method" in params):
        raise unexpected(intent, "update")
    intent["metadata"] = params.metadata(intent["metadata"])
    intent["description"] = params.text("description") or intent["description"]
    if amount := params.number("amount"):
        check_amount(amount, intent["currency"])
        intent["amount"] = amount
    if given := params.text("payment_method"):
        method = await _usable(books, intent, given)
        intent |= {"payment_method": method["id"], "status": "requires_confirmation"}
    return await books.save(intent)


@route("POST", "/v1/payment_intents/{id}/confirm")
async def confirm(books: Books, request: Request) -> Body | ApiError:
    refuse_old_types(request.params)
    intent = await books.lock("payment_intent", request.parts["id"], param="intent")
    return await _confirm(books, intent, request.params)


@route("POST", "/v1/payment_intents/{id}/cancel")
async def cancel(books: Books, request: Request) -> Body:
    intent = await books.lock("payment_intent", request.parts["id"], param="intent")
    reason = request.params.text("cancellation_reason", among=("duplicate", "fraudulent", "requested_by_customer", "abandoned"))
    if intent["status"] not in CANCELLABLE or intent["_session"]:
        raise unexpected(intent, "cancel")
    return await cancel_intent(books, intent, reason)
