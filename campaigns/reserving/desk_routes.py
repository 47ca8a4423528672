"""The brand's desk before it begins: going into prelaunch, the bell, and the demand that shows meanwhile."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from zoneinfo import ZoneInfo

from litestar import Request, get, post
from litestar.params import FromPath
from litestar.response import Response

from app.accounts.viewer import Viewer
from app.brands.desk import Desk, team
from app.brands.studio import studio_page
from app.foundation import clock
from app.foundation.i18n import N_, zone
from app.web.formats import input_moment
from app.web.forms import Form, blank, read_form
from app.web.pages import go
from campaigns.drafting.queries import desk_campaign
from campaigns.drafting.routes import ONE, address
from campaigns.reserving.actions import open_prelaunch
from campaigns.reserving.demand import demand_of
from campaigns.reserving.forms import BellForm
from campaigns.reserving.rules import as_rung
from campaigns.reserving.scheduling import schedule_bell, take_bell_back
from ideas.challenges.wording import zone_word


@contextmanager
def _brands_clock(campaign: dict[str, Any]) -> Iterator[None]:
    reader = zone.set(ZoneInfo(campaign["brand_zone"]))
    try:
        yield
    finally:
        zone.reset(reader)


async def _page(request: Request, desk: Desk, campaign: dict[str, Any], form: Form[Any] | None = None) -> Response:
    campaign = as_rung(campaign)
    with _brands_clock(campaign):
        known = blank(opens_at=input_moment(campaign["opens_at"]), deadline=input_moment(campaign["deadline"]))
    return await studio_page(
        request, desk, "campaigns/reserving/desk.html", status=form.status if form else 200, campaign=campaign,
        form=form or known, demand=await demand_of(campaign), clock_word=zone_word(campaign["brand_zone"], await clock.now()),
    )  # fmt: skip


@post(ONE + "/prelaunch", guards=[team("edit")])
async def begin_prelaunch(viewer: Viewer, desk: Desk, campaign_id: FromPath[str]) -> Response:
    campaign = await desk_campaign(desk.brand, campaign_id)
    await open_prelaunch(viewer, campaign)
    return go(address(desk, campaign, "bell"), N_("预热开始了，把页面分享出去吧。"))


@get(ONE + "/bell", guards=[team()])
async def show_bell(request: Request, desk: Desk, campaign_id: FromPath[str]) -> Response:
    return await _page(request, desk, await desk_campaign(desk.brand, campaign_id))


@post(ONE + "/bell", guards=[team("edit")])
async def set_bell(request: Request, viewer: Viewer, desk: Desk, campaign_id: FromPath[str]) -> Response:
    campaign = await desk_campaign(desk.brand, campaign_id)
    with _brands_clock(campaign):
        form = await read_form(request, BellForm)
    if form.ok:
        with form.catching():
            assert form.data.opens_at is not None
            await schedule_bell(viewer, campaign, form.data.opens_at, form.data.deadline)
            return go(address(desk, campaign, "bell"), N_("开始时间定好了，到点自己开始。"))
    return await _page(request, desk, campaign, form)


@post(ONE + "/bell/withdrawal", guards=[team("edit")])
async def drop_bell(viewer: Viewer, desk: Desk, campaign_id: FromPath[str]) -> Response:
    campaign = await desk_campaign(desk.brand, campaign_id)
    await take_bell_back(viewer, campaign)
    return go(address(desk, campaign, "bell"), N_("开始时间取消了，预约的人会收到通知。"))


ROUTES = [begin_prelaunch, show_bell, set_bell, drop_bell]
