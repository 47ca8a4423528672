"""The brand's desk: a campaign's tiers."""

from typing import Any

from litestar import Request, get, post
from litestar.params import FromPath
from litestar.response import Response

from app.brands.desk import Desk, team
from app.brands.studio import studio_page
from app.foundation.i18n import N_
from app.foundation.money import Money
from app.settings import settings
from app.web.forms import Form, blank, read_form
from app.web.pages import go
from campaigns.drafting.queries import desk_campaign
from campaigns.rules import EDITABLE
from campaigns.tiers.actions import add_tier, change_cap, edit_tier, remove_tier
from campaigns.tiers.forms import CapForm, as_typed, tier_form
from campaigns.tiers.minimums import least_charge
from campaigns.tiers.queries import tier_of, tiers_of
from campaigns.tiers.rules import GROWING, net_of
from campaigns.tiers.tables import PERK_KINDS
from campaigns.tiers.wording import KINDS

BASE = "/brands/{brand_id:str}/studio/campaigns/{campaign_id:str}/tiers"
ONE = BASE + "/{tier_id:str}"
ROWS = 4


def address(desk: Desk, campaign: dict[str, Any]) -> str:
    return f"{desk.url}/campaigns/{campaign['public_id']}/tiers"


def shown(tier: dict[str, Any], currency: str) -> Form[Any]:
    return blank(
        title=tier["title"], description=tier["description"], price=as_typed(tier["price"], currency),
        shipping=as_typed(tier["shipping_from"] or 0, currency), cap=tier["cap"], per_backer=tier["per_backer"],
        deliver_month=f"{tier['deliver_month']:%Y-%m}", kind=[item["kind"] for item in tier["items"]],
        item=[item["title"] for item in tier["items"]],
    )  # fmt: skip


def item_rows(form: Form[Any]) -> list[tuple[str, str]]:
    """(kind, title) of each row to show: those typed, and one empty one more than that."""
    kinds, items = ([one] if isinstance(one, str) else one for one in (form.values.get("kind", []), form.values.get("item", [])))
    typed = list(zip(kinds, items, strict=False))
    return typed + [(PERK_KINDS[0], "")] * max(ROWS - len(typed), 1)


async def tiers_page(request: Request, desk: Desk, campaign: dict[str, Any], form: Form[Any] | None = None) -> Response:
    fee = campaign["fee_percent"] if campaign["launched_at"] else settings.fee_percent
    currency = campaign["currency"]
    tiers = [{**tier, "net": net_of(Money(tier["price"], currency), fee)} for tier in await tiers_of(campaign["id"])]
    form = form or blank(per_backer="10")
    may_edit = desk.may("edit")
    return await studio_page(
        request, desk, "campaigns/desk/tiers.html", status=form.status, campaign=campaign, tiers=tiers, form=form,
        rows=item_rows(form), fee=fee, least=least_charge(currency), kinds=KINDS,
        is_editable=may_edit and campaign["state"] in EDITABLE, is_growing=may_edit and campaign["state"] in GROWING,
    )  # fmt: skip


async def tier_page(
    request: Request, desk: Desk, campaign: dict[str, Any], tier: dict[str, Any], form: Form[Any] | None = None
) -> Response:
    form = form or shown(tier, campaign["currency"])
    return await studio_page(
        request, desk, "campaigns/desk/tier.html", status=form.status, campaign=campaign, tier=tier, form=form,
        rows=item_rows(form), least=least_charge(campaign["currency"]), kinds=KINDS,
        is_editable=campaign["state"] in EDITABLE,
    )  # fmt: skip


@get(BASE, guards=[team()])
async def index(request: Request, desk: Desk, campaign_id: FromPath[str]) -> Response:
    return await tiers_page(request, desk, await desk_campaign(desk.brand, campaign_id))


@post(BASE, guards=[team("edit")])
async def add(request: Request, desk: Desk, campaign_id: FromPath[str]) -> Response:
    campaign = await desk_campaign(desk.brand, campaign_id)
    form = await read_form(request, tier_form(campaign["currency"]))
    if form.ok:
        with form.catching():
            await add_tier(campaign, form.data)
            return go(address(desk, campaign), N_("档位加好了"))
    return await tiers_page(request, desk, campaign, form)


@get(ONE, guards=[team("edit")])
async def show(request: Request, desk: Desk, campaign_id: FromPath[str], tier_id: FromPath[str]) -> Response:
    campaign = await desk_campaign(desk.brand, campaign_id)
    return await tier_page(request, desk, campaign, await tier_of(campaign["id"], tier_id))


@post(ONE, guards=[team("edit")])
async def edit(request: Request, desk: Desk, campaign_id: FromPath[str], tier_id: FromPath[str]) -> Response:
    campaign = await desk_campaign(desk.brand, campaign_id)
    tier = await tier_of(campaign["id"], tier_id)
    form = await read_form(request, tier_form(campaign["currency"]))
    if form.ok:
        with form.catching():
            await edit_tier(campaign, tier, form.data)
            return go(address(desk, campaign), N_("已保存"))
    return await tier_page(request, desk, campaign, tier, form)


@post(ONE + "/cap", guards=[team("edit")])
async def set_cap(request: Request, desk: Desk, campaign_id: FromPath[str], tier_id: FromPath[str]) -> Response:
    campaign = await desk_campaign(desk.brand, campaign_id)
    tier = await tier_of(campaign["id"], tier_id)
    form = await read_form(request, CapForm)
    if form.ok:
        with form.catching():
            await change_cap(campaign, tier, form.data.cap)
            return go(address(desk, campaign), N_("名额改好了"))
    return await tier_page(request, desk, campaign, tier, form)


@post(ONE + "/removal", guards=[team("edit")])
async def remove(desk: Desk, campaign_id: FromPath[str], tier_id: FromPath[str]) -> Response:
    campaign = await desk_campaign(desk.brand, campaign_id)
    await remove_tier(campaign, await tier_of(campaign["id"], tier_id))
    return go(address(desk, campaign), N_("档位删掉了"))


ROUTES = [index, add, show, edit, set_cap, remove]
