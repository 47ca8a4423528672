"""The steps of signing in: a phone or an e-mail, then a code or a password. Who is new joins by the way."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import replace
from typing import Any

from litestar import Request, get, post
from litestar.datastructures import Cookie
from litestar.response import Response

from app.accounts.actions import create_member, member_with, sign_in_by_password
from app.accounts.addresses import Address, read_address
from app.accounts.arriving import arrive
from app.accounts.carried import Carried, first_text, keyboard, regions_of
from app.accounts.codes import Asked, asked_in, check_code, forget_code, send_code
from app.accounts.factors.party import party_of
from app.accounts.forms import AddressForm, CodeSignInForm, PasswordSignInForm
from app.accounts.guards import anyone
from app.accounts.intents.actions import note_address
from app.accounts.intents.queries import form_again, intent_by_key, what_will_be_done
from app.accounts.limits import limit
from app.accounts.rules import CODE_MINUTES, PLACE_WINDOW, place_of, reason_to_sign_in
from app.accounts.sessions import end_session, forget_cookie
from app.accounts.viewer import Viewer
from app.foundation.i18n import N_, language, translate
from app.foundation.refusals import Refusal
from app.notifications.actions import sms_is_offered
from app.settings import settings
from app.site.profile import region
from app.web.forms import Form, blank, read_values
from app.web.pages import go, page
from app.web.security import client_address
from app.web.sent import sent_values
from app.web.visit import first_ref, ref_in

BROWSER_COOKIE = "__Host-zz_browser" if settings.is_https else "zz_browser"
NOT_KEPT = N_("刚才的验证码过期了，或者已经用过。请再发一次。")
NOT_AGREED = N_("这里的服务器在境外。请先勾选同意，再登录。")
JUST_SENT = N_("验证码刚刚发过，请先看看收到没有。%(wait)s 秒后可以重发。")

Sent = dict[str, list[Any]]


def browser_cookie(token: str) -> Cookie:
    """A second way only: the token travels in addresses and forms."""
    lasting = CODE_MINUTES * 60 if token else 0
    return Cookie(key=BROWSER_COOKIE, value=token, max_age=lasting, httponly=True, samesite="lax", secure=settings.is_https)


def _carried(request: Request, sent: Mapping[str, Any]) -> Carried:
    carried = Carried.read(sent)
    return carried if carried.at else replace(carried, at=request.cookies.get(BROWSER_COOKIE, "")[:60])


def _place(request: Request) -> str:
    return place_of(client_address(request.scope))


def _regions(request: Request, form: Form) -> list[str]:
    return regions_of(form.data.time_zone, request.headers.get("accept-language", ""))


async def show_step(request: Request, step: str, form: Form, carried: Carried, **context: Any) -> Response:
    intent = await intent_by_key(carried.intent)
    what = await what_will_be_done(intent) if intent else ""
    takes_phones = sms_is_offered()
    context |= {
        "form": form, "carried": carried, "next_path": carried.next_path, "intent": carried.intent, "what": what,
        "change": form_again(intent) if intent else "",
        "reason": "" if what else translate(reason_to_sign_in(carried.why, carried.next_path)),
        "takes_phones": takes_phones, "by": keyboard(carried.by, takes_phones=takes_phones), "party": party_of(request),
        "providers": settings.oidc_providers,
    }  # fmt: skip
    response = await page(request, f"accounts/sign_in/{step}.html", status=form.status, **context)
    response.headers |= {"Cache-Control": "no-store", "X-Robots-Tag": "noindex"}  # it names an address
    return response


@get("/sign-in", guards=[anyone])
async def show_sign_in(request: Request, viewer: Viewer) -> Response:
    """The step at which this browser stands."""
    query = request.query_params
    carried = _carried(request, query)
    if viewer.is_signed_in:
        return go(_signed_in_already(carried))
    asked = None if "again" in query else await asked_in(carried.at)
    if first_text(query, "way") == "password":
        return await show_step(request, "password", blank(address=_prefilled(query, asked)), carried)
    if asked:
        return await show_step(request, "code", blank(), carried, asked=asked)
    form = blank(address=_prefilled(query, None))
    if "at" in query and "again" not in query:
        form.errors[""] = translate(NOT_KEPT)
    return await show_step(request, "address", form, replace(carried, at=""))


def _prefilled(query: Mapping[str, Any], asked: Asked | None) -> str:
    return str(asked.address) if asked else first_text(query, "address")[:320]


def _signed_in_already(carried: Carried) -> str:
    """What was begun is finished there with a word."""
    public_id = carried.intent.partition(".")[0]
    return f"/intents/{public_id}?key={carried.intent}" if public_id.isalnum() else carried.next_path


@post("/sign-in", guards=[anyone])
async def sign_in(request: Request, viewer: Viewer) -> Response:
    sent = await sent_values(request)
    return await _step(sent)(request, viewer, sent)


def _step(sent: Sent) -> Callable[[Request, Viewer, Sent], Awaitable[Response]]:
    if first_text(sent, "password"):
        return _by_password
    if "code" in sent:
        return _by_code
    if "password" in sent or first_text(sent, "way") == "password":
        return _choose_password
    return _send_code


async def _send_code(request: Request, viewer: Viewer, sent: Sent) -> Response:
    form, carried = read_values(AddressForm, sent), _carried(request, sent)
    if form.ok:
        with form.catching():
            address = read_address(form.data.address, _regions(request, form), takes_phones=sms_is_offered())
            check_agreed(carried)
            asked = await asked_in(carried.at)
            if asked and asked.address == address and asked.wait:
                form.refuse(Refusal(JUST_SENT, field="code", wait=asked.wait))
                return await show_step(request, "code", form, carried, asked=asked)
            return await _sent_to(request, address, carried)
    return await show_step(request, "address", form, carried)


def check_agreed(carried: Carried) -> None:
    if region().cross_border and not carried.abroad:
        raise Refusal(NOT_AGREED)


async def _sent_to(request: Request, address: Address, carried: Carried) -> Response:
    at = await send_code(
        address, place=_place(request), lang=language.get(), next_path=carried.next_path, intent=carried.intent,
        instead_of=carried.at,
    )  # fmt: skip
    if intent := await intent_by_key(carried.intent):
        await note_address(intent, address.kind, address.text)
    response = go(replace(carried, at=at, by=address.kind).path())
    response.set_cookie(browser_cookie(at))
    return response


async def _choose_password(request: Request, viewer: Viewer, sent: Sent) -> Response:
    """Whatever was typed so far goes along."""
    return await show_step(request, "password", blank(address=first_text(sent, "address")[:320]), _carried(request, sent))


async def _by_code(request: Request, viewer: Viewer, sent: Sent) -> Response:
    form, carried = read_values(CodeSignInForm, sent), _carried(request, sent)
    if form.ok:
        with form.catching():
            await limit("code-tried-from", _place(request), most=500, within=PLACE_WINDOW)
            address = await check_code(carried.at, form.data.code)
            response = await enter(request, viewer, address, carried, form.data.time_zone)
            await forget_code(carried.at)
            return response
    asked = await asked_in(carried.at)
    if asked:
        return await show_step(request, "code", form, carried, asked=asked)
    if viewer.is_signed_in:  # the same code, sent twice
        return go(_signed_in_already(carried))
    form.errors[""] = form.errors.get("code", "")
    return await show_step(request, "address", form, replace(carried, at=""))


async def enter(request: Request, viewer: Viewer, address: Address, carried: Carried, time_zone: str = "") -> Response:
    """Whoever has proven this address is in; who is new joins with a name to change later."""
    member = await member_with(address.kind, address.text)
    is_new = member is None
    if member is None:
        member = await create_member(
            address.kind, address.text, lang=language.get(), time_zone=time_zone or settings.time_zone.key,
            ref=first_ref(request.scope) or await _carried_ref(carried),
        )  # fmt: skip
    response = await arrive(request, viewer, member, next_path=carried.next_path, intent=carried.intent, is_new=is_new)
    response.set_cookie(browser_cookie(""))
    return response


async def _carried_ref(carried: Carried) -> str:
    """Where cookies are forgotten, what was begun still knows by whose link, and so does the page it was begun on."""
    begun = await intent_by_key(carried.intent) if carried.intent else None
    return (begun.ref if begun else "") or ref_in(carried.next_path.partition("?")[2])


async def _by_password(request: Request, viewer: Viewer, sent: Sent) -> Response:
    form, carried = read_values(PasswordSignInForm, sent), _carried(request, sent)
    if form.ok:
        with form.catching():
            place = _place(request)
            await limit("password-from", place, most=500, within=PLACE_WINDOW)
            address = read_address(form.data.address, _regions(request, form))
            member = await sign_in_by_password(address, form.data.password, place)
            response = await arrive(request, viewer, member, next_path=carried.next_path, intent=carried.intent)
            response.set_cookie(browser_cookie(""))
            return response
    return await show_step(request, "password", form, carried)


@post("/sign-out", guards=[anyone])
async def sign_out(viewer: Viewer) -> Response:
    await end_session(viewer.id, id_=viewer.session)
    response = go("/", N_("已退出登录。"))
    forget_cookie(response)
    return response


ROUTES = [show_sign_in, sign_in, sign_out]
