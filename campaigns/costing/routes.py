"""The desk's cost sheet of a campaign: worked out as one types, kept for the team, put into the draft by one press."""

from typing import Any

from litestar import Request, get, post
from litestar.params import FromPath
from litestar.response import Response

from app.accounts.viewer import Viewer
from app.brands.desk import Desk, team
from app.brands.studio import studio_page
from app.foundation.i18n import N_
from app.settings import settings
from app.web.forms import Form, blank, read_form
from app.web.pages import fragment, go, is_htmx
from campaigns.costing.actions import keep_sheet, use_sheet
from campaigns.costing.forms import CostForm, cost_form
from campaigns.costing.queries import USUAL_PAYMENT_PERCENT, costs_of, kept_sheet, promised_share, willing_at
from campaigns.costing.rules import Costs, estimate
from campaigns.drafting.queries import desk_campaign
from campaigns.drafting.routes import address
from campaigns.rules import EDITABLE
from campaigns.tiers.forms import as_typed

HERE = "/brands/{brand_id:str}/studio/campaigns/{campaign_id:str}/costs"


def _percent(number: Any) -> str:
    return f"{number.normalize():f}"


async def _first_form(campaign: dict[str, Any], sheet: dict[str, Any] | None) -> Form[Any]:
    if sheet is None:
        return blank(payment_percent=_percent(USUAL_PAYMENT_PERCENT), share_percent=_percent(await promised_share(campaign)))
    amounts = {name: as_typed(sheet[name], campaign["currency"]) for name in ("unit_cost", "tooling", "shipping", "price")}
    percents = {name: _percent(sheet[name]) for name in ("payment_percent", "share_percent")}
    return blank(least_order=str(sheet["least_order"]), **amounts, **percents)


def _typed(form: CostForm) -> Costs:
    return Costs(
        unit_cost=form.unit_cost.amount, least_order=form.least_order, tooling=form.tooling.amount, shipping=form.shipping.amount,
        fee_percent=settings.fee_percent, payment_percent=form.payment_percent, share_percent=form.share_percent,
        price=form.price.amount,
    )  # fmt: skip


async def _answer(campaign: dict[str, Any], costs: Costs | None) -> dict[str, Any]:
    return {
        "costs": costs, "answer": estimate(costs) if costs else None, "fee": settings.fee_percent,
        "willing": await willing_at(campaign, costs.price) if costs else None,
    }  # fmt: skip


async def _page(request: Request, desk: Desk, campaign: dict[str, Any], form: Form[Any], costs: Costs | None) -> Response:
    return await studio_page(
        request, desk, "campaigns/costing/show.html", status=form.status, campaign=campaign, form=form,
        is_editable=campaign["state"] in EDITABLE and desk.may("edit"), **await _answer(campaign, costs),
    )  # fmt: skip


@get(HERE, guards=[team()])
async def show(request: Request, desk: Desk, campaign_id: FromPath[str]) -> Response:
    campaign = await desk_campaign(desk.brand, campaign_id)
    sheet = await kept_sheet(campaign["id"])
    costs = costs_of(sheet, settings.fee_percent) if sheet else None
    return await _page(request, desk, campaign, await _first_form(campaign, sheet), costs)


@post(HERE + "/estimates", guards=[team()], status_code=200)
async def work_out(request: Request, desk: Desk, campaign_id: FromPath[str]) -> Response:
    """Changes nothing: what the numbers typed so far come to."""
    campaign = await desk_campaign(desk.brand, campaign_id)
    form: Form[Any] = await read_form(request, cost_form(campaign["currency"]))
    costs = _typed(form.data) if form.ok else None
    if is_htmx(request):
        return await fragment(request, "campaigns/costing/_answer.html", campaign=campaign, **await _answer(campaign, costs))
    form.status = 200 if form.ok else form.status
    return await _page(request, desk, campaign, form, costs)


@post(HERE, guards=[team("edit")])
async def keep(request: Request, viewer: Viewer, desk: Desk, campaign_id: FromPath[str]) -> Response:
    campaign = await desk_campaign(desk.brand, campaign_id)
    form: Form[Any] = await read_form(request, cost_form(campaign["currency"]))
    if form.ok:
        await keep_sheet(viewer, campaign, form.data)
        return go(address(desk, campaign, "costs"), N_("成本表存好了，只有团队看得到。"))
    return await _page(request, desk, campaign, form, None)


@post(HERE + "/use", guards=[team("edit")])
async def put_in(request: Request, viewer: Viewer, desk: Desk, campaign_id: FromPath[str]) -> Response:
    campaign = await desk_campaign(desk.brand, campaign_id)
    form: Form[Any] = await read_form(request, cost_form(campaign["currency"]))
    if form.ok:
        with form.catching():
            await use_sheet(viewer, campaign, form.data, _typed(form.data))
            return go(address(desk, campaign), N_("目标和第一个档位填好了，接着写故事。"))
    return await _page(request, desk, campaign, form, _typed(form.data) if form._data else None)


ROUTES = [show, work_out, keep, put_in]
