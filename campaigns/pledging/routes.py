"""A backer's way to a pledge: how many, how to pay, what is promised; then on to the provider."""

import secrets
from typing import Annotated, Any

import msgspec
from litestar import Request, get, post
from litestar.params import FromPath
from litestar.response import Redirect, Response

from app.accounts.guards import anyone
from app.accounts.viewer import Viewer
from app.foundation.i18n import N_, translate
from app.foundation.money import Money
from app.foundation.refusals import NotFound, Refusal
from app.papers.actions import agree
from app.papers.queries import asked_for as agreements
from app.web.chat_browsers import chat_browser, is_phone
from app.web.fields import Line, Whole
from app.web.forms import Form, read_values
from app.web.pages import fragment, page
from app.web.sent import sent_values
from app.web.visit import first_ref
from campaigns.beginning import sign_in_first
from campaigns.pledging.actions import start_pledge
from campaigns.pledging.claiming import check_claim, offer_of
from campaigns.pledging.forms import PledgeForm
from campaigns.pledging.linking import way_to_pay
from campaigns.pledging.methods import METHODS, SCANNED, check_method, is_closed_in
from campaigns.pledging.queries import find_offer
from campaigns.pledging.quoting import Line as PricedLine
from campaigns.pledging.quoting import Order, quote
from campaigns.pledging.rules import check_offer
from campaigns.pledging.terms import terms_of
from campaigns.pledging.wording import promise
from campaigns.queries import campaign_by_public_id
from campaigns.tiers.queries import tiers_of


class AskedForm(msgspec.Struct):
    """What an address or a form half filled in says so far."""

    tier: Annotated[str, Line(12, least=0)]
    quantity: Annotated[int | None, Whole(1, 100, optional=True)]


async def order_of(
    request: Request, campaign: dict[str, Any], tier: dict[str, Any], form: Form[Any], quantity: int
) -> dict[str, Any]:
    """Lines, their sum, and each way to pay with what it promises or why it can't be had."""
    terms = await terms_of(campaign)
    try:
        priced = quote(terms, Order(tier["public_id"], quantity, country=str(form.values.get("country", ""))))
        lines, total = [(_label(line), line.amount) for line in priced.lines], priced.total
    except Refusal:
        total = Money(tier["price"] * quantity, terms.currency)
        lines = [(f"{tier['title']} × {quantity}", total)]
    return {"lines": lines, "total": total, "methods": [_way(request, code, campaign, tier, total) for code in METHODS]}


def _label(line: PricedLine) -> str:
    return translate(N_("运费")) if line.kind == "shipping" else f"{line.label} × {line.quantity}"


def _way(request: Request, code: str, campaign: dict[str, Any], tier: dict[str, Any], total: Money) -> dict[str, Any]:
    method = METHODS[code]
    way = {"value": code, "name": translate(method.name), "icon": method.icon, "disabled": False, "note_id": f"way-{code}"}
    try:
        check_method(code, campaign["currency"], tier["deadline"], tier["now"])
    except Refusal as refusal:
        return way | {"disabled": True, "note": refusal.text()}
    note = promise(code, method.charge_plan, campaign["funding"], total, tier["deadline"])
    return way | {"note": " ".join(filter(None, (note, _beware(request, code))))}


def _beware(request: Request, code: str) -> str:
    """What this browser can't do with it, said before it is chosen."""
    if is_closed_in(code, chat_browser(request)):
        sentence = N_("微信里打不开%(method)s：下一步给你一个链接，在浏览器里付，或发给朋友代付。")
        return translate(sentence, method=translate(METHODS[code].name))
    if code in SCANNED and is_phone(request):
        return translate(N_("下一页是二维码，要在另一块屏幕上打开，用微信扫。"))
    return ""


async def asked_for(request: Request, viewer: Viewer, campaign_id: str) -> tuple[dict[str, Any], dict[str, Any], Form[Any]]:
    """Campaign, tier and the form so far, from an address."""
    campaign = await campaign_by_public_id(viewer, campaign_id)
    form: Form[Any] = read_values(AskedForm, {name: request.query_params.getall(name) for name in request.query_params})
    form.status = 200 if form.ok else form.status
    tier = await find_offer(viewer.id, campaign["id"], str(form.values.get("tier", "")))
    if tier is None:
        raise NotFound
    return campaign, tier, form


def quantity_of(form: Form[Any]) -> int:
    typed = str(form.values.get("quantity", "1"))
    return min(max(int(typed), 1), 100) if typed.isdecimal() and len(typed) < 4 else 1


async def others_left(campaign: dict[str, Any], tier: dict[str, Any]) -> list[dict[str, Any]]:
    """Tiers that still have a place, for whoever just missed this one."""
    if campaign["state"] != "live" or tier["is_over"]:
        return []
    others = [one for one in await tiers_of(campaign["id"]) if one["id"] != tier["id"]]
    return [one for one in others if one["cap"] is None or one["places_left"]]


async def new_page(
    request: Request,
    campaign: dict[str, Any],
    tier: dict[str, Any],
    form: Form[Any],
    template: str = "new.html",
) -> Response:
    quantity = quantity_of(form)
    form.values = {"quantity": str(quantity), "request_key": secrets.token_hex(16)} | form.values
    answer = fragment if template.startswith("_") else page
    return await answer(
        request, f"campaigns/pledging/{template}", status=form.status, campaign=campaign, tier=tier, form=form,
        offer=offer_of(tier), order=await order_of(request, campaign, tier, form, quantity),
        others=await others_left(campaign, tier) if form.errors else [],
        asked=await agreements(request.scope["state"]["viewer"].id, "pledge"),
    )  # fmt: skip


@get("/campaigns/{campaign_id:str}/pledges/new", guards=[anyone])
async def new(request: Request, viewer: Viewer, campaign_id: FromPath[str]) -> Response:
    """Also signed out: who one is, is asked when the form is sent."""
    campaign, tier, form = await asked_for(request, viewer, campaign_id)
    with form.catching():
        check_offer(offer_of(tier), quantity_of(form))
    if form.ok and (code := str(form.values.get("method", ""))) in METHODS:
        with form.catching():
            check_method(code, tier["currency"], tier["deadline"], tier["now"])
    return await new_page(request, campaign, tier, form)


@get("/campaigns/{campaign_id:str}/pledges/order", guards=[anyone])
async def order(request: Request, viewer: Viewer, campaign_id: FromPath[str]) -> Response:
    """The sum and the promises anew, while the number changes; what was chosen stays in the page, untouched."""
    campaign, tier, form = await asked_for(request, viewer, campaign_id)
    form.errors.clear()
    form.status = 200
    return await new_page(request, campaign, tier, form, "_after_counting.html")


@post("/campaigns/{campaign_id:str}/pledges", guards=[anyone])
async def create(request: Request, viewer: Viewer, campaign_id: FromPath[str]) -> Response:
    campaign = await campaign_by_public_id(viewer, campaign_id)
    sent = await sent_values(request)
    form = read_values(PledgeForm, sent)
    if form.ok:
        with form.catching():
            if not viewer.is_signed_in:
                await check_claim(0, campaign, form.data)  # what can't be had is said before anybody is asked for a code
                return await sign_in_first(request, viewer, "pledge", campaign_id, sent)
            await agree(viewer.id, "pledge", abroad=bool(sent.get("cross_border")))
            pledge = await start_pledge(viewer, campaign, form.data, first_ref(request.scope))
            return Redirect(await way_to_pay(pledge), status_code=307)
    tier = await find_offer(viewer.id, campaign["id"], str(form.values.get("tier", "")))
    if tier is None:
        raise NotFound
    return await new_page(request, campaign, tier, form)


ROUTES = [new, order, create]
