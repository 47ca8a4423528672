"""Payment methods: cards and wallets, each with the behaviour that a test chose."""

from typing import Any

from payments.sandbox import cards
from payments.sandbox.routing import route
from payments.sandbox.store import Body, Books
from payments.sandbox.wire import Request, fresh_id, invalid

NOWHERE = {"city": None, "country": None, "line1": None, "line2": None, "postal_code": None, "state": None}


def billing(email: str | None = None) -> Body:
    return {"address": dict(NOWHERE), "email": email, "name": None, "phone": None, "tax_id": None}


def card(brand: str, last4: str) -> Body:
    return {
        "brand": brand,
        "checks": {"address_line1_check": None, "address_postal_code_check": None, "cvc_check": "pass"},
        "country": "HK",
        "display_brand": brand,
        "exp_month": 12,
        "exp_year": 2034,
        "fingerprint": f"sandbox{last4}{brand}",
        "funding": "credit",
        "generated_from": None,
        "last4": last4,
        "networks": {"available": [brand], "preferred": None},
        "three_d_secure_usage": {"supported": True},
        "wallet": None,
    }


async def make(
    books: Books,
    type_: str,
    behaviour: str,
    *,
    decline: str | None = None,
    brand: str = "visa",
    last4: str = "4242",
    email: str | None = None,
) -> Body:
    details = card(brand, last4) if type_ == "card" else {}
    body: Body = {
        "id": fresh_id("pm_1"),
        "object": "payment_method",
        "allow_redisplay": "unspecified",
        "billing_details": billing(email),
        "created": books.clock,
        "customer": None,
        "customer_account": None,
        "livemode": False,
        "metadata": {},
        "type": type_,
        type_: details,
        "_behaviour": behaviour,
        "_decline": decline,
    }
    return await books.add(body)


async def resolve(books: Books, method_id: str, *, param: str = "payment_method") -> Body:
    """A payment method of ours, or a new one in the image of one of Stripe's test methods."""
    if method_id in cards.TEST_METHODS:
        brand, last4, behaviour, decline = cards.TEST_METHODS[method_id]
        return await make(books, "card", behaviour, decline=decline, brand=brand, last4=last4)
    return await books.get("payment_method", method_id, param=param)


async def give_to(books: Books, method: Body, customer_id: str) -> Body:
    """Attach; a second time to the same customer changes nothing."""
    if method["customer"] == customer_id:
        return method
    if method["customer"] is not None:
        raise invalid("The payment method you provided has already been attached to a customer.")
    method["customer"] = customer_id
    return await books.save(method)


def details(method: Body) -> dict[str, Any]:
    """As a charge shows it."""
    kind = method["type"]
    if kind != "card":
        return {"type": kind, kind: {"buyer_id": None, "fingerprint": None, "transaction_id": None}}
    shown = {
        name: method["card"][name] for name in ("brand", "last4", "country", "exp_month", "exp_year", "fingerprint", "funding")
    }
    return {
        "type": kind,
        kind: {**shown, "checks": method["card"]["checks"], "network": shown["brand"], "three_d_secure": None, "wallet": None},
    }


@route("GET", "/v1/payment_methods/{id}")
async def show(books: Books, request: Request) -> Body:
    return await books.get("payment_method", request.parts["id"])


@route("GET", "/v1/payment_methods")
async def index(books: Books, request: Request) -> Body:
    params = request.params
    params.ignore("allow_redisplay")
    where = {"customer": params.text("customer"), "type": params.text("type")}
    return await books.page("payment_method", request.path, params, **where)


@route("GET", "/v1/customers/{customer}/payment_methods")
async def index_of_customer(books: Books, request: Request) -> Body:
    where = {"customer": request.parts["customer"], "type": request.params.text("type")}
    return await books.page("payment_method", request.path, request.params, **where)


@route("POST", "/v1/payment_methods/{id}/attach")
async def attach(books: Books, request: Request) -> Body | Any:
    customer = await books.get("customer", request.params.needed("customer"), param="customer")
    method = await resolve(books, request.parts["id"])
    verdict = cards.judge_setup(method, authenticated=True)
    if isinstance(verdict, cards.Declined):
        return cards.card_error(cards.failure(verdict.decline_code))
    return await give_to(books, method, customer["id"])


@route("POST", "/v1/payment_methods/{id}/detach")
async def detach(books: Books, request: Request) -> Body:
    method = await books.lock("payment_method", request.parts["id"])
    if method["customer"] is None:
        raise invalid("The payment method you provided is not attached to a customer so detachment is impossible.")
    method["customer"] = None
    return await books.save(method)
