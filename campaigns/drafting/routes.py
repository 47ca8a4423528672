"""The brand's desk: its campaigns, one being written, its way to going live."""

from typing import Any

from litestar import Request, get, post
from litestar.params import FromPath
from litestar.response import Response

from app.accounts.viewer import ANONYMOUS, Viewer
from app.brands.desk import Desk, team
from app.brands.studio import studio_page
from app.foundation.i18n import N_
from app.web.formats import input_moment
from app.web.forms import Form, read_form
from app.web.pages import go
from campaigns.drafting.actions import begin_campaign, launch_campaign, submit_campaign, take_back
from campaigns.drafting.forms import AnswerForm, LaunchForm, NewCampaignForm
from campaigns.drafting.queries import desk_campaign, desk_campaigns, ideas_without_campaign, last_request
from campaigns.drafting.rules import is_complete
from campaigns.reserving.queries import reservations_of
from campaigns.reviewing.rounds import settle_note
from campaigns.revising.queries import count_changes
from campaigns.rules import EDITABLE
from campaigns.sections.desk import overview_of
from campaigns.sections.rules import SECTIONS
from campaigns.showing import progress_of
from campaigns.tiers.queries import tiers_of
from campaigns.wording import state_tone, state_word

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


async def show_page(request: Request, desk: Desk, campaign: dict[str, Any], form: Form[Any] | None = None) -> Response:
    """One page for all states: the sections with what they lack, the next step, the numbers once it runs."""
    overview = await overview_of(campaign)
    form = form or Form(status=200)
    form.values = {"deadline": input_moment(campaign["deadline"])} | form.values
    return await studio_page(
        request, desk, "campaigns/desk/show.html", status=form.status, campaign=campaign,
        tiers=await tiers_of(campaign["id"]), form=form, is_editable=campaign["state"] in EDITABLE,
        rooms=overview.rooms, needs=overview.needs, is_complete=is_complete(overview.needs), consent=overview.consent,
        notes=overview.notes, progress=await progress_of(campaign), reservations=await reservations_of(ANONYMOUS, campaign),
        request_of_staff=await last_request(campaign["id"]) if campaign["state"] == "changes_requested" else "",
        changes=await count_changes(campaign["id"]),
    )  # fmt: skip


@get(ONE, guards=[team()])
async def show(request: Request, desk: Desk, campaign_id: FromPath[str]) -> Response:
    return await show_page(request, desk, await desk_campaign(desk.brand, campaign_id))


@post(ONE + "/submission", guards=[team("edit")])
async def submit(viewer: Viewer, desk: Desk, campaign_id: FromPath[str]) -> Response:
    campaign = await desk_campaign(desk.brand, campaign_id)
    await submit_campaign(desk, viewer, campaign)
    return go(address(desk, campaign), N_("已提交，审核结果会通知你"))


@post(ONE + "/return", guards=[team("edit")])
async def return_to_draft(viewer: Viewer, desk: Desk, campaign_id: FromPath[str]) -> Response:
    campaign = await desk_campaign(desk.brand, campaign_id)
    await take_back(viewer, campaign)
    return go(address(desk, campaign), N_("撤回了，改好再提交一次"))


@post(ONE + "/notes/{note_id:str}/settlement", guards=[team("edit")])
async def settle(request: Request, desk: Desk, campaign_id: FromPath[str], note_id: FromPath[str]) -> Response:
    """Ticks off what staff asked for, with an answer or without."""
    campaign = await desk_campaign(desk.brand, campaign_id)
    form = await read_form(request, AnswerForm)
    section = await settle_note(campaign, note_id, form.data.answer)
    return go(address(desk, campaign, SECTIONS[section].place), N_("记下了，提交时运营会看到"))


@post(ONE + "/launch", guards=[team("edit")])
async def launch(request: Request, viewer: Viewer, desk: Desk, campaign_id: FromPath[str]) -> Response:
    campaign = await desk_campaign(desk.brand, campaign_id)
    form = await read_form(request, LaunchForm)
    if form.ok:
        with form.catching():
            await launch_campaign(viewer, campaign, form.data)
            return go(address(desk, campaign), N_("上线了"))
    return await show_page(request, desk, campaign, form)


ROUTES = [index, create, show, submit, return_to_draft, settle, launch]
