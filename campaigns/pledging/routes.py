"""A backer's way to a pledge: how many, how to pay, what is promised; then on to the provider."""

import secrets
from typing import Annotated, Any

import msgspec
from litestar import Request, get, post
from litestar.params import FromPath
from litestar.response import Redirect, Response

from app.accounts.guards import members
from app.accounts.viewer import Viewer
from app.foundation.i18n import N_, translate
from app.foundation.money import Money
from app.foundation.refusals import NotFound, Refusal
from app.web.fields import Line, Whole
from app.web.forms import Form, read_form, read_values
from app.web.pages import fragment, page
from app.web.visit import first_ref
from campaigns.pledging.actions import start_pledge
from campaigns.pledging.claiming import offer_of
from campaigns.pledging.forms import PledgeForm
from campaigns.pledging.methods import METHODS, check_method
from campaigns.pledging.queries import find_offer
from campaigns.pledging.rules import check_offer
from campaigns.pledging.wording import promise
from campaigns.queries import campaign_by_public_id


class AskedForm(msgspec.Struct):
    """What an address or a form half filled in says so far."""

    tier: Annotated[str, Line(12, least=0)]
    quantity: Annotated[int | None, Whole(1, 100, optional=True)]


def order_of(campaign: dict[str, Any], tier: dict[str, Any], quantity: int) -> dict[str, Any]:
    """Lines, their sum, and each way to pay with what it promises or why it can't be had."""
    currency = campaign["currency"]
    lines = [(f"{tier['title']} × {quantity}", Money(tier["price"] * quantity, currency))]
    if tier["shipping"]:
        lines.append((translate(N_("运费")), Money(tier["shipping"] * quantity, currency)))
    total = Money((tier["price"] + tier["shipping"]) * quantity, currency)
    return {"lines": lines, "total": total, "methods": [_way(code, campaign, tier, total) for code in METHODS]}


def _way(code: str, campaign: dict[str, Any], tier: dict[str, Any], total: Money) -> dict[str, Any]:
    method = METHODS[code]
    way = {"value": code, "name": translate(method.name), "icon": method.icon, "disabled": False}
    try:
        check_method(code, campaign["currency"], tier["deadline"], tier["now"])
    except Refusal as refusal:
        return way | {"disabled": True, "note": refusal.text()}
    return way | {"note": promise(code, method.charge_plan, campaign["funding"], total, tier["deadline"])}


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
        offer=offer_of(tier), order=order_of(campaign, tier, quantity),
    )  # fmt: skip


@get("/campaigns/{campaign_id:str}/pledges/new", guards=[members])
async def new(request: Request, viewer: Viewer, campaign_id: FromPath[str]) -> Response:
    campaign, tier, form = await asked_for(request, viewer, campaign_id)
    with form.catching():
        check_offer(offer_of(tier), quantity_of(form))
    return await new_page(request, campaign, tier, form)


@get("/campaigns/{campaign_id:str}/pledges/order", guards=[members])
async def order(request: Request, viewer: Viewer, campaign_id: FromPath[str]) -> Response:
    """The sum and the promises anew, while the number changes."""
    campaign, tier, form = await asked_for(request, viewer, campaign_id)
    form.errors.clear()
    form.status = 200
    return await new_page(request, campaign, tier, form, "_order.html")


@post("/campaigns/{campaign_id:str}/pledges", guards=[members])
async def create(request: Request, viewer: Viewer, campaign_id: FromPath[str]) -> Response:
    campaign = await campaign_by_public_id(viewer, campaign_id)
    form = await read_form(request, PledgeForm)
    if form.ok:
        with form.catching():
            pledge = await start_pledge(viewer, campaign, form.data, first_ref(request.scope))
            return Redirect(f"/pledges/{pledge['public_id']}/checkout", status_code=307)
    tier = await find_offer(viewer.id, campaign["id"], str(form.values.get("tier", "")))
    if tier is None:
        raise NotFound
    return await new_page(request, campaign, tier, form)


ROUTES = [new, order, create]
