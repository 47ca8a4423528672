"""Which handler answers which method and path."""

import re
from collections.abc import Awaitable, Callable
from typing import Any

from payments.sandbox.wire import Request

Handler = Callable[..., Awaitable[Any]]
_routes: list[tuple[str, re.Pattern[str], Handler]] = []


def route(method: str, path: str) -> Callable[[Handler], Handler]:
    """`{id}` in the path matches one segment."""
    pattern = re.compile(re.sub(r"\{(\w+)\}", r"(?P<\1>[^/]+)", path))

    def register(handler: Handler) -> Handler:
        _routes.append((method, pattern, handler))
        return handler

    return register


def find(request: Request) -> Handler | None:
    for method, pattern, handler in _routes:
        if method == request.method and (match := pattern.fullmatch(request.path)):
            request.parts = match.groupdict()
            return handler
    return None
