"""One rendered page served whole to everybody signed out, for a second or two: rendered once however many ask."""

import asyncio
import re
import time
from collections import OrderedDict
from dataclasses import dataclass
from typing import Any

from litestar.types import ASGIApp, Message, Receive, Send

from app.foundation.i18n import language
from app.web.pages import SHARED
from app.web.security import header
from app.web.visit import COOKIES, cookie, cookies_of

MOST_PAGES = 512
# Cookies that make a page somebody's own. Anything else (language and theme) is part of the key.
OWN_COOKIES = frozenset({"zz_session", "__Host-zz_session", "zz_flash"})
LIMIT = 2.0
# Paths of fragments that are the same for everybody, signed in or not: all that they depend on stands in the address. They are
# answered before anybody is asked who they are, and the app never sees a cookie with them.
for_everybody: list[re.Pattern[str]] = []
# Whose link it was changes nothing on the page: a thousand people's links are one page.
_REF = re.compile(rb"(?:^|&)ref=[^&]*")


@dataclass(slots=True)
class Kept:
    until: float
    start: Message
    body: bytes


def asked_alike(scope: Any) -> tuple[Any, ...]:
    """Whoever asks for the same gets the same, as far as no page looks at who asks."""
    return (
        scope["path"], _REF.sub(b"", scope["query_string"]), header(scope, b"host"), language.get(),
        cookie(scope, "zz_theme"), header(scope, b"hx-request"), header(scope, b"hx-request-type"),
    )  # fmt: skip


def is_for_everybody(scope: Any) -> bool:
    return scope["type"] == "http" and any(path.fullmatch(scope["path"]) for path in for_everybody)


def _without_cookies(scope: Any) -> Any:
    return {**scope, "headers": [pair for pair in scope["headers"] if pair[0] != b"cookie"], COOKIES: {}}


class PageCache:
    def __init__(self, app: ASGIApp) -> None:
        self.app = app
        self.kept: OrderedDict[tuple, Kept] = OrderedDict()
        self.rendering: dict[tuple, asyncio.Future[Kept | None]] = {}

    async def __call__(self, scope: Any, receive: Receive, send: Send) -> None:
        if is_for_everybody(scope):
            scope = _without_cookies(scope)
        key = self._key(scope)
        if key is None:
            await self.app(scope, receive, _without_mark(send))
            return
        kept = self.kept.get(key)
        if kept is None or kept.until < time.monotonic():
            kept = await self._render(key, scope, receive, send)
        if kept is not None:
            await send({**kept.start, "headers": list(kept.start["headers"])})  # type: ignore
            await send({"type": "http.response.body", "body": kept.body, "more_body": False})

    def _key(self, scope: Any) -> tuple | None:
        if scope["type"] != "http" or scope["method"] != "GET":
            return None
        return asked_alike(scope) if OWN_COOKIES.isdisjoint(cookies_of(scope)) else None

    async def _render(self, key: tuple, scope: Any, receive: Receive, send: Send) -> Kept | None:
        """The page for this key: by waiting for whoever renders it now, else by rendering. None: answered already."""
        if (under_way := self.rendering.get(key)) is not None:
            if (kept := await asyncio.shield(under_way)) is not None:
                return kept
            await self.app(scope, receive, _without_mark(send))
            return None
        future = self.rendering[key] = asyncio.get_running_loop().create_future()
        kept = None
        try:
            kept = await self._capture(scope, receive, send)
            if kept is not None:
                self.kept[key] = kept
                self.kept.move_to_end(key)
                while len(self.kept) > MOST_PAGES:
                    self.kept.popitem(last=False)
            return kept
        finally:
            del self.rendering[key]
            future.set_result(kept)

    async def _capture(self, scope: Any, receive: Receive, send: Send) -> Kept | None:
        """Runs the app; a marked page is held back and returned, any other answer goes straight out."""
        start: Message | None = None
        seconds = 0.0
        chunks: list[bytes] = []
        begun = time.monotonic()  # what it shows is as old as that when it is rendered

        async def sift(message: Message) -> None:
            nonlocal start, seconds
            if message["type"] == "http.response.start":
                start = message
                seconds = _seconds(message)
                message["headers"] = _unmarked(message)
                if not seconds:
                    await send(message)
            elif seconds and message["type"] == "http.response.body":
                chunks.append(message.get("body", b""))
            else:
                await send(message)

        await self.app(scope, receive, sift)
        return Kept(begun + seconds, start, b"".join(chunks)) if seconds and start else None


def _seconds(start: Any) -> float:
    mark = next((text for name, text in start["headers"] if name.lower() == SHARED.encode()), b"")
    return min(float(mark), LIMIT) if mark else 0.0


def _unmarked(start: Any) -> list[tuple[bytes, bytes]]:
    return [pair for pair in start["headers"] if pair[0].lower() != SHARED.encode()]


def _without_mark(send: Send) -> Send:
    async def clean(message: Message) -> None:
        if message["type"] == "http.response.start":
            message["headers"] = _unmarked(message)
        await send(message)

    return clean
