"""Rendering: pages that have an address, fragments that are part of one, and the one place that chooses between them."""

from datetime import datetime
from functools import lru_cache
from typing import Any
from urllib.parse import quote

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from litestar import Request
from litestar.response import Redirect, Response
from markupsafe import Markup

from app.foundation import clock
from app.foundation.i18n import LANGUAGES, gettext, language, ngettext, pgettext, zone
from app.settings import ROOT, settings
from app.web import slots
from app.web.assets import asset
from app.web.chat_browsers import chat_browser
from app.web.flash import FLASH_COOKIE, flash_of, sealed_flash
from app.web.formats import FILTERS, percent
from app.web.forms import Form
from app.web.icons import drawing, icon
from app.web.keeping import kept
from app.web.markdown import render_markdown
from app.web.qr import qr
from app.web.visit import cookie

HTML = "text/html"  # Litestar adds the charset
_VARY = {"Vary": "Cookie, Accept-Language, HX-Request"}
# Set by a page that everybody signed out sees alike; the page cache keeps it for so many seconds and strips the header.
SHARED = "x-shared-for"


def dom_id(name: str, record: Any = None) -> str:
    """The one id of a fragment's root element: its name and its record's public id."""
    public_id = record if isinstance(record, str) or record is None else _public_id(record)
    return f"{name}-{public_id}" if public_id else name


def _public_id(record: Any) -> str:
    return record["public_id"] if isinstance(record, dict) else record.public_id


def _environment() -> Environment:
    made = Environment(
        loader=FileSystemLoader(ROOT / "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=settings.environment == "development",
        extensions=["jinja2.ext.i18n", "jinja2.ext.do"],
        cache_size=1000,
    )
    made.install_gettext_callables(gettext, ngettext, newstyle=True, pgettext=pgettext)  # type: ignore[attr-defined]
    made.filters |= FILTERS | {"markdown": render_markdown}
    made.globals |= {
        "asset": asset, "icon": icon, "drawing": drawing, "dom_id": dom_id, "percent": percent,
        "languages": LANGUAGES, "public_url": settings.public_url, "in_development": settings.environment == "development",
        "zone_key": lambda: zone.get().key, "Form": Form, "kept": kept, "chat_browser": chat_browser, "qr": qr,
    }  # fmt: skip
    return made


environment = _environment()


def render(template: str, **context: Any) -> str:
    """A template outside a request (mails, slots that need no viewer)."""
    return environment.get_template(template).render(lang=language.get(), **context)


def _context(request: Request) -> dict[str, Any]:
    return {
        "request": request,
        "viewer": request.scope["state"]["viewer"],
        "lang": language.get(),
        "path": request.url.path,
        # Opened by its link, a page is found again only with the key.
        "here": request.url.path + (f"?key={quote(key)}" if (key := request.query_params.get("key", "")) else ""),
        "theme": cookie(request.scope, "zz_theme"),  # as the page cache reads it, should there be two
    }


async def _moment(request: Request) -> datetime:
    """One for the whole request, whatever it renders."""
    state = request.scope["state"]
    if "now" not in state:
        state["now"] = await clock.now()
    return state["now"]


async def render_for(request: Request, template: str, **context: Any) -> str:
    """A template in a request: it knows the viewer and the moment."""
    if "now" not in context:
        context["now"] = await _moment(request)
    return environment.get_template(template).render(_context(request) | context)


def own_link(viewer: Any) -> Markup:
    """The masthead's way to one's own pages, with name and face."""
    return _own_link(language.get(), viewer.name, viewer.avatar_url) if viewer.is_signed_in else Markup("")


@lru_cache(maxsize=1000)
def _own_link(lang: str, name: str, avatar_url: str) -> Markup:
    return Markup(render("layouts/_own_link.html", name=name, avatar_url=avatar_url))  # noqa: S704 - our template


def own_headers() -> dict[str, str]:
    """Of a page that is somebody's own: no other may be shown it."""
    return _VARY | {"Cache-Control": "no-store"}


def whole(html: str | bytes, *, status: int = 200, headers: dict[str, str]) -> Response:
    return Response(html, status_code=status, media_type=HTML, headers=headers)


async def page(request: Request, template: str, *, status: int = 200, shared_for: float = 0, **context: Any) -> Response:
    """A whole page. `shared_for` seconds it may be served to everybody signed out (say 1: never more than 2)."""
    viewer = request.scope["state"]["viewer"]
    flash = flash_of(request)
    badge = await slots.render("layout.bell", request) if viewer.is_signed_in else Markup("")
    html = await render_for(request, template, flash=flash, bell=badge, own_link=own_link(viewer), **context)
    headers = own_headers() if viewer.is_signed_in else _VARY | {"Cache-Control": "private, no-cache"}
    response = whole(html, status=status, headers=headers)
    if flash:
        response.delete_cookie(FLASH_COOKIE)
    if shared_for and not viewer.is_signed_in and not flash and status == 200:
        response.set_header(SHARED, str(shared_for))
    return response


def is_htmx(request: Request) -> bool:
    return request.headers.get("HX-Request") == "true"


async def fragment(request: Request, template: str, *, status: int = 200, **context: Any) -> Response:
    html = await render_for(request, template, **context)
    return Response(html, status_code=status, media_type=HTML, headers={"Vary": "HX-Request", "Cache-Control": "no-store"})


def go(to: str, say: str = "", **params: Any) -> Response:
    """Redirect after POST; `say` is shown once on the next page."""
    response = Redirect(to, status_code=303)
    if say:
        response.set_cookie(sealed_flash(say, params))
    return response


async def answer(request: Request, template: str, *, to: str, say: str = "", status: int = 200, **context: Any) -> Response:
    """After a change: htmx gets the fragments that changed, every other browser a redirect."""
    if is_htmx(request):
        return await fragment(request, template, status=status, **context)
    response = go(to, say)
    response.headers["Vary"] = "HX-Request"
    return response
