"""Choosing the language and the light of the pages: kept in a cookie, for the visit and the next ones."""

from collections.abc import Awaitable, Callable
from typing import Annotated

import msgspec
from litestar import Request, post
from litestar.datastructures import Cookie
from litestar.response import Response

from app.foundation.i18n import LANGUAGES
from app.settings import settings
from app.web.access import anyone
from app.web.fields import Choice, Line
from app.web.forms import read_form
from app.web.pages import go
from app.web.paths import own_path
from app.web.visit import LANG_COOKIE

THEME_COOKIE = "zz_theme"
A_YEAR = 31_536_000

# Higher rooms that want to know of a choice (the member's profile does): filled at the roof.
when_chosen: list[Callable[[Request, str], Awaitable[None]]] = []


class LanguageForm(msgspec.Struct):
    lang: Annotated[str, Choice(tuple(LANGUAGES))]
    next: Annotated[str, Line(600, least=0)]


class ThemeForm(msgspec.Struct):
    theme: Annotated[str, Choice(("auto", "light", "dark"))]
    next: Annotated[str, Line(600, least=0)]


def lasting_cookie(name: str, value: str) -> Cookie:
    return Cookie(key=name, value=value, max_age=A_YEAR, samesite="lax", secure=settings.is_https)


@post("/language", guards=[anyone])
async def choose_language(request: Request) -> Response:
    form = await read_form(request, LanguageForm)
    for told in when_chosen:
        await told(request, form.data.lang)
    response = go(own_path(form.data.next))
    response.set_cookie(lasting_cookie(LANG_COOKIE, form.data.lang))
    return response


@post("/theme", guards=[anyone])
async def choose_theme(request: Request) -> Response:
    form = await read_form(request, ThemeForm)
    response = go(own_path(form.data.next))
    if form.data.theme == "auto":
        response.delete_cookie(THEME_COOKIE)
    else:
        response.set_cookie(lasting_cookie(THEME_COOKIE, form.data.theme))
    return response


ROUTES = [choose_language, choose_theme]
