"""The brand's desk: its campaigns, one being written, its way to going live."""

from typing import Any

from litestar import Request, get, post
from litestar.params import FromPath
from litestar.response import Response

from app.accounts.viewer import ANONYMOUS, Viewer
from app.brands.desk import Desk, team
from app.brands.studio import studio_page
from app.foundation import clock
from app.foundation.i18n import N_
from app.foundation.money import EXPONENTS
from app.web.formats import input_moment
from app.web.forms import Form, blank, read_form
from app.web.pages import go
from app.web.sent import WITH_PICTURES
from campaigns.closing import cancel_campaign
from campaigns.drafting.actions import begin_campaign, edit_campaign, keep_cover, launch_campaign, submit_campaign
from campaigns.drafting.forms import CampaignForm, CancelForm, LaunchForm, NewCampaignForm
from campaigns.drafting.queries import desk_campaign, desk_campaigns, ideas_without_campaign, last_request
from campaigns.drafting.rules import is_complete, needs
from campaigns.reserving.queries import reservations_of
from campaigns.rules import EDITABLE
from campaigns.showing import progress_of
from campaigns.tiers.forms import as_typed
from campaigns.tiers.queries import tiers_of
from campaigns.wording import state_tone, state_word
from ideas.agreeing.queries import consent_to_launch

BASE = "/brands/{brand_id:str}/studio/campaigns"
ONE = BASE + "/{campaign_id:str}"


def address(desk: Desk, campaign: dict[str, Any], below: str = "") -> str:
    return f"{desk.url}/campaigns/{campaign['public_id']}" + (f"/{below}" if below else "")


@get(BASE, guards=[team()])
async def index(request: Request, desk: Desk) -> Response:
    return await studio_page(
        request, desk, "campaigns/desk/index.html", campaigns=await desk_campaigns(desk.brand),
        ideas=await ideas_without_campaign(desk.brand), word=state_word, tone=state_tone,
    )  # fmt: skip


@post(BASE, guards=[team("edit")])
async def create(request: Request, viewer: Viewer, desk: Desk) -> Response:
    form = await read_form(request, NewCampaignForm)
    campaign = await begin_campaign(desk, viewer, form.data.idea)
    if campaign["idea"] is not None and campaign["state"] in EDITABLE and campaign["goal"] is None:
        return go(address(desk, campaign, "costs"), N_("草稿建好了，先算算价格和目标"))
    return go(address(desk, campaign), N_("草稿建好了，接着写吧"))


def shown(campaign: dict[str, Any]) -> Form[Any]:
    """The form as it stands in the database."""
    goal = "" if campaign["goal"] is None else as_typed(campaign["goal"], campaign["currency"])
    return blank(
        title=campaign["title"], summary=campaign["summary"], story=campaign["story"], kept=campaign["cover"],
        currency=campaign["currency"], goal=goal, funding=campaign["funding"], deadline=input_moment(campaign["deadline"]),
        early_hours=str(campaign["early_hours"]),
    )  # fmt: skip


async def show_page(request: Request, desk: Desk, campaign: dict[str, Any], form: Form[Any] | None = None) -> Response:
    """One page for all states: the form while it may be edited, the next step, the numbers once it runs."""
    tiers = await tiers_of(campaign["id"])
    given = await consent_to_launch(campaign["idea"]) if campaign["idea"] else None
    wanted = needs(campaign, tiers, await clock.now(), consent=(given.is_given, given.missing) if given else None)
    form = form or Form(status=200)
    form.values = shown(campaign).values | form.values
    return await studio_page(
        request, desk, "campaigns/desk/show.html", status=form.status, campaign=campaign, tiers=tiers, form=form,
        is_editable=campaign["state"] in EDITABLE and desk.may("edit"),
        needs=wanted, is_complete=is_complete(wanted), consent=given, currencies=[(one, one) for one in EXPONENTS],
        progress=await progress_of(campaign), reservations=await reservations_of(ANONYMOUS, campaign),
        request_of_staff=await last_request(campaign["id"]) if campaign["state"] == "changes_requested" else "",
    )  # fmt: skip


@get(ONE, guards=[team()])
async def show(request: Request, desk: Desk, campaign_id: FromPath[str]) -> Response:
    return await show_page(request, desk, await desk_campaign(desk.brand, campaign_id))


@post(ONE, guards=[team("edit")], request_max_body_size=WITH_PICTURES)
async def edit(request: Request, viewer: Viewer, desk: Desk, campaign_id: FromPath[str]) -> Response:
    campaign = await desk_campaign(desk.brand, campaign_id)
    form = await read_form(request, CampaignForm)
    if form.ok:
        with form.catching():
            form.values["kept"] = await keep_cover(viewer, form.data)
            await edit_campaign(viewer, campaign, form.data, form.values["kept"])
            return go(address(desk, campaign), N_("已保存"))
    return await show_page(request, desk, campaign, form)


@post(ONE + "/submission", guards=[team("edit")])
async def submit(viewer: Viewer, desk: Desk, campaign_id: FromPath[str]) -> Response:
    campaign = await desk_campaign(desk.brand, campaign_id)
    await submit_campaign(desk, viewer, campaign)
    return go(address(desk, campaign), N_("已提交，审核结果会通知你"))


@post(ONE + "/launch", guards=[team("edit")])
async def launch(request: Request, viewer: Viewer, desk: Desk, campaign_id: FromPath[str]) -> Response:
    campaign = await desk_campaign(desk.brand, campaign_id)
    form = await read_form(request, LaunchForm)
    if form.ok:
        with form.catching():
            await launch_campaign(viewer, campaign, form.data)
            return go(address(desk, campaign), N_("上线了"))
    return await show_page(request, desk, campaign, form)


@post(ONE + "/cancellation", guards=[team("edit")])
async def cancel(request: Request, viewer: Viewer, desk: Desk, campaign_id: FromPath[str]) -> Response:
    campaign = await desk_campaign(desk.brand, campaign_id)
    form = await read_form(request, CancelForm)
    if form.ok:
        with form.catching():
            await cancel_campaign(campaign, viewer.id, form.data.why)
            return go(address(desk, campaign), N_("已取消"))
    return await show_page(request, desk, campaign, form)


ROUTES = [index, create, show, edit, submit, launch, cancel]
