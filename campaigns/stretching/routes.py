"""The brand's desk: what more there is when a campaign goes further."""

from typing import Any

from litestar import Request, get, post
from litestar.params import FromPath
from litestar.response import Response

from app.brands.desk import Desk, team
from app.brands.studio import studio_page
from app.foundation.i18n import N_
from app.web.forms import Form, blank, read_form
from app.web.pages import go
from campaigns.contents.queries import items_of
from campaigns.drafting.queries import desk_campaign
from campaigns.rules import EDITABLE
from campaigns.stretching.actions import add_goal, edit_goal, remove_goal
from campaigns.stretching.forms import NEW_ITEM, StretchForm
from campaigns.stretching.queries import goal_of, stretch_of
from campaigns.stretching.rules import BY_AMOUNT, GROWING
from campaigns.tiers.forms import as_typed
from campaigns.tiers.queries import tiers_of
from campaigns.tiers.wording import KINDS

BASE = "/brands/{brand_id:str}/studio/campaigns/{campaign_id:str}/stretch"
ONE = BASE + "/{goal_id:str}"


def address(desk: Desk, campaign: dict[str, Any]) -> str:
    return f"{desk.url}/campaigns/{campaign['public_id']}/stretch"


def shown(goal: dict[str, Any], currency: str) -> Form[Any]:
    target = as_typed(goal["target"], currency) if goal["by"] == BY_AMOUNT else str(goal["target"])
    return blank(
        title=goal["title"], text=goal["text"], by=goal["by"], target=target, item=str(goal["item"] or ""),
        quantity=str(goal["quantity"]), tiers=goal["tiers"],
    )  # fmt: skip


async def stretch_page(
    request: Request, desk: Desk, campaign: dict[str, Any], form: Form[Any] | None = None, goal: dict[str, Any] | None = None
) -> Response:
    """All of them, with the form of a new one or of the one that is being changed."""
    form = form or (shown(goal, campaign["currency"]) if goal else blank(by=BY_AMOUNT, quantity="1"))
    chosen = form.values.get("tiers", [])
    may_edit = desk.may("edit")
    return await studio_page(
        request, desk, "campaigns/stretching/desk.html", status=form.status, campaign=campaign, form=form, goal=goal,
        goals=await stretch_of(campaign), items=[one for one in await items_of(campaign["id"]) if not one["choice"]],
        tiers=await tiers_of(campaign["id"]), chosen=[chosen] if isinstance(chosen, str) else chosen, kinds=KINDS,
        new_item=NEW_ITEM, is_editable=may_edit and campaign["state"] in EDITABLE,
        is_growing=may_edit and campaign["state"] in (*EDITABLE, *GROWING),
    )  # fmt: skip


@get(BASE, guards=[team()])
async def index(request: Request, desk: Desk, campaign_id: FromPath[str]) -> Response:
    return await stretch_page(request, desk, await desk_campaign(desk.brand, campaign_id))


@post(BASE, guards=[team("edit")])
async def add(request: Request, desk: Desk, campaign_id: FromPath[str]) -> Response:
    campaign = await desk_campaign(desk.brand, campaign_id)
    form = await read_form(request, StretchForm)
    if form.ok:
        with form.catching():
            await add_goal(campaign, form.data)
            return go(address(desk, campaign), N_("解锁目标加好了"))
    return await stretch_page(request, desk, campaign, form)


@get(ONE, guards=[team("edit")])
async def show(request: Request, desk: Desk, campaign_id: FromPath[str], goal_id: FromPath[str]) -> Response:
    campaign = await desk_campaign(desk.brand, campaign_id)
    return await stretch_page(request, desk, campaign, goal=await goal_of(campaign["id"], goal_id))


@post(ONE, guards=[team("edit")])
async def edit(request: Request, desk: Desk, campaign_id: FromPath[str], goal_id: FromPath[str]) -> Response:
    campaign = await desk_campaign(desk.brand, campaign_id)
    goal = await goal_of(campaign["id"], goal_id)
    form = await read_form(request, StretchForm)
    if form.ok:
        with form.catching():
            await edit_goal(campaign, goal, form.data)
            return go(address(desk, campaign), N_("已保存"))
    return await stretch_page(request, desk, campaign, form, goal)


@post(ONE + "/removal", guards=[team("edit")])
async def remove(desk: Desk, campaign_id: FromPath[str], goal_id: FromPath[str]) -> Response:
    campaign = await desk_campaign(desk.brand, campaign_id)
    await remove_goal(campaign, await goal_of(campaign["id"], goal_id))
    return go(address(desk, campaign), N_("解锁目标删掉了"))


ROUTES = [index, add, show, edit, remove]
