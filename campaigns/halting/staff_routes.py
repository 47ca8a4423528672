"""Staff suspends a running campaign, lets it go on, or calls it off."""

from typing import Any

from litestar import Request, get, post
from litestar.params import FromPath
from litestar.response import Response

from app.accounts.guards import staff
from app.accounts.viewer import Viewer
from app.foundation.i18n import N_
from app.support.staff_desk import staff_page
from app.web.forms import Form, blank, read_form
from app.web.pages import go
from campaigns.halting.actions import cancel_campaign, resume_campaign, suspend_campaign
from campaigns.halting.forms import CancelForm, WhyForm
from campaigns.halting.queries import meaning_of, stopped_of
from campaigns.reviewing.queries import campaign_for_staff, steps_of
from campaigns.tables import Campaign
from campaigns.wording import state_tone, state_word

ONE = "/staff/campaigns/{campaign_id:str}"


def _here(campaign_id: str) -> str:
    return f"/staff/campaigns/{campaign_id}/halting"


async def _page(request: Request, campaign: dict[str, Any], form: Form[Any], at: str = "") -> Response:
    """`at`: which of the forms was sent."""
    return await staff_page(
        request, "campaigns/halting/staff.html", status=form.status, campaign=campaign, meaning=await meaning_of(campaign),
        stopped=await stopped_of(campaign), steps=await steps_of(campaign["id"]), word=state_word, tone=state_tone,
        may_end=Campaign.lifecycle.may(campaign["state"], "cancelled"), forms={at: form}, nothing=blank(),
    )  # fmt: skip


@get(ONE + "/halting", guards=[staff])
async def show(request: Request, campaign_id: FromPath[str]) -> Response:
    return await _page(request, await campaign_for_staff(campaign_id), blank())


@post(ONE + "/suspension", guards=[staff])
async def suspend(request: Request, viewer: Viewer, campaign_id: FromPath[str]) -> Response:
    campaign = await campaign_for_staff(campaign_id)
    form = await read_form(request, WhyForm)
    if form.ok:
        with form.catching():
            await suspend_campaign(viewer, campaign, form.data.why)
            return go(_here(campaign_id), N_("暂停了，品牌和支持者正在收到通知。"))
    return await _page(request, campaign, form, "suspend")


@post(ONE + "/resumption", guards=[staff])
async def resume(request: Request, viewer: Viewer, campaign_id: FromPath[str]) -> Response:
    campaign = await campaign_for_staff(campaign_id)
    form: Form[Any] = blank()
    with form.catching():
        await resume_campaign(viewer, campaign)
        return go(_here(campaign_id), N_("恢复了，截止时间顺延了暂停的时间。"))
    return await _page(request, campaign, form, "resume")


@post(ONE + "/cancellation", guards=[staff])
async def cancel(request: Request, viewer: Viewer, campaign_id: FromPath[str]) -> Response:
    campaign = await campaign_for_staff(campaign_id)
    form = await read_form(request, CancelForm)
    if form.ok:
        with form.catching():
            await cancel_campaign(campaign, viewer.id, form.data.why)
            return go(_here(campaign_id), N_("终止了。支持过的人正在收到通知，付过的正在退回。"))
    return await _page(request, campaign, form, "cancel")


ROUTES = [show, suspend, resume, cancel]
