"""The brand's desk: a campaign's tiers and add-ons."""

from typing import Any

from litestar import Request, get, post
from litestar.params import FromPath
from litestar.response import Response

from app.accounts.viewer import Viewer
from app.brands.desk import Desk, team
from app.foundation.i18n import N_
from app.media.actions import picture_from
from app.web.forms import Form, read_form, read_values
from app.web.pages import fragment, go
from app.web.sent import WITH_PICTURES
from campaigns.drafting.queries import desk_campaign
from campaigns.tiers.actions import add_tier, change_cap, edit_tier, end_tier, move_tier, remove_tier, set_limits
from campaigns.tiers.forms import CapForm, LimitsForm, NetForm, tier_form
from campaigns.tiers.pages import address, likeness, net_context, new_page, tier_page, tiers_page
from campaigns.tiers.queries import tier_of
from campaigns.zoning.queries import zones_of

BASE = "/brands/{brand_id:str}/studio/campaigns/{campaign_id:str}/tiers"
ONE = BASE + "/{tier_id:str}"


@get(BASE, guards=[team()])
async def index(request: Request, desk: Desk, campaign_id: FromPath[str]) -> Response:
    return await tiers_page(request, desk, await desk_campaign(desk.brand, campaign_id))


@get(BASE + "/new", guards=[team("edit")])
async def new(request: Request, desk: Desk, campaign_id: FromPath[str]) -> Response:
    """Empty, or `like` another one: copied into the form, and made only when it is sent."""
    campaign = await desk_campaign(desk.brand, campaign_id)
    form = await likeness(campaign, request.query_params)
    return await new_page(request, desk, campaign, form)


@get(BASE + "/net", guards=[team()])
async def net(request: Request, desk: Desk, campaign_id: FromPath[str]) -> Response:
    """What the numbers typed so far leave for the brand."""
    campaign = await desk_campaign(desk.brand, campaign_id)
    form = read_values(NetForm, {name: request.query_params.getall(name) for name in request.query_params})
    context = net_context(campaign, await zones_of(campaign["id"]), form)
    return await fragment(request, "campaigns/tiers/_net.html", campaign=campaign, **context)


@post(BASE, guards=[team("edit")], request_max_body_size=WITH_PICTURES)
async def add(request: Request, viewer: Viewer, desk: Desk, campaign_id: FromPath[str]) -> Response:
    campaign = await desk_campaign(desk.brand, campaign_id)
    form = await _read_tier(request, viewer, campaign)
    if form.ok:
        with form.catching():
            await add_tier(campaign, form.data, viewer)
            return go(address(desk, campaign), N_("加购项加好了") if form.data.is_add_on else N_("档位加好了"))
    return await new_page(request, desk, campaign, form)


async def _read_tier(request: Request, viewer: Viewer, campaign: dict[str, Any]) -> Form[Any]:
    """Its picture is kept first, so that nobody chooses it twice."""
    form: Form[Any] = await read_form(request, tier_form(campaign["currency"]))
    kept = await picture_from(viewer.id, form, "picture")
    if form.ok:
        form.data.kept = kept
    return form


@post(BASE + "/limits", guards=[team("edit")])
async def limits(request: Request, desk: Desk, campaign_id: FromPath[str]) -> Response:
    campaign = await desk_campaign(desk.brand, campaign_id)
    form = await read_form(request, LimitsForm)
    if form.ok:
        with form.catching():
            await set_limits(campaign, form.data.per_backer, form.data.takes_extra)
            return go(address(desk, campaign), N_("已保存"))
    return await tiers_page(request, desk, campaign, form)


@get(ONE, guards=[team("edit")])
async def show(request: Request, desk: Desk, campaign_id: FromPath[str], tier_id: FromPath[str]) -> Response:
    campaign = await desk_campaign(desk.brand, campaign_id)
    return await tier_page(request, desk, campaign, await tier_of(campaign["id"], tier_id))


@post(ONE, guards=[team("edit")], request_max_body_size=WITH_PICTURES)
async def edit(request: Request, viewer: Viewer, desk: Desk, campaign_id: FromPath[str], tier_id: FromPath[str]) -> Response:
    campaign = await desk_campaign(desk.brand, campaign_id)
    tier = await tier_of(campaign["id"], tier_id)
    form = await _read_tier(request, viewer, campaign)
    if form.ok:
        with form.catching():
            await edit_tier(campaign, tier, form.data, viewer)
            return go(f"{address(desk, campaign)}/{tier['public_id']}", N_("已保存"))
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


@post(ONE + "/ending", guards=[team("edit")])
async def end(desk: Desk, campaign_id: FromPath[str], tier_id: FromPath[str]) -> Response:
    campaign = await desk_campaign(desk.brand, campaign_id)
    await end_tier(campaign, await tier_of(campaign["id"], tier_id))
    return go(address(desk, campaign), N_("这个档位结束了，已经支持的人不受影响。"))


@post(ONE + "/rise", guards=[team("edit")])
async def rise(desk: Desk, campaign_id: FromPath[str], tier_id: FromPath[str]) -> Response:
    return await _moved(desk, campaign_id, tier_id, up=True)


@post(ONE + "/fall", guards=[team("edit")])
async def fall(desk: Desk, campaign_id: FromPath[str], tier_id: FromPath[str]) -> Response:
    return await _moved(desk, campaign_id, tier_id, up=False)


async def _moved(desk: Desk, campaign_id: str, tier_id: str, *, up: bool) -> Response:
    campaign = await desk_campaign(desk.brand, campaign_id)
    tier = await tier_of(campaign["id"], tier_id)
    await move_tier(campaign, tier, up)
    return go(f"{address(desk, campaign)}#tier-{tier['public_id']}")


@post(ONE + "/removal", guards=[team("edit")])
async def remove(desk: Desk, campaign_id: FromPath[str], tier_id: FromPath[str]) -> Response:
    campaign = await desk_campaign(desk.brand, campaign_id)
    await remove_tier(campaign, await tier_of(campaign["id"], tier_id))
    return go(address(desk, campaign), N_("档位删掉了"))


ROUTES = [index, new, net, add, limits, show, edit, set_cap, end, rise, fall, remove]
