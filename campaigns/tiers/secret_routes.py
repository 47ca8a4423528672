"""A secret tier: its links made, seen and revoked at the desk; opened by whoever has one."""

from typing import Annotated, Any

import msgspec
from litestar import Request, get, post
from litestar.params import FromPath
from litestar.response import Response

from app.accounts.capabilities import DeadLink, by_link, note_opening, opened_link
from app.accounts.guards import anyone
from app.accounts.handing_on import hand_on, handed, take_back
from app.accounts.viewer import Viewer
from app.brands.desk import Desk, team
from app.brands.studio import studio_page
from app.foundation.i18n import N_
from app.foundation.refusals import NotFound, Refusal
from app.web.fields import Choice, Line
from app.web.forms import Form, blank, read_form
from app.web.pages import go, page
from campaigns.drafting.queries import desk_campaign
from campaigns.queries import campaign_by_public_id
from campaigns.rules import is_open
from campaigns.showing import early_of, progress_of
from campaigns.tiers.pages import address
from campaigns.tiers.queries import tier_of
from campaigns.tiers.showing import secret_ticket
from campaigns.waiting.queries import waits_in

SCOPE = "tier"
DAYS = (7, 30, 90)
DESK = "/brands/{brand_id:str}/studio/campaigns/{campaign_id:str}/tiers/{tier_id:str}/links"
HERE = "/campaigns/{campaign_id:str}/tiers/{tier_id:str}"


class LinkForm(msgspec.Struct):
    note: Annotated[str, Line(40)]
    days: Annotated[str, Choice(tuple(str(days) for days in DAYS))]


async def desk_page(request: Request, desk: Desk, campaign: dict[str, Any], tier: dict[str, Any], form: Form[Any]) -> Response:
    path = f"/campaigns/{campaign['public_id']}/tiers/{tier['public_id']}"
    return await studio_page(
        request, desk, "campaigns/tiers/links.html", status=form.status, campaign=campaign, tier=tier, form=form, days=DAYS,
        links=await handed(SCOPE, tier["public_id"], path), may_edit=desk.may("edit"),
        here=f"{address(desk, campaign)}/{tier['public_id']}/links",
    )  # fmt: skip


@get(DESK, guards=[team()])
async def index(request: Request, desk: Desk, campaign_id: FromPath[str], tier_id: FromPath[str]) -> Response:
    campaign = await desk_campaign(desk.brand, campaign_id)
    return await desk_page(request, desk, campaign, await tier_of(campaign["id"], tier_id), blank(days="30"))


@post(DESK, guards=[team("edit")])
async def create(request: Request, viewer: Viewer, desk: Desk, campaign_id: FromPath[str], tier_id: FromPath[str]) -> Response:
    campaign = await desk_campaign(desk.brand, campaign_id)
    tier = await tier_of(campaign["id"], tier_id)
    form = await read_form(request, LinkForm)
    if form.ok:
        with form.catching():
            if not tier["secret"]:
                raise Refusal(N_("这一档谁都看得到，直接分享众筹页面就行。"))
            await hand_on(viewer, SCOPE, tier["public_id"], form.data.note, int(form.data.days))
            return go(f"{address(desk, campaign)}/{tier_id}/links", N_("链接做好了，复制发出去就行。"))
    return await desk_page(request, desk, campaign, tier, form)


@post(DESK + "/{link_id:str}/revocation", guards=[team("edit")])
async def revoke(desk: Desk, campaign_id: FromPath[str], tier_id: FromPath[str], link_id: FromPath[str]) -> Response:
    campaign = await desk_campaign(desk.brand, campaign_id)
    tier = await tier_of(campaign["id"], tier_id)
    await take_back(SCOPE, tier["public_id"], link_id)
    return go(f"{address(desk, campaign)}/{tier_id}/links", N_("这个链接作废了，拿着它的人看不到这一档了。"))


@get(HERE, guards=[anyone])
async def show(request: Request, viewer: Viewer, campaign_id: FromPath[str], tier_id: FromPath[str]) -> Response:
    """One that everybody may see stands on the campaign's page."""
    campaign, tier, link = await _opened(request, viewer, campaign_id, tier_id)
    if link is None:
        return go(f"/campaigns/{campaign['public_id']}#tier-{tier['public_id']}")
    response = await page(
        request, "campaigns/tiers/secret.html", campaign=campaign, tier=await secret_ticket(campaign, tier_id),
        tier_key=request.query_params["key"], is_open=is_open(campaign), early=await early_of(viewer, campaign),
        progress=await progress_of(campaign), waits=await waits_in(viewer, campaign["id"]) if viewer.is_signed_in else {},
    )  # fmt: skip
    return by_link(response)


@post(HERE + "/openings", guards=[anyone])
async def opened(request: Request, viewer: Viewer, campaign_id: FromPath[str], tier_id: FromPath[str]) -> Response:
    """Sent by the page's own script, so that the desk sees how often somebody looked, and not how often a scanner did."""
    _, _, link = await _opened(request, viewer, campaign_id, tier_id)
    if link is not None:
        await note_opening(link)
    return by_link(Response(b"", status_code=204))


async def _opened(
    request: Request, viewer: Viewer, campaign_id: str, tier_id: str
) -> tuple[dict[str, Any], dict[str, Any], dict[str, Any] | None]:
    campaign = await campaign_by_public_id(viewer, campaign_id)
    key = request.query_params.get("key", "")
    link = await opened_link(key, SCOPE, tier_id) if key else None
    try:
        tier = await tier_of(campaign["id"], tier_id)
    except NotFound:
        raise DeadLink from None
    if tier["secret"] and link is None:
        raise DeadLink
    return campaign, tier, link if tier["secret"] else None


ROUTES = [index, create, revoke, show, opened]
