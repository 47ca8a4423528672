"""What goes over the wire: requests read, answers and Stripe-shaped errors written."""

import secrets
import string
from collections.abc import Awaitable, Callable, MutableMapping
from dataclasses import dataclass, field
from typing import Any

import msgspec

from payments.sandbox.params import Params, from_form

Scope = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[MutableMapping[str, Any]]]
Send = Callable[[MutableMapping[str, Any]], Awaitable[None]]

ALPHABET = string.ascii_letters + string.digits


def fresh_id(prefix: str, length: int = 24) -> str:
    return prefix + "".join(secrets.choice(ALPHABET) for _ in range(length))


@dataclass(slots=True)
class Request:
    method: str
    path: str
    headers: dict[str, str]
    query: str
    body: bytes
    id: str = field(default_factory=lambda: fresh_id("req_", 14))
    parts: dict[str, str] = field(default_factory=dict)
    params: Params = field(default_factory=lambda: Params({}))

    def read_params(self) -> None:
        self.params = from_form(self.query if self.method in ("GET", "DELETE") else self.body.decode("utf-8", "replace"))

    def json(self) -> dict[str, Any]:
        return msgspec.json.decode(self.body) if self.body else {}


@dataclass(slots=True)
class Reply:
    status: int
    body: bytes
    headers: dict[str, str] = field(default_factory=dict)


def json_reply(status: int, body: Any) -> Reply:
    return Reply(status, msgspec.json.encode(body), {"content-type": "application/json"})


class ApiError(Exception):
    """An answer other than 200. Raised, it undoes what the request did; returned by a handler, its effects stay."""

    def __init__(self, status: int, kind: str, message: str, *, remembered: bool = True, **more: Any) -> None:
        super().__init__(message)
        self.status, self.kind, self.message, self.remembered, self.more = status, kind, message, remembered, more

    def error(self) -> dict[str, Any]:
        return {"type": self.kind, "message": self.message, **{k: v for k, v in self.more.items() if v is not None}}


def invalid(message: str, *, param: str | None = None, code: str | None = None, **more: Any) -> ApiError:
    """A request that the object's state forbids."""
    return ApiError(400, "invalid_request_error", message, param=param, code=code, **more)


def no_such(kind: str, object_id: str, param: str = "id") -> ApiError:
    message = f"No such {kind}: '{object_id}'"
    return ApiError(404, "invalid_request_error", message, remembered=False, param=param, code="resource_missing")


async def read(scope: Scope, receive: Receive) -> Request:
    body = b""
    more = True
    while more:
        message = await receive()
        if message["type"] == "http.disconnect":
            break
        body += message.get("body", b"")
        more = message.get("more_body", False)
    headers = {name.decode("latin-1").lower(): value.decode("latin-1") for name, value in scope["headers"]}
    return Request(scope["method"], scope["path"], headers, scope["query_string"].decode("latin-1"), body)


async def write(send: Send, reply: Reply, *, cut_at: int | None = None) -> None:
    """The answer; cut short, it promises its whole length and the connection ends before."""
    headers = {**reply.headers, "content-length": str(len(reply.body))}
    if cut_at is not None and not reply.body:
        headers["content-length"] = "1"
    pairs = [(name.encode(), value.encode()) for name, value in headers.items()]
    await send({"type": "http.response.start", "status": reply.status, "headers": pairs})
    cut = cut_at is not None  # more is announced and never comes: the server then closes the connection
    await send({"type": "http.response.body", "body": reply.body[:cut_at], "more_body": cut})
