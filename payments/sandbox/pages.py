"""The hosted pages as HTML: plain forms, no script, a strict content policy."""

import hashlib
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from jinja2 import Environment, FileSystemLoader

from app.settings import settings
from payments.sandbox import cards, currencies, words
from payments.sandbox.store import Body
from payments.sandbox.wire import Reply, Request

FOLDER = Path(__file__).with_name("pages")
STYLE = (FOLDER / "style.css").read_bytes()
_templates = Environment(loader=FileSystemLoader(FOLDER), autoescape=True, trim_blocks=True, lstrip_blocks=True)


def origin(url: str | None) -> str:
    parts = urlsplit(url or "")
    return f"{parts.scheme}://{parts.netloc}" if parts.netloc else ""


def html(
    request: Request, name: str, *, status: int = 200, locale: str | None = None, leads_to: str | None = None, **context: Any
) -> Reply:
    """`leads_to`: where the form's answer redirects; browsers hold that against form-action too."""
    language = words.choose_language(locale, request.headers.get("accept-language", ""))
    say = words.speaker(language)
    text = _templates.get_template(name).render(
        language=language, say=say, shop=settings.site_name, shown=currencies.shown, **context
    )
    policy = (
        f"default-src 'none'; style-src 'self'; base-uri 'none'; frame-ancestors 'none'; form-action 'self' {origin(leads_to)}"
    )
    headers = {
        "content-type": "text/html; charset=utf-8",
        "content-security-policy": policy.strip(),
        "cache-control": "no-store",
        "referrer-policy": "same-origin",
        "x-content-type-options": "nosniff",
    }
    return Reply(status, text.encode(), headers)


def style() -> Reply:
    return Reply(200, STYLE, {"content-type": "text/css; charset=utf-8", "cache-control": "max-age=300"})


def redirect(url: str) -> Reply:
    return Reply(303, b"", {"location": url, "cache-control": "no-store"})


def arrival(session: Body) -> str:
    return session["success_url"].replace("{CHECKOUT_SESSION_ID}", session["id"])


def drawing(seed: str) -> list[tuple[int, int]]:
    """The dark cells of something that looks like a QR code: three corner squares, and noise from the seed."""
    noise = int.from_bytes(hashlib.sha512(seed.encode()).digest(), "big")
    corners = [(0, 0), (14, 0), (0, 14)]

    def dark(x: int, y: int) -> bool:
        for left, top in corners:
            if left <= x < left + 7 and top <= y < top + 7:
                ring = max(abs(x - left - 3), abs(y - top - 3))
                return ring != 2
        return noise >> ((x * 21 + y) % 512) & 1 == 1

    return [(x, y) for y in range(21) for x in range(21) if dark(x, y)]


def pay(request: Request, session: Body, error: dict[str, Any] | None = None) -> Reply:
    methods = session["payment_method_types"]
    card, wallet = "card" in methods, len(methods) > 1 or "card" not in methods
    outcomes = (cards.CARD_OUTCOMES if card else (cards.PAYS,)) + ((cards.REFUSED,) if wallet else ())
    closes = datetime.fromtimestamp(session["expires_at"], UTC).strftime("%m-%d %H:%M")
    context = {"session": session, "methods": methods, "outcomes": outcomes, "error": error, "closes": closes}
    where = {"locale": session["locale"], "leads_to": session["success_url"], "status": 422 if error else 200}
    return html(request, "pay.html", cells=drawing(session["id"]), **context, **where)


def notice(request: Request, what: str, session: Body | None = None, status: int = 200) -> Reply:
    if session is None:
        return html(request, "notice.html", status=status, what=what, onward=None)
    onward = arrival(session) if what == "complete" else session["cancel_url"]
    return html(request, "notice.html", status=status, locale=session["locale"], what=what, onward=onward)


def challenge(request: Request, action: str, amount: str | None, leads_to: str | None, locale: str | None = None) -> Reply:
    return html(request, "challenge.html", action=action, amount=amount, leads_to=leads_to, locale=locale)
