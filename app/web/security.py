"""What every answer carries and every unsafe request must show: headers, and where it came from."""

from collections.abc import Iterable
from typing import Any
from urllib.parse import urlsplit

from litestar.types import ASGIApp, Message, Receive, Scope, Send

from app.settings import settings

SAFE = {"GET", "HEAD", "OPTIONS"}
# A provider's server posts here; it has no browser and proves itself by signature.
OPEN_TO_OTHERS = ("/webhooks/",)
REFUSED = "这个请求来自别的网站，已拒绝。 / Refused: sent from another site."
SENSELESS = "这个地址读不懂。 / This address can't be read."


def content_policy(*frames: str) -> str:
    """`frames`: whose players this one page may show; an answer that brings its own policy keeps it."""
    return "; ".join(
        [
            "default-src 'none'", "style-src 'self'", "script-src 'self'", "img-src 'self'", "font-src 'self'",
            "connect-src 'self'", "manifest-src 'self'", f"form-action 'self' {settings.checkout_origin}",
            "base-uri 'none'", "frame-ancestors 'none'", *([f"frame-src {' '.join(frames)}"] if frames else []),
        ]
    )  # fmt: skip


def _fixed_headers() -> list[tuple[bytes, bytes]]:
    headers = {
        "content-security-policy": content_policy(),
        "x-content-type-options": "nosniff",
        "referrer-policy": "same-origin",
        "permissions-policy": "camera=(), microphone=(), geolocation=(), payment=()",
        "cross-origin-opener-policy": "same-origin",
        "x-frame-options": "DENY",
    }
    if settings.is_https:
        headers["strict-transport-security"] = "max-age=31536000; includeSubDomains"
    return [(name.encode(), text.encode()) for name, text in headers.items()]


def header(scope: Scope, name: bytes) -> str:
    for key, text in scope.get("headers", ()):
        if key == name:
            return text.decode("latin-1")
    return ""


def from_elsewhere(scope: Scope) -> bool:
    """Whether an unsafe request was sent by another site's page.

    Sec-Fetch-Site says it; a browser without it sends Origin; what sends neither is no browser and holds no cookie
    of a person's that it was not given.
    """
    site = header(scope, b"sec-fetch-site")
    if site:
        return site not in ("same-origin", "none")
    origin = header(scope, b"origin")
    if not origin:
        return False
    sender = urlsplit(origin).netloc  # "" for the opaque origin “null”
    return not sender or sender not in (header(scope, b"host"), urlsplit(settings.public_url).netloc)


def is_nameless(scope: Scope) -> bool:
    """A form of a page opened by its link, from a browser that has no Sec-Fetch-Site: such pages send `Origin: null`.

    It can't be told from another site's sandboxed frame, so it is served as somebody signed out: without cookies, coming
    and going, all it has is the key in its address, which another site doesn't know.
    """
    carries_key = b"key=" in scope["query_string"]
    return carries_key and header(scope, b"origin") == "null" and not header(scope, b"sec-fetch-site")


def _without_cookies(headers: Iterable[tuple[bytes, bytes]]) -> list[tuple[bytes, bytes]]:
    return [pair for pair in headers if pair[0].lower() not in (b"cookie", b"set-cookie")]


def has_zero_byte(scope: Scope) -> bool:
    """No address of ours holds one, and the database would take it for a fault."""
    return "\x00" in scope["path"] or b"%00" in scope["query_string"]


def client_address(scope: Scope) -> str:
    """The visitor's address; X-Forwarded-For counts only from a trusted proxy, and only its last untrusted hop.

    A proxy may add a line of its own below the visitor's: all lines are one list.
    """
    client = scope.get("client")
    address = client[0] if client else ""
    if address in settings.trusted_proxies:
        lines = (text.decode("latin-1") for name, text in scope.get("headers", ()) if name == b"x-forwarded-for")
        hops = [hop.strip() for hop in ",".join(lines).split(",") if hop.strip()]
        return next((hop for hop in reversed(hops) if hop not in settings.trusted_proxies), address)
    return address


class Security:
    """Outermost: adds the headers, refuses cross-site changes before anything else looks at them."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app
        self.headers = _fixed_headers()

    async def __call__(self, scope: Any, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return

        as_a_stranger = scope["method"] not in SAFE and is_nameless(scope)

        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                if as_a_stranger:
                    message["headers"] = _without_cookies(message["headers"])
                given = {name.lower() for name, _ in message["headers"]}
                message["headers"] = [*message["headers"], *(pair for pair in self.headers if pair[0] not in given)]
            await send(message)

        if as_a_stranger:
            scope = {**scope, "headers": _without_cookies(scope["headers"])}
        elif scope["method"] not in SAFE and not scope["path"].startswith(OPEN_TO_OTHERS) and from_elsewhere(scope):
            await _say(send_with_headers, 403, REFUSED)
            return
        if has_zero_byte(scope):
            await _say(send_with_headers, 400, SENSELESS)
        else:
            await self.app(scope, receive, send_with_headers)


async def _say(send: Send, status: int, sentence: str) -> None:
    text = [(b"content-type", b"text/plain; charset=utf-8")]
    await send({"type": "http.response.start", "status": status, "headers": text})
    await send({"type": "http.response.body", "body": sentence.encode(), "more_body": False})
