"""What the brand nets of a price that is being typed: beside it, per way to pay and place it is sent to."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from app.foundation.money import Money, parse_amount
from app.settings import settings
from campaigns.pledging.methods import METHODS
from campaigns.pledging.quoting import ZoneTerms
from campaigns.tiers.fees import provider_fee
from campaigns.tiers.netting import Net, net_of
from campaigns.tiers.rules import least_places


@dataclass(frozen=True, slots=True)
class Priced:
    """`nets`: one for each way to pay, sent to the first place that it is sent to; `nearby`: what is left elsewhere."""

    nets: tuple[Net, ...]
    zone: str
    elsewhere: tuple[tuple[str, Money], ...]
    percent: Decimal
    fee: Decimal
    fixed: Money
    least: int  # so many places make an amount that can be charged

    @property
    def first(self) -> Net:
        return self.nets[0]


def fee_of(campaign: Mapping[str, Any]) -> Decimal:
    """The platform's part: from launch on the one of that day."""
    return campaign["fee_percent"] if campaign["launched_at"] else settings.fee_percent


def price_shown(campaign: Mapping[str, Any], typed: str, freights: Sequence[tuple[str, int]]) -> Priced | None:
    """`freights`: (where, minor units). None while what is typed is no price."""
    price = parse_amount(typed, campaign["currency"])
    if price is None or not 0 < price.amount <= 10**12:
        return None
    percent, fee = fee_of(campaign), provider_fee("card", campaign["currency"])
    where, first = freights[0] if freights else ("", 0)
    shipping = Money(first, campaign["currency"])
    return Priced(
        nets=tuple(net_of(price, percent, method=code, shipping=shipping) for code in _ways(campaign["currency"])),
        zone=where,
        elsewhere=tuple(
            (zone, net_of(price, percent, shipping=Money(cost, campaign["currency"])).rest) for zone, cost in freights[1:]
        ),
        percent=percent, fee=fee.percent, fixed=fee.fixed, least=least_places(price.amount, campaign["currency"]),
    )  # fmt: skip


def _ways(currency: str) -> list[str]:
    """Cards first: they are to be had everywhere."""
    return sorted((code for code, method in METHODS.items() if currency in method.currencies), key=lambda code: code != "card")


def freights_of(
    campaign: Mapping[str, Any], zones: Sequence[Mapping[str, Any]], typed: Mapping[str, str], weight: str
) -> list[tuple[str, int]]:
    """(where, what one costs to ship there): as typed beside each zone, or by the weight that was typed."""
    if campaign["shipping_by"] == "weight":
        grams = int(weight) if weight.isdecimal() and len(weight) < 9 else 0
        return [(zone["title"], by_weight(zone, grams)) for zone in zones] if grams else []
    found = []
    for zone in zones:
        price = parse_amount(typed.get(zone["public_id"], ""), campaign["currency"])
        if price is not None and 0 <= price.amount <= 10**12:
            found.append((zone["title"], price.amount))
    return found


def by_weight(zone: Mapping[str, Any], grams: int) -> int:
    names = ("first_grams", "first_price", "next_grams", "next_price")
    return ZoneTerms(id=zone["id"], title=zone["title"], countries=(), **{name: zone[name] for name in names}).by_weight(grams)
