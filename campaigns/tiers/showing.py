"""Tiers as their tickets show them: what is public, at which price now, when, for whom and sent where."""

from collections.abc import Mapping, Sequence
from typing import Any

from app.foundation.i18n import N_, translate
from app.foundation.money import Money
from app.site.profile import region
from campaigns.pledging.quoting import EVERYWHERE_ELSE
from campaigns.rules import takes_late
from campaigns.tiers.pricing import by_weight
from campaigns.tiers.queries import tier_of, tiers_of
from campaigns.tiers.rules import is_a_donation, least_places, phase
from campaigns.tiers.wording import audience_line, contents_lines
from campaigns.zoning.queries import zones_of

MOST_NAMED = 4  # zones on a ticket


async def tickets_of(campaign: dict[str, Any]) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """Tiers and add-ons that everybody may see. What is over stands last; late, only what has a late price."""
    tiers, zones = await tiers_of(campaign["id"]), await zones_of(campaign["id"])
    late = takes_late(campaign)
    shown = [
        ticket(campaign, zones, tier, late=late)
        for tier in tiers
        if not tier["secret"]
        and not (late and tier["late_price"] is None)
        and not (region().no_donations and is_a_donation(tier))
    ]
    shown.sort(key=lambda one: one["phase"] in ("ended", "gone") and not one["waiting"])
    return [one for one in shown if not one["is_add_on"]], [one for one in shown if one["is_add_on"]]


async def secret_ticket(campaign: dict[str, Any], public_id: str) -> dict[str, Any]:
    tier = await tier_of(campaign["id"], public_id)
    return ticket(campaign, await zones_of(campaign["id"]), tier, late=takes_late(campaign))


def ticket(
    campaign: Mapping[str, Any], zones: Sequence[Mapping[str, Any]], tier: dict[str, Any], *, late: bool = False
) -> dict[str, Any]:
    """The tier with what its ticket says of it: `price_now`, `was`, `phase`, `what`, `audience`, `freight_line`, `least`."""
    price = tier["late_price"] if late and tier["late_price"] is not None else tier["price"]
    return tier | {
        "price_now": price,
        "is_open_price": tier["price_is_open"] and not region().no_donations,
        "was": Money(tier["usual_price"], campaign["currency"]) if tier["usual_price"] and not late else "",
        "phase": phase(tier, campaign["now"]),
        "what": contents_lines(tier["items"]),
        "audience": audience_line(tier),
        "freight_line": freight_line(campaign, zones, tier),
        "least": 1 if tier["is_add_on"] else least_places(price, campaign["currency"]),
    }


def freight_line(campaign: Mapping[str, Any], zones: Sequence[Mapping[str, Any]], tier: Mapping[str, Any]) -> str:
    """What sending one costs and where it goes; empty where nothing is sent, or everywhere for nothing."""
    if not zones or not any(item["kind"] == "physical" for item in tier["items"]):
        return ""
    if campaign["shipping_by"] == "weight":
        prices = {zone["title"]: by_weight(zone, tier["weight"]) for zone in zones}
    else:
        prices = {zone["title"]: tier["freight"][zone["public_id"]] for zone in zones if zone["public_id"] in tier["freight"]}
    if not prices:
        return ""
    if len(zones) == 1 and EVERYWHERE_ELSE in zones[0]["countries"]:
        [price] = prices.values()
        return (
            translate(N_("每份另加运费 %(price)s"), price=Money(price, campaign["currency"])) if price else translate(N_("包邮"))
        )
    each = [_zone_words(title, Money(price, campaign["currency"])) for title, price in prices.items()]
    more = translate(N_("，还寄到另外 %(n)s 个区域"), n=len(each) - MOST_NAMED) if len(each) > MOST_NAMED else ""
    return translate(N_("运费：%(zones)s"), zones=translate(N_("，")).join(each[:MOST_NAMED])) + more


def _zone_words(title: str, price: Money) -> str:
    return translate(N_("%(zone)s %(price)s"), zone=title, price=price) if price else translate(N_("%(zone)s包邮"), zone=title)
