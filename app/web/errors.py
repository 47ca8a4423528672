"""Refusals and faults as sentences: in the page, or where htmx asked."""

import logging
from collections.abc import Callable, Coroutine
from typing import Any
from urllib.parse import quote, urlsplit

from litestar import Request
from litestar.datastructures import Cookie
from litestar.exceptions import HTTPException
from litestar.response import Response
from litestar.types import ASGIApp, Receive, Scope, Send

from app.foundation.i18n import N_, gettext
from app.foundation.refusals import NotFound, Refusal, SecondFactorNeeded, SignInNeeded
from app.settings import settings
from app.web.pages import fragment, go, is_htmx, page
from app.web.paths import own_path

log = logging.getLogger("zhizao.web")


def came_from(request: Request) -> str:
    """The page of ours that a form stood on: where to go back to. A path, never another site."""
    if request.method in ("GET", "HEAD"):
        return own_path(request.url.path + (f"?{request.url.query}" if request.url.query else ""))
    referer = urlsplit(request.headers.get("referer", ""))
    if referer.netloc not in (request.url.netloc, urlsplit(settings.public_url).netloc):
        return "/"
    return own_path(referer.path + (f"?{referer.query}" if referer.query else ""))


# Filled at the roof: keeps what was begun signed out, and answers where to sign in for it, with a cookie.
when_sign_in_is_needed: list[Callable[[Request], Coroutine[Any, Any, tuple[str, Cookie] | None]]] = []


async def _to_sign_in(request: Request) -> Response:
    kept = None
    try:
        for keep in when_sign_in_is_needed:
            kept = kept or await keep(request)
    except Refusal as refusal:  # too much text, too often
        return await refused(request, refusal)
    except HTTPException as fault:
        return await http_fault(request, fault)
    to = kept[0] if kept else "/sign-in?next=" + quote(came_from(request)) + (f"&why={noun}" if (noun := begun(request)) else "")
    response = lead_to(request, to)
    if kept:
        response.set_cookie(kept[1])
    return response


def begun(request: Request) -> str:
    """The noun of a change begun signed out (vote, pledges …), so that the sign-in page can say why it is asked."""
    noun = request.url.path.rstrip("/").rpartition("/")[2]
    return "" if request.method in ("GET", "HEAD") or not noun.isalpha() else noun


def lead_to(request: Request, to: str) -> Response:
    """A page that must come first, for htmx too."""
    if is_htmx(request):
        return Response(b"", status_code=401, headers={"HX-Redirect": to})
    return go(to)


async def refused(request: Request, refusal: Refusal) -> Response:
    if isinstance(refusal, SecondFactorNeeded):
        return lead_to(request, "/sign-in/second?next=" + quote(came_from(request)))
    if isinstance(refusal, SignInNeeded):
        return await _to_sign_in(request)
    if is_htmx(request):
        response = await fragment(request, "components/_refusal.html", status=refusal.status, sentence=refusal.text())
        response.headers |= {"HX-Retarget": "#flash", "HX-Reswap": "innerHTML"}
        return response
    return await page(
        request,
        "errors/refused.html",
        status=refusal.status,
        sentence=refusal.text(),
        code=refusal.status,
        back=came_from(request),
    )


async def http_fault(request: Request, fault: HTTPException) -> Response:
    if fault.status_code == 404:
        return await refused(request, NotFound())
    sentences = {
        400: N_("这个请求读不懂，请返回重试。"),
        405: N_("这个地址不能这样访问。"),
        413: N_("上传的内容太大了。"),
    }
    refusal = Refusal(sentences.get(fault.status_code, N_("这个请求现在处理不了，请返回重试。")))
    refusal.status = fault.status_code
    return await refused(request, refusal)


async def broke(request: Request, error: Exception) -> Response:
    """A fault of ours: logged whole, told in one sentence. Needs no database, which may be what broke."""
    log.error("%s %s", request.method, request.url.path, exc_info=error)
    return Response(sorry(), status_code=500, media_type="text/html", headers={"Cache-Control": "no-store"})


def sorry() -> str:
    title, text, back = gettext("出了点问题"), gettext("我们这边出错了，已经记下来。请过一会儿再试。"), gettext("回首页")
    return (
        f'<!doctype html><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>{title}</title>'
        f'<h1>{title}</h1><p>{text}</p><p><a href="/">{back}</a></p>'
    )


class _Later(Response):
    """Litestar's exception handlers can't await; the answer they give can."""

    def __init__(self, making: Coroutine[Any, Any, Response]) -> None:
        super().__init__(b"")
        self.making = making

    def to_asgi_response(self, request: Request, **kwargs: Any) -> ASGIApp:  # type: ignore[override]
        async def send_it(scope: Scope, receive: Receive, send: Send) -> None:
            response = await self.making
            await response.to_asgi_response(request=request, **kwargs)(scope, receive, send)

        return send_it


EXCEPTION_HANDLERS: dict[int | type[Exception], Callable[[Request, Any], Response]] = {
    Refusal: lambda request, refusal: _Later(refused(request, refusal)),
    HTTPException: lambda request, fault: _Later(http_fault(request, fault)),
    Exception: lambda request, error: _Later(broke(request, error)),
}
