"""Preview links of a draft: made, seen and revoked at the brand's desk; opened without an account."""

from typing import Annotated, Any

import msgspec
from litestar import Request, get, post
from litestar.params import FromPath
from litestar.response import Response

from app.accounts.capabilities import by_link, note_opening
from app.accounts.guards import anyone
from app.accounts.viewer import Viewer
from app.brands.desk import Desk, team
from app.brands.studio import studio_page
from app.foundation.i18n import N_
from app.web.fields import Choice, Line
from app.web.forms import Form, blank, read_form
from app.web.pages import go, page
from campaigns.drafting.previewing import DAYS, make_preview, previewed, previews_of, revoke_preview
from campaigns.drafting.queries import desk_campaign
from campaigns.rules import PUBLIC
from campaigns.sections.playing import with_player
from campaigns.showing import show_context

DESK = "/brands/{brand_id:str}/studio/campaigns/{campaign_id:str}/previews"
HERE = "/campaigns/{campaign_id:str}/preview"


class PreviewForm(msgspec.Struct):
    note: Annotated[str, Line(40)]
    days: Annotated[str, Choice(tuple(str(days) for days in DAYS))]


def address(desk: Desk, campaign: dict[str, Any]) -> str:
    return f"{desk.url}/campaigns/{campaign['public_id']}/previews"


async def desk_page(request: Request, desk: Desk, campaign: dict[str, Any], form: Form[Any]) -> Response:
    return await studio_page(
        request, desk, "campaigns/desk/previews.html", status=form.status, campaign=campaign, form=form, days=DAYS,
        links=await previews_of(campaign), is_public=campaign["state"] in PUBLIC, may_edit=desk.may("edit"),
        here=address(desk, campaign),
    )  # fmt: skip


@get(DESK, guards=[team()])
async def index(request: Request, desk: Desk, campaign_id: FromPath[str]) -> Response:
    return await desk_page(request, desk, await desk_campaign(desk.brand, campaign_id), blank(days="7"))


@post(DESK, guards=[team("edit")])
async def create(request: Request, viewer: Viewer, desk: Desk, campaign_id: FromPath[str]) -> Response:
    campaign = await desk_campaign(desk.brand, campaign_id)
    form = await read_form(request, PreviewForm)
    if form.ok:
        with form.catching():
            await make_preview(viewer, campaign, form.data.note, int(form.data.days))
            return go(address(desk, campaign), N_("预览链接做好了，复制发出去就行。"))
    return await desk_page(request, desk, campaign, form)


@post(DESK + "/{link_id:str}/revocation", guards=[team("edit")])
async def revoke(desk: Desk, campaign_id: FromPath[str], link_id: FromPath[str]) -> Response:
    campaign = await desk_campaign(desk.brand, campaign_id)
    await revoke_preview(campaign, link_id)
    return go(address(desk, campaign), N_("这个链接作废了，谁拿着它都打不开。"))


@get(HERE, guards=[anyone])
async def show(request: Request, campaign_id: FromPath[str]) -> Response:
    """As it will look; once it is public the link leads there."""
    key = request.query_params.get("key", "")
    campaign, link = await previewed(campaign_id, key)
    if campaign["state"] in PUBLIC:
        return by_link(go(f"/campaigns/{campaign_id}"))
    context = await show_context(campaign) | {"reservations": None}
    shown = await page(request, "campaigns/preview.html", preview_link=link, key=key, desk_brand=None, **context)
    return by_link(with_player(shown, context["sections"].video))


@post(HERE + "/openings", guards=[anyone])
async def opened(request: Request, campaign_id: FromPath[str]) -> Response:
    """Sent by the page's own script, so that the desk sees how often somebody looked, and not how often a scanner did."""
    _, link = await previewed(campaign_id, request.query_params.get("key", ""))
    await note_opening(link)
    return by_link(Response(b"", status_code=204))


ROUTES = [index, create, revoke, show, opened]
