"""Payment intents as the shop asks for them."""

from payments.sandbox import cards, currencies, payment_methods
from payments.sandbox.params import BadParam, Params
from payments.sandbox.payment_lifecycle import (
    CANCELLABLE,
    CONFIRMABLE,
    attempt,
    cancel_intent,
    check_amount,
    make,
    refuse_old_types,
)
from payments.sandbox.presenting import public
from payments.sandbox.routing import route
from payments.sandbox.store import Body, Books
from payments.sandbox.wire import ApiError, Request, invalid


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
