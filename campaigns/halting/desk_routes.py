"""The brand calls its campaign off, after it was shown what that means."""

from typing import Any

from litestar import Request, get, post
from litestar.params import FromPath
from litestar.response import Response

from app.accounts.viewer import Viewer
from app.brands.desk import Desk, team
from app.brands.studio import studio_page
from app.foundation.i18n import N_
from app.foundation.lifecycle import WrongState
from app.web.forms import Form, blank, read_form
from app.web.pages import go
from campaigns.drafting.queries import desk_campaign
from campaigns.halting.actions import cancel_campaign
from campaigns.halting.forms import CancelForm
from campaigns.halting.queries import meaning_of
from campaigns.tables import Campaign

HERE = "/brands/{brand_id:str}/studio/campaigns/{campaign_id:str}/cancellation"


async def _page(request: Request, desk: Desk, campaign: dict[str, Any], form: Form[Any]) -> Response:
    return await studio_page(
        request, desk, "campaigns/halting/cancel.html", status=form.status, campaign=campaign, form=form,
        meaning=await meaning_of(campaign), may_end=Campaign.lifecycle.may(campaign["state"], "cancelled"),
    )  # fmt: skip


@get(HERE, guards=[team("edit")])
async def ask(request: Request, desk: Desk, campaign_id: FromPath[str]) -> Response:
    return await _page(request, desk, await desk_campaign(desk.brand, campaign_id), blank())


@post(HERE, guards=[team("edit")])
async def cancel(request: Request, viewer: Viewer, desk: Desk, campaign_id: FromPath[str]) -> Response:
    campaign = await desk_campaign(desk.brand, campaign_id)
    form = await read_form(request, CancelForm)
    if form.ok:
        with form.catching():
            if not Campaign.lifecycle.may(campaign["state"], "cancelled"):
                raise WrongState(N_("这个众筹已经有结果，不能终止了。"))
            await cancel_campaign(campaign, viewer.id, form.data.why)
            return go(f"{desk.url}/campaigns/{campaign_id}", N_("终止了。支持过的人正在收到通知，付过的正在退回。"))
    return await _page(request, desk, campaign, form)


ROUTES = [ask, cancel]
