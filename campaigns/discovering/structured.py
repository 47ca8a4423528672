"""What a campaign's page tells search engines: the thing and its tickets, the bell as an event, the way down to it.

Only tickets that anybody can have: nothing secret, nothing on a list, nothing that is over.
"""

from datetime import datetime
from typing import Any

from markupsafe import Markup

from app.foundation.i18n import N_, translate
from app.foundation.money import Money
from app.site.profile import site
from app.web.json_ld import Thing, breadcrumbs, json_ld, picture_url, url
from campaigns.discovering.categories import category_word
from campaigns.rules import SUCCESSFUL, is_open, takes_late

SCHEMA = "https://schema.org/"


def structured(campaign: dict[str, Any], tiers: list[dict[str, Any]]) -> Markup:
    """Nothing for what isn't public."""
    if campaign["visibility"] != "visible" or campaign["state"] not in ("prelaunch", "live", *SUCCESSFUL):
        return Markup("")
    return json_ld(_product(campaign, tiers), _bell(campaign), _way(campaign))


def _path(campaign: dict[str, Any]) -> str:
    return f"/campaigns/{campaign['public_id']}"


def _brand(campaign: dict[str, Any], kind: str) -> Thing:
    return {"@type": kind, "name": campaign["brand_name"], "url": url(f"/brands/{campaign['brand_public_id']}")}


def _product(campaign: dict[str, Any], tiers: list[dict[str, Any]]) -> Thing:
    path = _path(campaign)
    return {
        "@type": "Product", "@id": url(f"{path}#product"), "url": url(path), "name": campaign["title"],
        "description": campaign["summary"], "image": picture_url(campaign["cover"]),
        "category": category_word(campaign["category"]), "brand": _brand(campaign, "Brand"),
        "releaseDate": min((tier["deliver_month"].isoformat() for tier in tiers if _is_for_all(tier, campaign)), default=""),
        "offers": _offers(campaign, [tier for tier in tiers if _is_to_be_had(tier, campaign)]),
    }  # fmt: skip


def _is_for_all(tier: dict[str, Any], campaign: dict[str, Any]) -> bool:
    return not tier["secret"] and not tier["is_add_on"] and tier["only_for"] == "everyone"


def _is_to_be_had(tier: dict[str, Any], campaign: dict[str, Any]) -> bool:
    """Now, or from a moment to come on."""
    is_over = tier["closes_at"] is not None and tier["closes_at"] <= campaign["now"]
    if not _is_for_all(tier, campaign) or is_over or not is_open(campaign):
        return False
    return not takes_late(campaign) or tier["late_price"] is not None


def _offers(campaign: dict[str, Any], tiers: list[dict[str, Any]]) -> Thing:
    if not tiers:
        return {}
    offers = [_offer(campaign, tier) for tier in tiers]
    prices = [Money(_price(campaign, tier), campaign["currency"]).major for tier in tiers]
    return {
        "@type": "AggregateOffer", "priceCurrency": campaign["currency"], "lowPrice": str(min(prices)),
        "highPrice": str(max(prices)), "offerCount": len(offers), "offers": offers,
    }  # fmt: skip


def _price(campaign: dict[str, Any], tier: dict[str, Any]) -> int:
    late = tier["late_price"] if takes_late(campaign) else None
    return int(tier["price"] if late is None else late)


def _offer(campaign: dict[str, Any], tier: dict[str, Any]) -> Thing:
    is_gone = tier["cap"] is not None and (tier["taken"] + tier["offered"] >= tier["cap"] or tier["waiting"] > 0)
    until = None if takes_late(campaign) else min(one for one in (tier["closes_at"], campaign["deadline"]) if one is not None)
    return {
        "@type": "Offer", "name": tier["title"], "url": url(f"{_path(campaign)}#tier-{tier['public_id']}"),
        "price": str(Money(_price(campaign, tier), campaign["currency"]).major), "priceCurrency": campaign["currency"],
        "availability": SCHEMA + ("SoldOut" if is_gone else "PreOrder"),
        "availabilityStarts": _iso(tier["opens_at"]), "availabilityEnds": _iso(until),
        "priceValidUntil": until.date().isoformat() if until else "", "seller": _brand(campaign, "Organization"),
    }  # fmt: skip


def _bell(campaign: dict[str, Any]) -> Thing:
    """When it begins, as long as that is to come."""
    if campaign["state"] != "prelaunch" or campaign["opens_at"] is None:
        return {}
    path = _path(campaign)
    return {
        "@type": "SaleEvent", "name": campaign["title"], "description": campaign["summary"], "url": url(path),
        "image": picture_url(campaign["cover"]), "startDate": _iso(campaign["opens_at"]), "endDate": _iso(campaign["deadline"]),
        "eventAttendanceMode": SCHEMA + "OnlineEventAttendanceMode", "eventStatus": SCHEMA + "EventScheduled",
        "location": {"@type": "VirtualLocation", "url": url(path)}, "organizer": _brand(campaign, "Organization"),
    }  # fmt: skip


def _way(campaign: dict[str, Any]) -> Thing:
    category = campaign["category"]
    steps = [("/", site().door), ("/campaigns", translate(N_("众筹")))]
    steps += [(f"/campaigns/in/{category}", category_word(category))] if category else []
    return breadcrumbs(*steps, (_path(campaign), campaign["title"]))


def _iso(moment: datetime | None) -> str:
    return moment.isoformat(timespec="seconds") if moment else ""
