"""What a brand types about a shipping zone; amounts are read in its campaign's currency."""

from dataclasses import dataclass
from functools import cache
from typing import Annotated, Any

import msgspec

from app.foundation.money import Money
from app.web.fields import Amount, Choice, Line, Many, Whole
from campaigns.tiers.forms import Freights
from campaigns.tiers.minimums import most_charge
from campaigns.zoning.rules import HEAVIEST

SHIPPING_BY = ("flat", "weight")
MOST_PRICES = 60


@dataclass
class Freight(Amount):
    """Nothing typed is no price: nought."""

    def read(self, typed: list[Any]) -> Money:
        return super().read(typed) if any(typed) else Money(0, self.currency)


class ZoneForm(msgspec.Struct):
    """`tier` and `freight` repeat side by side: what one of each tier costs to ship there."""

    title: Annotated[str, Line(40)]
    countries: Annotated[list[str], Many(300)]
    first_grams: Annotated[int | None, Whole(1, HEAVIEST, optional=True)]
    first_price: Annotated[Money, Freight("CNY", least=0)]
    next_grams: Annotated[int | None, Whole(1, HEAVIEST, optional=True)]
    next_price: Annotated[Money, Freight("CNY", least=0)]
    tier: Annotated[list[str], Many(MOST_PRICES)]
    freight: Annotated[list[int | None], Freights("CNY")]


@cache
def zone_form(currency: str) -> type[ZoneForm]:
    most = most_charge(currency).amount

    class InCurrency(ZoneForm):
        first_price: Annotated[Money, Freight(currency, least=0, most=most)]
        next_price: Annotated[Money, Freight(currency, least=0, most=most)]
        freight: Annotated[list[int | None], Freights(currency)]

    return InCurrency


class WayForm(msgspec.Struct):
    shipping_by: Annotated[str, Choice(SHIPPING_BY)]
