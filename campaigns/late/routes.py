"""The brand's desk: late pledges, their prices, opening and closing them."""

from typing import Any

from litestar import Request, get, post
from litestar.params import FromPath
from litestar.response import Response

from app.accounts.viewer import Viewer
from app.brands.desk import Desk, team
from app.brands.studio import studio_page
from app.foundation import clock
from app.foundation.i18n import N_
from app.web.formats import input_moment
from app.web.forms import Form, blank, read_form
from app.web.pages import go
from campaigns.drafting.queries import desk_campaign
from campaigns.late.actions import close_late, save_late
from campaigns.late.forms import LateForm
from campaigns.late.queries import late_numbers, late_tiers
from campaigns.late.rules import OPENING, PREPARING, is_past, is_shut
from campaigns.rules import takes_late
from campaigns.tiers.forms import as_typed

BASE = "/brands/{brand_id:str}/studio/campaigns/{campaign_id:str}/late"


def address(desk: Desk, campaign: dict[str, Any]) -> str:
    return f"{desk.url}/campaigns/{campaign['public_id']}/late"


async def late_page(request: Request, desk: Desk, campaign: dict[str, Any], form: Form[Any] | None = None) -> Response:
    now, is_taking = await clock.now(), takes_late(campaign)
    tiers = [
        {**tier, "is_past": is_past(tier["deliver_month"], now), "is_shut": is_shut(tier, now)}
        for tier in await late_tiers(campaign["id"])
    ]
    form = form or blank()
    known = {f"price.{tier['public_id']}": as_typed(tier["late_price"], campaign["currency"]) for tier in tiers}
    known["until"] = input_moment(campaign["late_closed_at"]) if is_taking and campaign["late_closed_at"] else ""
    form.values = known | form.values
    may_edit = desk.may("edit") and campaign["state"] in PREPARING
    return await studio_page(
        request, desk, "campaigns/late/desk.html", status=form.status, campaign=campaign, form=form, tiers=tiers,
        numbers=await late_numbers(campaign["id"]), is_taking=is_taking, may_edit=may_edit,
        may_open=may_edit and campaign["state"] in OPENING and not is_taking,
    )  # fmt: skip


@get(BASE, guards=[team()])
async def show(request: Request, desk: Desk, campaign_id: FromPath[str]) -> Response:
    return await late_page(request, desk, await desk_campaign(desk.brand, campaign_id))


@post(BASE, guards=[team("edit")])
async def save(request: Request, viewer: Viewer, desk: Desk, campaign_id: FromPath[str]) -> Response:
    campaign = await desk_campaign(desk.brand, campaign_id)
    form = await read_form(request, LateForm)
    if form.ok:
        with form.catching():
            begun = await save_late(viewer, campaign, form.data)
            return go(address(desk, campaign), N_("补筹开始了") if begun else N_("已保存"))
    return await late_page(request, desk, campaign, form)


@post(BASE + "/closing", guards=[team("edit")])
async def close(viewer: Viewer, desk: Desk, campaign_id: FromPath[str]) -> Response:
    campaign = await desk_campaign(desk.brand, campaign_id)
    await close_late(viewer, campaign)
    return go(address(desk, campaign), N_("补筹停止了"))


ROUTES = [show, save, close]
