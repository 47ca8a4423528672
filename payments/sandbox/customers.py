"""Customers."""

from payments.sandbox.routing import route
from payments.sandbox.store import Body, Books
from payments.sandbox.wire import Request, fresh_id

FIELDS = ("email", "name", "phone", "description")


async def make(books: Books, *, metadata: dict[str, str] | None = None, **fields: str | None) -> Body:
    body: Body = {
        "id": fresh_id("cus_", 14),
        "object": "customer",
        "address": None,
        "balance": 0,
        "created": books.clock,
        "currency": None,
        "default_source": None,
        "delinquent": False,
        "invoice_settings": {"custom_fields": None, "default_payment_method": None, "footer": None},
        "livemode": False,
        "metadata": metadata or {},
        "preferred_locales": [],
        "shipping": None,
        "tax_exempt": "none",
        **{name: fields.get(name) for name in FIELDS},
    }
    return await books.add(body)


@route("POST", "/v1/customers")
async def create(books: Books, request: Request) -> Body:
    params = request.params
    params.ignore("preferred_locales", "address", "shipping")
    return await make(books, metadata=params.metadata(), **{name: params.text(name) for name in FIELDS})


@route("GET", "/v1/customers")
async def index(books: Books, request: Request) -> Body:
    return await books.page("customer", request.path, request.params, email=request.params.text("email"))


@route("GET", "/v1/customers/{id}")
async def show(books: Books, request: Request) -> Body:
    return await books.get("customer", request.parts["id"])


@route("POST", "/v1/customers/{id}")
async def update(books: Books, request: Request) -> Body:
    customer = await books.lock("customer", request.parts["id"])
    customer |= {name: request.params.text(name) for name in FIELDS if name in request.params}
    customer["metadata"] = request.params.metadata(customer["metadata"])
    return await books.save(customer)


@route("DELETE", "/v1/customers/{id}")
async def delete(books: Books, request: Request) -> Body:
    """What it was charged stays; who it was and its cards go."""
    customer = await books.lock("customer", request.parts["id"])
    await books.save(customer | dict.fromkeys(FIELDS) | {"address": None, "shipping": None, "deleted": True})
    return {"id": customer["id"], "object": "customer", "deleted": True}
