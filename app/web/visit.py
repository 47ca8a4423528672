"""Before anything renders: the visitor's language and zone, and the `ref` that first brought them here."""

import re
from typing import Any
from urllib.parse import parse_qs

from litestar.types import ASGIApp, Message, Receive, Send

from app.foundation.i18n import LANGUAGES, language, negotiate, zone
from app.settings import settings
from app.web.security import header

LANG_COOKIE = "zz_lang"
REF_COOKIE = "zz_ref"
_REF = re.compile(r"[A-Za-z0-9_.-]{1,40}")


def cookies_of(scope: Any) -> str:
    """HTTP/2 may send one header for each cookie: all of them."""
    return "; ".join(text.decode("latin-1") for name, text in scope.get("headers", ()) if name == b"cookie")


def cookie(scope: Any, name: str) -> str:
    parts = (part.strip().partition("=") for part in cookies_of(scope).split(";"))
    return next((text for key, _, text in parts if key == name), "")


def first_ref(scope: Any) -> str:
    """Where this visitor first came from: the kept cookie, else this address's own `ref`."""
    kept = cookie(scope, REF_COOKIE)
    return kept if _REF.fullmatch(kept) else _asked_ref(scope)


def _asked_ref(scope: Any) -> str:
    if b"ref=" not in scope["query_string"]:
        return ""
    asked = parse_qs(scope["query_string"].decode("latin-1")).get("ref", [""])[0]
    return asked if _REF.fullmatch(asked) else ""


class Visit:
    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Any, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        chosen = cookie(scope, LANG_COOKIE)
        language.set(chosen if chosen in LANGUAGES else negotiate(header(scope, b"accept-language")))
        zone.set(settings.time_zone)
        ref = _asked_ref(scope)
        await self.app(scope, receive, _keeping(send, ref) if ref and not cookie(scope, REF_COOKIE) else send)


def _keeping(send: Send, ref: str) -> Send:
    secure = "; Secure" if settings.is_https else ""
    kept = f"{REF_COOKIE}={ref}; Path=/; Max-Age=2592000; HttpOnly; SameSite=Lax{secure}".encode()

    async def with_cookie(message: Message) -> None:
        if message["type"] == "http.response.start":
            message["headers"] = [*message["headers"], (b"set-cookie", kept)]
        await send(message)

    return with_cookie
