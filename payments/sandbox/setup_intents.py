"""Setup intents: a card saved for later, without a charge."""

from typing import Any

from payments.sandbox import cards, payment_methods
from payments.sandbox.events import tell
from payments.sandbox.payment_lifecycle import refuse_old_types
from payments.sandbox.presenting import public
from payments.sandbox.routing import route
from payments.sandbox.store import Body, Books
from payments.sandbox.wire import ApiError, Request, fresh_id, invalid

OPEN = ("requires_payment_method", "requires_confirmation", "requires_action")


async def make(books: Books, *, metadata: dict[str, str], types: list[str], session: str | None = None, **fields: Any) -> Body:
    intent_id = fresh_id("seti_1")
    body: Body = {
        "id": intent_id,
        "object": "setup_intent",
        "allowed_payment_method_types": types,
        "application": None,
        "automatic_payment_methods": None,
        "cancellation_reason": None,
        "client_secret": f"{intent_id}_secret_{fresh_id('', 24)}",
        "created": books.clock,
        "customer": fields.get("customer"),
        "customer_account": None,
        "description": fields.get("description"),
        "flow_directions": None,
        "last_setup_error": None,
        "latest_attempt": None,
        "livemode": False,
        "mandate": None,
        "metadata": metadata,
        "next_action": None,
        "on_behalf_of": None,
        "payment_method": None,
        "payment_method_options": {},
        "payment_method_types": types,
        "single_use_mandate": None,
        "status": "requires_payment_method",
        "usage": "off_session",
        "_session": session,
    }
    return await books.add(body)


async def attempt(books: Books, intent: Body, method: Body, *, authenticated: bool = False) -> dict[str, Any] | None:
    """Try to save it; the error if it was refused."""
    verdict = cards.judge_setup(method, authenticated=authenticated)
    if isinstance(verdict, cards.Challenged):
        intent |= {"status": "requires_action", "payment_method": method["id"]}
        await books.save(intent)
        return None
    if isinstance(verdict, cards.Declined):
        return await refuse(books, intent, method, verdict.decline_code)
    if intent["customer"]:
        await payment_methods.give_to(books, method, intent["customer"])
    intent |= {"status": "succeeded", "payment_method": method["id"], "last_setup_error": None, "next_action": None}
    await books.save(intent)
    await tell(books, "setup_intent.succeeded", intent)
    return None


async def refuse(books: Books, intent: Body, method: Body, decline_code: str) -> dict[str, Any]:
    error = cards.failure(decline_code, public(method))
    if error["code"] == "payment_intent_authentication_failure":
        error["code"] = "setup_intent_authentication_failure"
    intent |= {"status": "requires_payment_method", "payment_method": None, "next_action": None, "last_setup_error": error}
    await books.save(intent)
    await tell(books, "setup_intent.setup_failed", intent)
    return error


async def cancel_intent(books: Books, intent: Body, reason: str | None) -> Body:
    intent |= {"status": "canceled", "cancellation_reason": reason, "next_action": None}
    return await books.save(intent)


def _unexpected(intent: Body, verb: str) -> ApiError:
    message = f"You cannot {verb} this SetupIntent because it has a status of {intent['status']}."
    return invalid(message, code="setup_intent_unexpected_state", setup_intent=public(intent))


async def _confirm(books: Books, intent: Body, method_id: str | None) -> Body | ApiError:
    if intent["status"] not in OPEN:
        raise _unexpected(intent, "confirm")
    if method_id is None:
        message = "You cannot confirm this SetupIntent because it's missing a payment method."
        raise invalid(message, code="setup_intent_unexpected_state", setup_intent=public(intent))
    method = await payment_methods.resolve(books, method_id)
    error = await attempt(books, intent, method)
    return intent if error is None else cards.card_error(error, setup_intent=public(intent))


@route("POST", "/v1/setup_intents")
async def create(books: Books, request: Request) -> Body | ApiError:
    params = request.params
    refuse_old_types(params)
    params.inner("automatic_payment_methods").ignore("enabled", "allow_redirects")
    params.ignore("usage", "return_url")
    customer = params.text("customer")
    if customer:
        await books.get("customer", customer, param="customer")
    types = params.texts("allowed_payment_method_types") or ["card"]
    confirms, method = params.flag("confirm"), params.text("payment_method")
    intent = await make(books, metadata=params.metadata(), types=types, customer=customer, description=params.text("description"))
    if confirms:
        return await _confirm(books, intent, method)
    if method:
        resolved = await payment_methods.resolve(books, method)
        intent |= {"payment_method": resolved["id"], "status": "requires_confirmation"}
        await books.save(intent)
    return intent


@route("GET", "/v1/setup_intents")
async def index(books: Books, request: Request) -> Body:
    where = {name: request.params.text(name) for name in ("customer", "payment_method")}
    return await books.page("setup_intent", request.path, request.params, **where)


@route("GET", "/v1/setup_intents/{id}")
async def show(books: Books, request: Request) -> Body:
    request.params.ignore("client_secret")
    return await books.get("setup_intent", request.parts["id"], param="intent")


@route("POST", "/v1/setup_intents/{id}/confirm")
async def confirm(books: Books, request: Request) -> Body | ApiError:
    intent = await books.lock("setup_intent", request.parts["id"], param="intent")
    request.params.ignore("return_url", "mandate_data", "use_stripe_sdk")
    return await _confirm(books, intent, request.params.text("payment_method") or intent["payment_method"])


@route("POST", "/v1/setup_intents/{id}/cancel")
async def cancel(books: Books, request: Request) -> Body:
    intent = await books.lock("setup_intent", request.parts["id"], param="intent")
    reason = request.params.text("cancellation_reason", among=("abandoned", "requested_by_customer", "duplicate"))
    if intent["status"] not in OPEN or intent["_session"]:
        raise _unexpected(intent, "cancel")
    return await cancel_intent(books, intent, reason)
