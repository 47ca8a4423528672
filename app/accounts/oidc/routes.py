"""Signing in with an account elsewhere: setting out, coming back, and joining it to a member after a proof."""

from collections.abc import Mapping
from typing import Annotated
from urllib.parse import urlencode

import msgspec
from litestar import Request, get, post
from litestar.datastructures import Cookie
from litestar.params import FromPath
from litestar.response import Response

from app.accounts.actions import member_with
from app.accounts.arriving import arrive
from app.accounts.carried import Carried, way_onward
from app.accounts.factors.guards import careful_members
from app.accounts.guards import anyone
from app.accounts.identities.forms import IdentityForm
from app.accounts.limits import limit
from app.accounts.oidc.actions import add_account, add_waiting, join_by, keep_waiting, remove_account
from app.accounts.oidc.flow import FLOW_MINUTES, OVER, Back, come_back, new_browser_token, redirect_uri, set_out
from app.accounts.oidc.providers import address_at, label_of, provider_named
from app.accounts.oidc.queries import waiting_address
from app.accounts.oidc.tokens import Somebody, somebody_in, token_for
from app.accounts.rules import PLACE_WINDOW, place_of
from app.accounts.signing_in import check_agreed
from app.accounts.viewer import Viewer
from app.foundation.i18n import N_, language
from app.foundation.refusals import Refusal
from app.settings import OidcProvider, settings
from app.web.fields import Line
from app.web.forms import read_form
from app.web.pages import go, page
from app.web.security import client_address
from app.web.sent import sent_values
from app.web.visit import first_ref

BROWSER_COOKIE = "__Host-zz_elsewhere" if settings.is_https else "zz_elsewhere"
SECURITY = "/me/security"


class OnwardForm(msgspec.Struct):
    next: Annotated[str, Line(600, least=0)]


def _browser(request: Request) -> str:
    return request.cookies.get(BROWSER_COOKIE, "")[:60]


def _cookie(token: str) -> Cookie:
    return Cookie(
        key=BROWSER_COOKIE, value=token, max_age=4 * FLOW_MINUTES * 60, httponly=True, samesite="lax", secure=settings.is_https
    )


async def _leave(request: Request, provider: OidcProvider, **kept: str | int) -> Response:
    """By a page, not a redirect: our forms may lead to no other site, and browsers hold redirects to that too."""
    browser = _browser(request) or new_browser_token()
    to = await set_out(provider, browser, **kept)  # type: ignore[arg-type]
    response = await page(request, "accounts/oidc/leaving.html", to=to, label=provider.label)
    response.headers["Cache-Control"] = "no-store"
    response.set_cookie(_cookie(browser))
    return response


@post("/sign-in/with/{provider:str}", guards=[anyone], status_code=200)
async def leave_to_sign_in(request: Request, provider: FromPath[str]) -> Response:
    await limit("oidc-from", place_of(client_address(request.scope)), most=300, within=PLACE_WINDOW)
    carried, named = Carried.read(await sent_values(request)), provider_named(provider)
    try:
        check_agreed(carried)
        return await _leave(request, named, next_path=carried.next_path, intent=carried.intent)
    except Refusal as refusal:
        return _back_to_sign_in(carried.next_path, carried.intent, refusal)


@post("/me/accounts/{provider:str}", guards=[careful_members], status_code=200)
async def leave_to_add(request: Request, viewer: Viewer, provider: FromPath[str]) -> Response:
    return await _leave(request, provider_named(provider), next_path=SECURITY, member=viewer.id)


@post("/me/accounts/removal", guards=[careful_members])
async def delete_account(request: Request, viewer: Viewer) -> Response:
    form = await read_form(request, IdentityForm)
    return go(SECURITY, N_("%(label)s 已移除，不能再用它登录。"), label=await remove_account(viewer, form.data.identity))


@get("/sign-in/with/{provider:str}/return", guards=[anyone])
async def come_back_from(request: Request, viewer: Viewer, provider: FromPath[str]) -> Response:
    """The provider sends the browser here. The one GET that changes something: the state it brings serves once, and only here."""
    named, query = provider_named(provider), request.query_params
    try:
        back = await come_back(named, query.get("state", ""), _browser(request))
    except Refusal as refusal:
        return _back_to_sign_in("/", "", refusal)
    try:
        who = await _who(named, back, query)
        return await _add(viewer, back, named, who) if back.member else await _enter(request, viewer, back, named, who)
    except Refusal as refusal:
        return _back_to_sign_in(back.next_path, back.intent, refusal)


async def _who(provider: OidcProvider, back: Back, query: Mapping[str, str]) -> Somebody:
    if query.get("iss", provider.issuer) != provider.issuer:  # RFC 9207: another provider's answer
        raise Refusal(OVER)
    if "error" in query or not query.get("code"):
        raise Refusal(N_("在 %(label)s 那边没有同意，所以没有登录。"), label=provider.label)
    token = await token_for(provider, query["code"], verifier=back.verifier, redirect_uri=redirect_uri(provider))
    return await somebody_in(provider, token, nonce=back.nonce)


async def _add(viewer: Viewer, back: Back, provider: OidcProvider, who: Somebody) -> Response:
    if viewer.id != back.member:
        raise Refusal(OVER)
    await add_account(viewer, address_at(provider, who.subject))
    return go(SECURITY, N_("连上了，以后可以用 %(label)s 登录。"), label=provider.label)


async def _enter(request: Request, viewer: Viewer, back: Back, provider: OidcProvider, who: Somebody) -> Response:
    address = address_at(provider, who.subject)
    known = await member_with("oidc", address)
    member = known or await join_by(
        address, who.email, lang=language.get(), time_zone=settings.time_zone.key, ref=first_ref(request.scope)
    )
    if member is None:
        return await _prove_first(request, back, provider, address, who.email)
    return await arrive(request, viewer, member, next_path=back.next_path, intent=back.intent, is_new=not known)


async def _prove_first(request: Request, back: Back, provider: OidcProvider, address: str, email: str) -> Response:
    """The e-mail is a member's: a provider's word alone opens nobody's account. By a code they sign in, then join the two."""
    waiting = await keep_waiting(address, _browser(request))
    onward = f"/me/accounts/waiting/{waiting}?" + urlencode({"next": back.next_path})
    carried = {"address": email, "by": "email", "next": onward, "intent": back.intent}
    return go(
        "/sign-in?" + urlencode({name: text for name, text in carried.items() if text}),
        N_("%(email)s 在这里已经有账号了。先用验证码登录一次，再把 %(label)s 连上。"), email=email, label=provider.label,
    )  # fmt: skip


@get("/me/accounts/waiting/{waiting_id:str}", guards=[careful_members])
async def show_waiting(request: Request, waiting_id: FromPath[str]) -> Response:
    try:
        label = label_of(await waiting_address(waiting_id, _browser(request)))
    except Refusal as refusal:
        return go(way_onward(request.query_params.get("next", "")), refusal.text())
    next_path = way_onward(request.query_params.get("next", ""))
    return await page(request, "accounts/oidc/waiting.html", label=label, waiting_id=waiting_id, next_path=next_path)


@post("/me/accounts/waiting/{waiting_id:str}", guards=[careful_members])
async def add_what_waits(request: Request, viewer: Viewer, waiting_id: FromPath[str]) -> Response:
    form = await read_form(request, OnwardForm)
    label = await add_waiting(viewer, waiting_id, _browser(request))
    return go(way_onward(form.text("next")), N_("连上了，以后可以用 %(label)s 登录。"), label=label)


def _back_to_sign_in(next_path: str, intent: str, refusal: Refusal) -> Response:
    kept = {"next": "" if next_path == "/" else next_path, "intent": intent}
    query = urlencode({name: text for name, text in kept.items() if text})
    return go("/sign-in" + (f"?{query}" if query else ""), refusal.text())


ROUTES = [leave_to_sign_in, leave_to_add, delete_account, come_back_from, show_waiting, add_what_waits]
