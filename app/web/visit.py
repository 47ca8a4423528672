"""Before anything renders: the visitor's language and zone, and the `ref` that first brought them here."""

import re
from typing import Any
from urllib.parse import parse_qs, urlsplit

from litestar.types import ASGIApp, Message, Receive, Send

from app.foundation.i18n import LANGUAGES, language, negotiate, zone
from app.settings import settings
from app.web.openings import Openings
from app.web.security import header

LANG_COOKIE = "zz_lang"
REF_COOKIE = "zz_ref"
COOKIES = "zhizao.cookies"  # where in the scope the cookies stand, once read
_REF = re.compile(r"[A-Za-z0-9_.-]{1,40}")


def cookies_of(scope: Any) -> dict[str, str]:
    """By name, the first of several alike; read once a request. HTTP/2 may send one header for each cookie: all of them."""
    known: dict[str, str] | None = scope.get(COOKIES)
    if known is None:
        known = scope[COOKIES] = {}
        for header_name, text in scope.get("headers", ()):
            if header_name == b"cookie":
                for part in text.decode("latin-1").split(";"):
                    name, _, value = part.strip().partition("=")
                    known.setdefault(name, value)
    return known


def cookie(scope: Any, name: str) -> str:
    return cookies_of(scope).get(name, "")


def is_ref(text: str) -> bool:
    return _REF.fullmatch(text) is not None


def first_ref(scope: Any) -> str:
    """Where this visitor first came from: the kept cookie; for browsers that keep none, the `ref` of this address, of the
    page it was sent from, or of the page that either leads to. One's own link brought nobody."""
    for ref in (cookie(scope, REF_COOKIE), _asked_ref(scope), ref_in(urlsplit(header(scope, b"referer")).query)):
        if is_ref(ref):
            return "" if ref == _own_code(scope) else ref
    return ""


def _asked_ref(scope: Any) -> str:
    return ref_in(scope["query_string"].decode("latin-1"))


def ref_in(query: str) -> str:
    """The `ref` of an address, or of the address that its `next` leads to."""
    if "ref" not in query:
        return ""
    asked = parse_qs(query)
    ref = asked.get("ref", [""])[0]
    if not ref and "next" in asked:
        ref = parse_qs(asked["next"][0].partition("?")[2]).get("ref", [""])[0]
    return ref if is_ref(ref) else ""


def _own_code(scope: Any) -> str:
    return getattr(scope.get("state", {}).get("viewer"), "share_code", "")


class Visit:
    def __init__(self, app: ASGIApp) -> None:
        self.app = app
        self.openings = Openings()

    async def __call__(self, scope: Any, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        chosen = cookie(scope, LANG_COOKIE)
        language.set(chosen if chosen in LANGUAGES else negotiate(header(scope, b"accept-language")))
        zone.set(settings.time_zone)
        ref = _asked_ref(scope)
        await self.app(scope, receive, self._noting(scope, send, ref) if ref else send)

    def _noting(self, scope: Any, send: Send, ref: str) -> Send:
        """Keeps the first ref in the browser, and counts that the link was opened."""

        async def with_cookies(message: Message) -> None:
            if message["type"] == "http.response.start" and ref != _own_code(scope):
                kept = [] if cookie(scope, REF_COOKIE) else [_baked(REF_COOKIE, ref, 2_592_000)]
                message["headers"] = [*message["headers"], *kept, *await self._counted(scope, message, ref)]
            await send(message)

        return with_cookies

    async def _counted(self, scope: Any, message: Any, ref: str) -> list[tuple[bytes, bytes]]:
        seen = await self.openings.note(scope, message, ref, cookie(scope, Openings.COOKIE))
        return [_baked(Openings.COOKIE, seen, 86_400)] if seen else []


def _baked(name: str, text: str, seconds: int) -> tuple[bytes, bytes]:
    secure = "; Secure" if settings.is_https else ""
    return b"set-cookie", f"{name}={text}; Path=/; Max-Age={seconds}; HttpOnly; SameSite=Lax{secure}".encode()
