"""The brand's desk: where a campaign ships to, and what that costs."""

from typing import Any

from litestar import Request, get, post
from litestar.params import FromPath
from litestar.response import Response

from app.brands.desk import Desk, team
from app.brands.studio import studio_page
from app.foundation.i18n import N_
from app.web.forms import Form, blank, read_form
from app.web.pages import go
from campaigns.drafting.queries import desk_campaign
from campaigns.fulfilment.countries import FIRST, country_options
from campaigns.pledging.quoting import EVERYWHERE_ELSE
from campaigns.rules import EDITABLE
from campaigns.tiers.forms import as_typed
from campaigns.tiers.queries import tiers_of
from campaigns.zoning.actions import add_zone, choose_way, edit_zone, remove_zone
from campaigns.zoning.forms import WayForm, zone_form
from campaigns.zoning.queries import zone_of, zones_of
from campaigns.zoning.rules import place_name, without_freight

BASE = "/brands/{brand_id:str}/studio/campaigns/{campaign_id:str}/zones"
ONE = BASE + "/{zone_id:str}"


def address(desk: Desk, campaign: dict[str, Any]) -> str:
    return f"{desk.url}/campaigns/{campaign['public_id']}/zones"


def shown(zone: dict[str, Any], currency: str) -> Form[Any]:
    amounts = {name: as_typed(zone[name], currency) for name in ("first_price", "next_price")}
    grams = {name: str(zone[name] or "") for name in ("first_grams", "next_grams")}
    return blank(title=zone["title"], countries=zone["countries"], **amounts, **grams)


def typed_prices(form: Form[Any], zone: dict[str, Any] | None, currency: str) -> dict[str, str]:
    """What stands beside each tier: what was typed, else what is known."""
    known = {tier: as_typed(price, currency) for tier, price in (zone["prices"] if zone else {}).items()}
    tiers, prices = (
        [one] if isinstance(one, str) else one for one in (form.values.get(name, []) for name in ("tier", "freight"))
    )
    return known | dict(zip(tiers, prices, strict=False))


async def zones_page(
    request: Request, desk: Desk, campaign: dict[str, Any], form: Form[Any] | None = None, zone: dict[str, Any] | None = None
) -> Response:
    """All zones, with the form of a new one or of the one that is being changed."""
    zones, tiers = await zones_of(campaign["id"]), await tiers_of(campaign["id"])
    form = form or (shown(zone, campaign["currency"]) if zone else blank())
    chosen = form.values.get("countries", [])
    taken = {code: one["title"] for one in zones if zone is None or one["id"] != zone["id"] for code in one["countries"]}
    options = country_options()
    return await studio_page(
        request, desk, "campaigns/zoning/index.html", status=form.status, campaign=campaign, form=form, zones=zones, zone=zone,
        sent=[tier for tier in tiers if any(item["kind"] == "physical" for item in tier["items"])],
        prices=typed_prices(form, zone, campaign["currency"]), place_name=place_name, elsewhere=EVERYWHERE_ELSE,
        near=[one for one in options if one[0] in FIRST], far=[one for one in options if one[0] not in FIRST],
        chosen=[chosen] if isinstance(chosen, str) else chosen, taken=taken,
        nowhere=without_freight(campaign["shipping_by"], zones, tiers),
        is_editable=desk.may("edit") and campaign["state"] in EDITABLE,
    )  # fmt: skip


@get(BASE, guards=[team()])
async def index(request: Request, desk: Desk, campaign_id: FromPath[str]) -> Response:
    return await zones_page(request, desk, await desk_campaign(desk.brand, campaign_id))


@post(BASE, guards=[team("edit")])
async def add(request: Request, desk: Desk, campaign_id: FromPath[str]) -> Response:
    campaign = await desk_campaign(desk.brand, campaign_id)
    form = await read_form(request, zone_form(campaign["currency"]))
    if form.ok:
        with form.catching():
            await add_zone(campaign, form.data)
            return go(address(desk, campaign), N_("区域加好了"))
    return await zones_page(request, desk, campaign, form)


@post(BASE + "/way", guards=[team("edit")])
async def way(request: Request, desk: Desk, campaign_id: FromPath[str]) -> Response:
    campaign = await desk_campaign(desk.brand, campaign_id)
    form = await read_form(request, WayForm)
    await choose_way(campaign, form.data.shipping_by)
    return go(address(desk, campaign), N_("已保存"))


@get(ONE, guards=[team("edit")])
async def show(request: Request, desk: Desk, campaign_id: FromPath[str], zone_id: FromPath[str]) -> Response:
    campaign = await desk_campaign(desk.brand, campaign_id)
    return await zones_page(request, desk, campaign, zone=await zone_of(campaign["id"], zone_id))


@post(ONE, guards=[team("edit")])
async def edit(request: Request, desk: Desk, campaign_id: FromPath[str], zone_id: FromPath[str]) -> Response:
    campaign = await desk_campaign(desk.brand, campaign_id)
    zone = await zone_of(campaign["id"], zone_id)
    form = await read_form(request, zone_form(campaign["currency"]))
    if form.ok:
        with form.catching():
            await edit_zone(campaign, zone, form.data)
            return go(address(desk, campaign), N_("已保存"))
    return await zones_page(request, desk, campaign, form, zone)


@post(ONE + "/removal", guards=[team("edit")])
async def remove(desk: Desk, campaign_id: FromPath[str], zone_id: FromPath[str]) -> Response:
    campaign = await desk_campaign(desk.brand, campaign_id)
    await remove_zone(campaign, await zone_of(campaign["id"], zone_id))
    return go(address(desk, campaign), N_("区域删掉了"))


ROUTES = [index, add, way, show, edit, remove]
