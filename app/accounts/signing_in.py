"""The steps of signing in: an address, then a code or a password, and for who is new a name."""

from collections.abc import Awaitable, Callable
from typing import Any
from urllib.parse import urlencode

from litestar import Request, get, post
from litestar.datastructures import Cookie
from litestar.response import Response

from app.accounts.actions import create_member, member_with, sign_in_by_password
from app.accounts.codes import Asked, asked_in, check_code, forget_code, send_code
from app.accounts.forms import CodeForm, EmailForm, NameForm, PasswordSignInForm
from app.accounts.guards import anyone
from app.accounts.limits import limit
from app.accounts.rules import CODE_MINUTES, NAME_MINUTES, PLACE_WINDOW, place_of, reason_to_sign_in, suggested_name
from app.accounts.sessions import end_session, forget_cookie, give_cookie, start_session
from app.accounts.viewer import Viewer
from app.foundation.i18n import N_, language, translate
from app.foundation.refusals import Refusal
from app.settings import settings
from app.web.forms import Form, blank, read_values
from app.web.pages import go, page
from app.web.paths import own_path
from app.web.security import client_address
from app.web.sent import sent_values
from app.web.visit import first_ref

BROWSER_COOKIE = "__Host-zz_browser" if settings.is_https else "zz_browser"
NOT_KEPT = N_("没有找到刚才的验证码：可能过期了，也可能这个浏览器不保存 Cookie。请再发一次，或换个浏览器打开。")
ELSEWHERE = N_("验证码要填在申请它的那个浏览器里。回到那个页面，填上 %(code)s。")
JUST_SENT = N_("验证码刚刚发过，请先看看邮箱。%(wait)s 秒后可以重发。")

Sent = dict[str, list[Any]]


def _text(sent: Sent, name: str) -> str:
    typed = sent.get(name, [""])[-1]
    return typed if isinstance(typed, str) else ""


def _browser(request: Request) -> str:
    return request.cookies.get(BROWSER_COOKIE, "")


def _browser_cookie(token: str) -> Cookie:
    lasting = (CODE_MINUTES + NAME_MINUTES) * 60 if token else 0
    return Cookie(key=BROWSER_COOKIE, value=token, max_age=lasting, httponly=True, samesite="lax", secure=settings.is_https)


def _next(asked: str) -> str:
    """Where to go afterwards; never back into signing in or out."""
    path = own_path(asked)
    return "/" if path.split("?")[0].rstrip("/") in ("/sign-in", "/sign-out") else path


async def _show(request: Request, step: str, form: Form, sent: Sent | None = None, **context: Any) -> Response:
    asked = sent or {name: [text] for name, text in request.query_params.items()}
    next_path, why = _next(_text(asked, "next")), _text(asked, "why")[:20]
    reason = translate(reason_to_sign_in(why, next_path))
    context |= {"form": form, "next_path": next_path, "why": why, "reason": reason}
    response = await page(request, f"accounts/sign_in/{step}.html", status=form.status, **context)
    response.headers["Cache-Control"] = "no-store"  # it names an address
    return response


@get("/sign-in", guards=[anyone])
async def show_sign_in(request: Request, viewer: Viewer) -> Response:
    """The step at which this browser stands."""
    query = request.query_params
    if viewer.is_signed_in:
        return go(_next(query.get("next", "")))
    asked = None if "again" in query else await asked_in(_browser(request))
    if asked and asked.is_passed:
        return await _show(request, "name", blank(name=suggested_name(asked.address)), asked=asked)
    if query.get("way") == "password":
        return await _show(request, "password", blank(email=asked.address if asked else query.get("email", "")[:320]))
    if asked:
        return await _show(request, "code", blank(code=query.get("code", "")[:6]), asked=asked)
    form = blank(email=query.get("email", "")[:320])
    if "sent" in query:
        form.errors[""] = translate(NOT_KEPT)
    elif (code := query.get("code", "")[:6]).isdecimal():
        form.errors[""] = translate(ELSEWHERE, code=code)
    return await _show(request, "email", form)


@post("/sign-in", guards=[anyone])
async def sign_in(request: Request, viewer: Viewer) -> Response:
    sent = await sent_values(request)
    return await _step(sent)(request, viewer, sent)


def _step(sent: Sent) -> Callable[[Request, Viewer, Sent], Awaitable[Response]]:
    if "name" in sent:
        return _say_name
    if _text(sent, "password"):
        return _by_password
    if "code" in sent:
        return _by_code
    if "password" in sent or _text(sent, "way") == "password":
        return _choose_password
    return _send_code


async def _send_code(request: Request, viewer: Viewer, sent: Sent) -> Response:
    form = read_values(EmailForm, sent)
    token = _browser(request)
    asked = await asked_in(token)
    if form.ok and asked and not asked.is_passed and asked.address == form.data.email and asked.wait:
        form.refuse(Refusal(JUST_SENT, field="code", wait=asked.wait))
        return await _show(request, "code", form, sent, asked=asked)
    if form.ok:
        with form.catching():
            fresh = await send_code(
                form.data.email, place=place_of(client_address(request.scope)), lang=language.get(),
                next_path=_next(_text(sent, "next")), instead_of=token,
            )  # fmt: skip
            return _onward(sent, fresh)
    return await _show(request, "email", form, sent)


def _onward(sent: Sent, fresh: str) -> Response:
    kept = {"next": _next(_text(sent, "next")), "why": _text(sent, "why")[:20], "sent": "1"}
    response = go("/sign-in?" + urlencode({name: text for name, text in kept.items() if text and text != "/"}))
    response.set_cookie(_browser_cookie(fresh))
    return response


async def _choose_password(request: Request, viewer: Viewer, sent: Sent) -> Response:
    form = read_values(EmailForm, sent)
    form.status = 200 if form.ok else 422
    return await _show(request, "password" if form.ok else "email", form, sent)


async def _by_code(request: Request, viewer: Viewer, sent: Sent) -> Response:
    form = read_values(CodeForm, sent)
    token = _browser(request)
    if form.ok:
        with form.catching():
            await limit("code-tried-from", place_of(client_address(request.scope)), most=500, within=PLACE_WINDOW)
            address = await check_code(token, form.data.code)
            member = await member_with(address)
            if member is None:
                return _onward(sent, token)
            await forget_code(token)
            return await _enter(request, viewer, member, sent)
    asked = await asked_in(token)
    if asked is None:
        form.errors[""] = form.errors.get("code", "")
        return await _show(request, "email", form, sent)
    return await _show(request, "code", form, sent, asked=asked)


async def _by_password(request: Request, viewer: Viewer, sent: Sent) -> Response:
    form = read_values(PasswordSignInForm, sent)
    if form.ok:
        with form.catching():
            place = place_of(client_address(request.scope))
            await limit("password-from", place, most=500, within=PLACE_WINDOW)
            member = await sign_in_by_password(form.data.email, form.data.password, place)
            return await _enter(request, viewer, member, sent)
    return await _show(request, "password", form, sent)


async def _say_name(request: Request, viewer: Viewer, sent: Sent) -> Response:
    """Only after a right code, in the browser that gave it."""
    form = read_values(NameForm, sent)
    token = _browser(request)
    asked: Asked | None = await asked_in(token)
    if asked is None or not asked.is_passed:
        form.errors = {"": translate(NOT_KEPT)}
        return await _show(request, "email", form, sent)
    if not form.ok:
        return await _show(request, "name", form, sent, asked=asked)
    time_zone = form.data.time_zone or settings.time_zone.key
    member = await create_member(
        asked.address, form.data.name, lang=language.get(), time_zone=time_zone, ref=first_ref(request.scope)
    )
    await forget_code(token)
    return await _enter(request, viewer, member, sent)


async def _enter(request: Request, viewer: Viewer, member: int, sent: Sent) -> Response:
    """A new session, whatever the browser brought along; on to where they wanted to go."""
    token = await start_session(member, agent=request.headers.get("user-agent", ""), instead_of=viewer.session)
    response = go(_next(_text(sent, "next")))
    give_cookie(response, token)
    response.set_cookie(_browser_cookie(""))
    return response


@post("/sign-out", guards=[anyone])
async def sign_out(viewer: Viewer) -> Response:
    await end_session(viewer.id, id_=viewer.session)
    response = go("/", N_("已退出登录。"))
    forget_cookie(response)
    return response


ROUTES = [show_sign_in, sign_in, sign_out]
