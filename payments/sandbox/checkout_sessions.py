"""Checkout sessions: opened by the shop, completed on the hosted page, or expired."""

from typing import Any

from app.settings import settings
from payments.sandbox import payment_lifecycle, setup_intents
from payments.sandbox.checkout_asked import IRRELEVANT, customer_of, expiry, priced, suitable_methods
from payments.sandbox.events import tell
from payments.sandbox.payment_lifecycle import refuse_old_types
from payments.sandbox.routing import route
from payments.sandbox.store import Body, Books, listing
from payments.sandbox.wire import Request, fresh_id, invalid


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
        items, currency, total = priced(params)
    methods = suitable_methods(params, mode, currency)
    customer, email = await customer_of(books, params)
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
            "expires_at": expiry(books, params),
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
        if intent["status"] in payment_lifecycle.CANCELLABLE:
            await payment_lifecycle.cancel_intent(books, intent, "automatic")
    if session["setup_intent"]:
        setup = await books.lock("setup_intent", session["setup_intent"])
        if setup["status"] in setup_intents.OPEN:
            await setup_intents.cancel_intent(books, setup, "abandoned")


async def complete(books: Books, session: Body, **changes: Any) -> Body:
    session |= {"status": "complete", "url": None, "_pending_method": None, **changes}
    await books.save(session)
    await tell(books, "checkout.session.completed", session)
    return session
