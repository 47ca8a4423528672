"""What a brand types about a tier; amounts are read in its campaign's currency."""

from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Annotated, Any

import msgspec

from app.foundation.i18n import N_
from app.foundation.money import Money
from app.foundation.text import clean_line
from app.web.fields import Amount, Field, FieldError, Line, Month, Prose, Whole
from campaigns.tiers.minimums import least_charge, most_charge
from campaigns.tiers.rules import MOST_ITEMS
from campaigns.tiers.tables import PERK_KINDS


@dataclass
class Texts(Field):
    """All values under a name, in order, empty ones too: they stand beside others of the same row."""

    longest: int

    def read(self, typed: list[Any]) -> list[str]:
        texts = [clean_line(one[:1000]) for one in typed[:MOST_ITEMS] if isinstance(one, str)]
        if any(len(text) > self.longest for text in texts):
            raise FieldError(N_("最多 %(most)s 个字，请删掉一些。"), most=self.longest)
        return texts


class TierForm(msgspec.Struct):
    """What is in it: `kind` and `item` repeat side by side, row by row."""

    title: Annotated[str, Line(40)]
    description: Annotated[str, Prose(500, least=0)]
    price: Annotated[Money, Amount("CNY")]
    shipping: Annotated[Money, Amount("CNY", least=0)]
    cap: Annotated[int | None, Whole(1, 1_000_000, optional=True)]
    per_backer: Annotated[int, Whole(1, 100)]
    deliver_month: Annotated[date, Month()]
    kind: Annotated[list[str], Texts(12)]
    item: Annotated[list[str], Texts(60)]

    def items(self) -> list[tuple[str, str]]:
        """(kind, title) of the rows that were filled in."""
        return [
            (kind if kind in PERK_KINDS else PERK_KINDS[0], text)
            for kind, text in zip(self.kind, self.item, strict=False)
            if text
        ]


@dataclass
class Freight(Amount):
    """Nothing typed means that the price includes it."""

    def read(self, typed: list[Any]) -> Money:
        return super().read(typed) if any(typed) else Money(0, self.currency)


@cache
def tier_form(currency: str) -> type[TierForm]:
    least, most = least_charge(currency).amount, most_charge(currency).amount

    class InCurrency(TierForm):
        price: Annotated[Money, Amount(currency, least=least, most=most)]
        shipping: Annotated[Money, Freight(currency, least=0, most=most)]

    return InCurrency


class CapForm(msgspec.Struct):
    cap: Annotated[int | None, Whole(1, 1_000_000, optional=True)]


def as_typed(amount: int, currency: str) -> str:
    """An amount as it stands in a form's field."""
    return f"{Money(amount, currency).major:f}".removesuffix(".00")
