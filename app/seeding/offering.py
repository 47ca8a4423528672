"""What a seeded campaign offers: things with variants, zones, tiers and add-ons, stretch goals, as its brand would type them."""

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from app.foundation import clock
from app.foundation.database import rows
from app.foundation.money import Money, parse_amount
from app.seeding.reading import Campaign, Stretch, Thing, Tier, Zone
from campaigns.contents.actions import add_item
from campaigns.contents.forms import ItemForm
from campaigns.stretching.actions import add_goal
from campaigns.stretching.forms import NEW_ITEM, StretchForm
from campaigns.tiers.actions import add_tier
from campaigns.tiers.forms import TierForm
from campaigns.zoning.actions import add_zone
from campaigns.zoning.forms import ZoneForm

EVERYWHERE = Zone(title="各地", countries=["*"])


async def write_tiers(made: dict[str, Any], campaign: Campaign) -> list[dict[str, Any]]:
    """Tiers in their order, add-ons last."""
    for thing in campaign.thing:
        await add_item(made, _item_form(thing))
    zones = campaign.zone or ([EVERYWHERE] if any(tier.shipping for tier in campaign.tier) else [])
    ids = [(await add_zone(made, _zone_form(zone, campaign.currency)))["public_id"] for zone in zones]
    month = _months_after(await clock.now() + timedelta(days=campaign.deadline - campaign.made), campaign.deliver_months)
    known = {one["title"]: one["id"] for one in await rows("select id, title from item where campaign = {}", made["id"])}
    tiers = [await add_tier(made, await tier_form(tier, campaign, month, known, ids)) for tier in campaign.tier]
    for goal in campaign.stretch:
        await add_goal(made, _stretch_form(goal, {tier["title"]: tier["public_id"] for tier in tiers}))
    return tiers


def _item_form(thing: Thing) -> ItemForm:
    return ItemForm(
        title=thing.title, kind=thing.kind, choice=thing.choice, variant=[], variant_title=thing.variants, variant_sku=thing.skus
    )


def _stretch_form(goal: Stretch, tiers: dict[str, str]) -> StretchForm:
    return StretchForm(
        title=goal.title, text=goal.text, by=goal.by, target=str(goal.target), item=NEW_ITEM if goal.item else "",
        item_title=goal.item, item_kind=goal.kind, tiers=[tiers[title] for title in goal.into],
    )  # fmt: skip


def _zone_form(zone: Zone, currency: str) -> ZoneForm:
    nothing = Money(0, currency)
    return ZoneForm(
        title=zone.title, countries=zone.countries, first_grams=None, first_price=nothing, next_grams=None, next_price=nothing,
        tier=[], freight=[],
    )  # fmt: skip


async def tier_form(tier: Tier, campaign: Campaign, month: date, known: dict[str, int], zones: list[str]) -> TierForm:
    """`known`: ids of things that are there already, by their names; `zones` in the order of the tier's freights."""
    there = [title for _, title in tier.items if title in known]
    new = [(kind, title) for kind, title in tier.items if title not in known]
    freights = tier.freights or ([tier.shipping] * len(zones) if _sends(tier) else [])
    now = await clock.now()
    return TierForm(
        title=tier.title, description=tier.description, price=_money(tier.price, campaign.currency), cap=tier.cap,
        per_backer=tier.per_backer, deliver_month=month, is_add_on=tier.add_on, price_is_open=tier.price_is_open,
        usual_price=_money(tier.usual_price, campaign.currency) if tier.usual_price else None,
        closes_at=now + timedelta(days=tier.closes - campaign.made) if tier.closes is not None else None, secret=tier.secret,
        only_for=tier.only_for, has=[str(known[title]) for title in there], count=[tier.pieces] * len(there),
        kind=[kind for kind, _ in new], item=[title for _, title in new], zone=zones,
        freight=[_money(freight, campaign.currency).amount for freight in freights],
    )  # fmt: skip


def _sends(tier: Tier) -> bool:
    return any(kind == "physical" for kind, _ in tier.items)


def _money(amount: Decimal, currency: str) -> Money:
    read = parse_amount(str(amount), currency)
    assert read is not None
    return read


def _months_after(moment: Any, months: int) -> date:
    years, month = divmod(moment.month - 1 + months, 12)
    return date(moment.year + years, month + 1, 1)
