"""What a brand types about its costs; amounts in the campaign's currency."""

from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from typing import Annotated, Any

import msgspec

from app.foundation.money import Money
from app.web.fields import Amount, Whole
from campaigns.tiers.minimums import most_charge
from ideas.agreeing.forms import Percent


@dataclass
class Nothing(Amount):
    """Left empty it is none."""

    def read(self, typed: list[Any]) -> Money:
        return super().read(typed) if any(one for one in typed) else Money(0, self.currency)


class CostForm(msgspec.Struct):
    unit_cost: Annotated[Money, Amount("CNY", least=0)]
    least_order: Annotated[int, Whole(1, 10_000_000)]
    tooling: Annotated[Money, Nothing("CNY", least=0)]
    shipping: Annotated[Money, Nothing("CNY", least=0)]
    payment_percent: Annotated[Decimal, Percent()]
    share_percent: Annotated[Decimal, Percent()]
    price: Annotated[Money, Amount("CNY")]


@cache
def cost_form(currency: str) -> type[CostForm]:
    most = most_charge(currency).amount

    class InCurrency(CostForm):
        unit_cost: Annotated[Money, Amount(currency, least=0)]
        tooling: Annotated[Money, Nothing(currency, least=0)]
        shipping: Annotated[Money, Nothing(currency, least=0)]
        price: Annotated[Money, Amount(currency, most=most)]

    return InCurrency
