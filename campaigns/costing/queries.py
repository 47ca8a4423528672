"""A campaign's cost sheet as it was kept, or as it begins; and what voters said they would pay."""

from decimal import Decimal
from typing import Any

from app.foundation.database import row
from campaigns.costing.rules import Costs, Willing, willing
from ideas.agreeing.queries import agreement_of
from ideas.insights.queries import currency_of, prices_of
from ideas.insights.rules import FEW

USUAL_PAYMENT_PERCENT = Decimal("3.5")  # what a provider takes as a rule; the brand corrects it


async def kept_sheet(campaign: int) -> dict[str, Any] | None:
    return await row("select * from cost_sheet where campaign = {}", campaign)


async def promised_share(campaign: dict[str, Any]) -> Decimal:
    """By the agreement that stands, else by the challenge."""
    if campaign["idea"] is None:
        return Decimal(0)
    agreement = await agreement_of(campaign["idea"])
    if agreement is not None:
        return agreement.share_percent
    found = await row(
        "select c.share_percent from idea i join challenge c on c.id = i.challenge where i.id = {}", campaign["idea"]
    )
    return (found and found["share_percent"]) or Decimal(0)


async def willing_at(campaign: dict[str, Any], price: int) -> Willing | None:
    """Nothing where too few were asked in this currency: trying one price after the other would tell who said what."""
    if campaign["idea"] is None:
        return None
    if await currency_of(campaign["idea"]) != campaign["currency"]:
        return None
    found = willing(await prices_of(campaign["idea"]), price)
    return found if found.answers >= FEW else None


def costs_of(sheet: dict[str, Any], fee_percent: Decimal) -> Costs:
    names = ("unit_cost", "least_order", "tooling", "shipping", "payment_percent", "share_percent", "price")
    return Costs(**{name: sheet[name] for name in names}, fee_percent=fee_percent)
