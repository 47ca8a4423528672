"""Checkout sessions: opened by the shop, completed on the hosted page, or expired."""

from typing import Any

from app.settings import settings
from payments.sandbox import currencies, payment_intents, setup_intents
from payments.sandbox.events import tell
from payments.sandbox.params import BadParam, Params
from payments.sandbox.payment_intents import refuse_old_types
from payments.sandbox.routing import route
from payments.sandbox.store import Body, Books, listing
from payments.sandbox.wire import Request, fresh_id, invalid

LEAST_OPEN, MOST_OPEN = 30 * 60, 24 * 60 * 60
OFFERED = ("card", "alipay", "wechat_pay")
IRRELEVANT = ("ui_mode", "submit_type", "billing_address_collection", "client_reference_id", "allow_promotion_codes",
              "custom_text", "branding_settings", "phone_number_collection", "consent_collection", "origin_context",
              "adaptive_pricing", "payment_method_options", "saved_payment_method_options", "customer_update", "name_collection",
              "after_expiration", "managed_payments", "wallet_options", "integration_identifier")  # fmt: skip


def _expiry(books: Books, params: Params) -> int:
    wanted = params.number("expires_at")
    if wanted is None:
        return books.clock + MOST_OPEN
    if not LEAST_OPEN <= wanted - books.clock <= MOST_OPEN:
        message = "The `expires_at` timestamp must be between 30 minutes and 24 hours from Checkout Session creation."
        raise BadParam(message, "expires_at")
    return wanted


def _line_item(item: Params) -> Body:
    price = item.inner("price_data")
    product = price.inner("product_data")
    name, description = product.needed("name"), product.text("description")
    product.ignore("images", "metadata", "tax_code")
    price.ignore("tax_behavior")
    item.ignore("metadata")
    currency, unit, quantity = price.needed("currency").lower(), price.needed_number("unit_amount"), item.number("quantity") or 1
    if unit < 0 or quantity < 1:
        raise BadParam("Invalid non-negative integer", "line_items")
    total = unit * quantity
    return {
        "id": fresh_id("li_1"),
        "object": "item",
        "amount_discount": 0,
        "amount_subtotal": total,
        "amount_tax": 0,
        "amount_total": total,
        "currency": currency,
        "description": name,
        "price": {"id": fresh_id("price_1"), "object": "price", "currency": currency, "unit_amount": unit, "type": "one_time"},
        "quantity": quantity,
        "_note": description,
    }


def _priced(params: Params) -> tuple[list[Body], str, int]:
    items = [_line_item(item) for item in params.each("line_items")]
    if not items:
        raise BadParam("Missing required param: line_items.", "line_items", "parameter_missing")
    if len(items) > 100:
        raise BadParam("A Checkout Session holds at most 100 line items.", "line_items")
    found = {item["currency"] for item in items}
    if len(found) > 1:
        raise BadParam("All line items must have the same currency.", "line_items")
    currency, total = found.pop(), sum(item["amount_total"] for item in items)
    payment_intents.check_amount(total, currency, param="line_items")
    return items, currency, total


def _methods(params: Params, mode: str, currency: str | None) -> list[str]:
    """The allowed ones that suit mode and currency; as at Stripe, others are silently left out."""
    allowed = params.texts("allowed_payment_method_types")
    if mode == "setup" and not allowed and currency is None:
        raise BadParam("In setup mode pass `currency` or `allowed_payment_method_types`.", "currency", "parameter_missing")
    suitable = [
        kind
        for kind in (allowed or OFFERED)
        if kind in OFFERED and (kind == "card" or mode == "payment") and (currency is None or currencies.takes(kind, currency))
    ]
    if not suitable:
        raise BadParam("No valid payment method types for this Checkout Session.", "allowed_payment_method_types")
    return suitable


async def _customer(books: Books, params: Params) -> tuple[str | None, str | None]:
    customer, email = params.text("customer"), params.text("customer_email")
    if customer and email:
        raise BadParam("You may only specify one of these parameters: customer, customer_email.", "customer")
    if customer:
        email = (await books.get("customer", customer, param="customer"))["email"]
    return customer, email


@route("POST", "/v1/checkout/sessions")
async def create(books: Books, request: Request) -> Body:
    params = request.params
    refuse_old_types(params)
    params.ignore(*IRRELEVANT)
    mode = params.needed("mode", among=("payment", "setup"))
    success_url, cancel_url = params.needed("success_url"), params.text("cancel_url")
    currency = (params.text("currency") or "").lower() or None
    items: list[Body] = []
    total = None
    if mode == "payment":
        items, currency, total = _priced(params)
    methods = _methods(params, mode, currency)
    customer, email = await _customer(books, params)
    intent_data = params.inner("payment_intent_data" if mode == "payment" else "setup_intent_data")
    intent_data.ignore("statement_descriptor_suffix", "capture_method")
    session_id = fresh_id("cs_test_", 58)
    inside: Body = {"metadata": intent_data.metadata(), "description": intent_data.text("description")}
    if mode == "payment":
        inside |= {name: intent_data.text(name) for name in ("receipt_email", "setup_future_usage", "transfer_group")}
    setup = None
    if mode == "setup":
        setup = await setup_intents.make(books, types=methods, session=session_id, customer=customer, **inside)
    return await books.add(
        {
            "id": session_id,
            "object": "checkout.session",
            "allowed_payment_method_types": methods,
            "amount_subtotal": total,
            "amount_total": total,
            "automatic_tax": {"enabled": False, "liability": None, "provider": None, "status": None},
            "cancel_url": cancel_url,
            "client_reference_id": None,
            "client_secret": None,
            "consent": None,
            "created": books.clock,
            "currency": currency,
            "custom_fields": [],
            "custom_text": {},
            "customer": customer,
            "customer_account": None,
            "customer_creation": None
            if customer
            else params.text("customer_creation", among=("always", "if_required")) or "if_required",
            "customer_details": {"email": email, "name": None, "phone": None, "address": None} if email else None,
            "customer_email": None if customer else email,
            "expires_at": _expiry(books, params),
            "invoice": None,
            "livemode": False,
            "locale": params.text("locale"),
            "metadata": params.metadata(),
            "mode": mode,
            "payment_intent": None,
            "payment_method_options": {},
            "payment_method_types": methods,
            "payment_status": "unpaid" if mode == "payment" else "no_payment_required",
            "recovered_from": None,
            "setup_intent": setup["id"] if setup else None,
            "shipping_options": [],
            "status": "open",
            "submit_type": None,
            "subscription": None,
            "success_url": success_url,
            "total_details": {"amount_discount": 0, "amount_shipping": 0, "amount_tax": 0} if total else None,
            "ui_mode": "hosted_page",
            "url": f"{settings.sandbox_url}/c/pay/{session_id}",
            "_line_items": items,
            "_inside": inside,
            "_pending_method": None,
        }
    )


@route("GET", "/v1/checkout/sessions")
async def index(books: Books, request: Request) -> Body:
    params = request.params
    where = {name: params.text(name) for name in ("customer", "payment_intent", "status")}
    return await books.page("checkout.session", request.path, params, **where)


@route("GET", "/v1/checkout/sessions/{id}")
async def show(books: Books, request: Request) -> Body:
    return await books.get("checkout.session", request.parts["id"], param="session")


@route("GET", "/v1/checkout/sessions/{id}/line_items")
async def line_items(books: Books, request: Request) -> Body:
    session = await books.get("checkout.session", request.parts["id"], param="session")
    return listing(request.path, session["_line_items"])


@route("POST", "/v1/checkout/sessions/{id}/expire")
async def expire(books: Books, request: Request) -> Body:
    session = await books.lock("checkout.session", request.parts["id"], param="session")
    if session["status"] != "open":
        status = session["status"]
        message = (
            f'Only Checkout Sessions with a status in ["open"] can be expired. This Checkout Session has a status of `{status}`.'
        )
        raise invalid(message, remembered=False)
    return await close(books, session)


async def close(books: Books, session: Body) -> Body:
    """Expired: nobody can complete it any more, and an intent begun inside it is cancelled."""
    session |= {"status": "expired", "url": None}
    await books.save(session)
    await _abandon_intents(books, session)
    await tell(books, "checkout.session.expired", session)
    return session


async def _abandon_intents(books: Books, session: Body) -> None:
    if session["payment_intent"]:
        intent = await books.lock("payment_intent", session["payment_intent"])
        if intent["status"] in payment_intents.CANCELLABLE:
            await payment_intents.cancel_intent(books, intent, "automatic")
    if session["setup_intent"]:
        setup = await books.lock("setup_intent", session["setup_intent"])
        if setup["status"] in setup_intents.OPEN:
            await setup_intents.cancel_intent(books, setup, "abandoned")


async def complete(books: Books, session: Body, **changes: Any) -> Body:
    session |= {"status": "complete", "url": None, "_pending_method": None, **changes}
    await books.save(session)
    await tell(books, "checkout.session.completed", session)
    return session
