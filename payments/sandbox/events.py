"""Events: what happened, kept for the list and queued for the webhook in the transaction that made it happen."""

from typing import Any

import msgspec

from payments.sandbox.presenting import public
from payments.sandbox.routing import route
from payments.sandbox.store import API_VERSION, Body, Books
from payments.sandbox.wire import Request, fresh_id


async def tell(books: Books, type_: str, subject: Body, before: dict[str, Any] | None = None) -> None:
    data: Body = {"object": public(subject)}
    if before:
        data["previous_attributes"] = before
    event = {
        "id": fresh_id("evt_"),
        "object": "event",
        "api_version": API_VERSION,
        "created": books.clock,
        "data": data,
        "livemode": False,
        "pending_webhooks": 1,
        "request": {"id": books.request_id, "idempotency_key": books.key},
        "type": type_,
    }
    await books.add(event)
    body = msgspec.json.encode(event).decode()
    sql = "insert into deliveries (event, type, body) values ($1, $2, $3)"
    await books.connection.execute(sql, event["id"], type_, body)
    books.news.append(event)


@route("GET", "/v1/events")
async def index(books: Books, request: Request) -> Body:
    wanted = request.params.text("type")
    request.params.ignore("delivery_success")
    return await books.page("event", request.path, request.params, type=wanted)


@route("GET", "/v1/events/{id}")
async def show(books: Books, request: Request) -> Body:
    return await books.get("event", request.parts["id"])
