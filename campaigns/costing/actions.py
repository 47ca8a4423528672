"""Keeping a cost sheet, and writing what it comes to into the draft."""

from datetime import date
from typing import Any

from app.accounts.viewer import Viewer
from app.foundation import clock
from app.foundation.database import execute, rows, transaction
from app.foundation.i18n import N_
from app.foundation.money import Money
from app.foundation.refusals import Refusal
from app.web.fields import Amount
from campaigns.costing.forms import CostForm
from campaigns.costing.rules import Costs, units_to_break_even
from campaigns.drafting.rules import check_may_edit
from campaigns.tiers.actions import add_tier
from campaigns.tiers.forms import TierForm
from campaigns.tiers.minimums import least_charge
from campaigns.tiers.queries import tiers_of

MONTHS_TO_DELIVER = 6
HIGHEST_GOAL = Amount.most  # as where a goal is typed


async def keep_sheet(viewer: Viewer, campaign: dict[str, Any], form: CostForm) -> None:
    values = {
        "unit_cost": form.unit_cost.amount, "least_order": form.least_order, "tooling": form.tooling.amount,
        "shipping": form.shipping.amount, "payment_percent": form.payment_percent, "share_percent": form.share_percent,
        "price": form.price.amount, "saved_by": viewer.id,
    }  # fmt: skip
    await execute(
        f"""insert into cost_sheet (campaign, {", ".join(values)}) values ({{}}, {", ".join("{}" for _ in values)})
        on conflict (campaign) do update set {", ".join(f"{name} = excluded.{name}" for name in values)}""",
        campaign["id"], *values.values(),
    )  # fmt: skip


async def use_sheet(viewer: Viewer, campaign: dict[str, Any], form: CostForm, costs: Costs) -> None:
    """Goal and first tier as they come out; a tier that is there already only gets the price."""
    units = units_to_break_even(costs)
    if units is None:
        raise Refusal(N_("按这个价格卖多少都会亏，先把价格提高。"), field="price")
    least = least_charge(campaign["currency"])
    if form.price < least:
        raise Refusal(N_("一次付款最少 %(least)s，价格不能更低。"), field="price", least=least)
    if units * form.price.amount > HIGHEST_GOAL:
        raise Refusal(N_("金额最多 %(most)s。"), field="price", most=Money(HIGHEST_GOAL, form.price.currency))
    async with transaction():
        now = await rows("select state, currency, deadline from campaign where id = {} for update", campaign["id"])
        check_may_edit(now[0]["state"])
        if now[0]["currency"] != form.price.currency:
            raise Refusal(N_("币种刚刚改过，请刷新页面再算一次。"))
        await keep_sheet(viewer, campaign, form)
        await execute("update campaign set goal = {} where id = {}", units * form.price.amount, campaign["id"])
        tiers = await tiers_of(campaign["id"])
        if tiers:
            await execute("update tier set price = {} where id = {}", form.price.amount, tiers[0]["id"])
        else:
            await add_tier(campaign, await _first_tier(campaign, form.price))


async def _first_tier(campaign: dict[str, Any], price: Money) -> TierForm:
    after = campaign["deadline"] or await clock.now()
    years, month = divmod(after.month - 1 + MONTHS_TO_DELIVER, 12)
    title = campaign["title"]
    return TierForm(
        title=title[:40], price=price, per_backer=5,
        deliver_month=date(after.year + years, month + 1, 1), kind=["physical"], item=[title],
    )  # fmt: skip
