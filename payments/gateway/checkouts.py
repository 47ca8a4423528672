"""Hosted checkout: opened, read, closed."""

import math
from collections.abc import Sequence
from datetime import datetime
from functools import partial
from typing import Any, Literal

from payments.gateway.answers import Card, Checkout, Line, ProviderRefused
from payments.gateway.client import client, id_of, metadata_of, moment, ours, theirs, translated

LOCALES = {"zh-Hans": "zh", "zh-Hant": "zh-TW", "en": "en"}
CHECKOUT_PARTS = ["setup_intent.payment_method", "payment_intent.payment_method"]


async def open_setup_checkout(
    *,
    key: str,
    currency: str,
    success_url: str,
    cancel_url: str,
    expires_at: datetime,
    metadata: dict[str, str],
    email: str | None = None,
    customer: str | None = None,
    language: str = "zh-Hans",
) -> Checkout:
    """A page that saves a card for a later charge. `expires_at`: 30 minutes to 24 hours ahead, by app_now()."""
    more: dict[str, Any] = {"mode": "setup", "currency": currency.lower(), "allowed_payment_method_types": ["card"]}
    more |= {"setup_intent_data": {"metadata": metadata}}
    if customer is None:
        more["customer_creation"] = "always"  # a card without a customer could be charged only once
    return await _open(key, more, success_url, cancel_url, expires_at, metadata, email, customer, language)


async def open_payment_checkout(
    *,
    key: str,
    lines: Sequence[Line],
    currency: str,
    methods: Sequence[str],
    success_url: str,
    cancel_url: str,
    expires_at: datetime,
    metadata: dict[str, str],
    email: str | None = None,
    customer: str | None = None,
    language: str = "zh-Hans",
) -> Checkout:
    """A page that takes the money now. `methods` of card, alipay, wechat_pay; those the currency rules out fall away."""
    more: dict[str, Any] = {"mode": "payment", "allowed_payment_method_types": list(methods)}
    more |= {"payment_intent_data": {"metadata": metadata}, "line_items": [_line(line, currency) for line in lines]}
    if "wechat_pay" in methods:
        more["payment_method_options"] = {"wechat_pay": {"client": "web"}}
    return await _open(key, more, success_url, cancel_url, expires_at, metadata, email, customer, language)


# After a refused charge the backer pays in person, with any card.
open_recovery_checkout = partial(open_payment_checkout, methods=("card",))


def _line(line: Line, currency: str) -> dict[str, Any]:
    price = {"currency": currency.lower(), "unit_amount": theirs(line.amount, currency), "product_data": {"name": line.name}}
    return {"quantity": line.quantity, "price_data": price}


async def _open(
    key: str,
    more: dict[str, Any],
    success_url: str,
    cancel_url: str,
    expires_at: datetime,
    metadata: dict[str, str],
    email: str | None,
    customer: str | None,
    language: str,
) -> Checkout:
    params = {**more, "success_url": success_url, "cancel_url": cancel_url, "metadata": metadata, "expand": CHECKOUT_PARTS}
    params |= {"expires_at": math.ceil(expires_at.timestamp()), "locale": LOCALES.get(language, "auto")}
    if customer:
        params["customer"] = customer
    elif email:
        params["customer_email"] = email
    with translated():
        session = await client().v1.checkout.sessions.create_async(params, {"idempotency_key": key})  # type: ignore[arg-type]
    return _checkout(session)


def _card(method: Any) -> Card | None:
    if method is None or isinstance(method, str) or method.type != "card":
        return None
    return Card(method.id, id_of(method.customer), method.card.brand, method.card.last4)


def _checkout(session: Any) -> Checkout:
    intent = session.setup_intent if session.mode == "setup" else session.payment_intent
    method = None if intent is None or isinstance(intent, str) else intent.payment_method
    amount, currency = session.amount_total, session.currency
    return Checkout(
        id=session.id,
        url=session.url,
        mode=session.mode,
        status=session.status,
        paid=session.payment_status == "paid",
        expires_at=moment(session.expires_at),
        amount=None if amount is None else ours(amount, currency),
        currency=currency.upper() if currency else None,
        customer=id_of(session.customer),
        intent_id=id_of(session.payment_intent),
        setup_id=id_of(session.setup_intent),
        card=_card(method),
        metadata=metadata_of(session),
    )


async def read_checkout(checkout_id: str) -> Checkout:
    """As it stands; a completed setup carries its card."""
    with translated():
        session = await client().v1.checkout.sessions.retrieve_async(checkout_id, {"expand": CHECKOUT_PARTS})
    return _checkout(session)


async def expire_checkout(checkout_id: str) -> Literal["expired", "already_complete"]:
    """Close the page for good, or learn that it was completed before."""
    try:
        with translated():
            await client().v1.checkout.sessions.expire_async(checkout_id)
        return "expired"
    except ProviderRefused as refusal:
        status = (await read_checkout(checkout_id)).status
        if status == "open":
            raise refusal
        return "already_complete" if status == "complete" else "expired"
