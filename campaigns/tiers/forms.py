"""What a brand types about a tier; amounts are read in its campaign's currency."""

from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from typing import Annotated, Any

import msgspec

from app.foundation.i18n import N_
from app.foundation.money import Money
from app.foundation.text import clean_line
from app.web.fields import Amount, Choice, Field, FieldError, Files, Flag, Line, Moment, Month, Prose, Whole
from campaigns.tiers.minimums import most_charge
from campaigns.tiers.rules import HEAVIEST, MOST_ITEMS, MOST_PER_BACKER, MOST_PIECES
from campaigns.tiers.tables import AUDIENCES, PERK_KINDS

MOST_ROWS = 80  # of things in a form


@dataclass
class Texts(Field):
    """All values under a name, in order, empty ones too: they stand beside others of the same row."""

    longest: int

    def read(self, typed: list[Any]) -> list[str]:
        texts = [clean_line(one[:1000]) if isinstance(one, str) else "" for one in typed[:MOST_ROWS]]
        if any(len(text) > self.longest for text in texts):
            raise FieldError(N_("最多 %(most)s 个字，请删掉一些。"), most=self.longest)
        return texts


@dataclass
class Pieces(Field):
    """How many of each row's thing; nothing typed is `empty`."""

    empty: int = 0

    def read(self, typed: list[Any]) -> list[int]:
        one = Whole(0, MOST_PIECES)
        texts = [text.strip() if isinstance(text, str) else "" for text in typed[:MOST_ROWS]]
        return [one.read([text]) or 0 if text else self.empty for text in texts]


@dataclass
class MaybeAmount(Amount):
    """None where nothing is typed."""

    def read(self, typed: list[Any]) -> Money | None:  # type: ignore[override]
        return super().read(typed) if any(one.strip() for one in typed if isinstance(one, str)) else None


@dataclass
class Freights(Field):
    """Prices under one name, in order: each stands beside the id of its row. Empty: not shipped there."""

    currency: str

    def read(self, typed: list[Any]) -> list[int | None]:
        one = Amount(self.currency, least=0, most=most_charge(self.currency).amount)
        texts = [text if isinstance(text, str) else "" for text in typed[:MOST_ROWS]]
        return [one.read([text]).amount if text.strip() else None for text in texts]


class TierForm(msgspec.Struct, kw_only=True):
    """Contents: `has` and `count` (items that are there already), `kind`, `item` and `pieces` (new ones) side by side.

    `zone` and `freight`: what one place costs to ship there.
    """

    title: Annotated[str, Line(40)]
    description: Annotated[str, Prose(500, least=0)] = ""
    picture: Annotated[list, Files(1)] = []
    kept: Annotated[str, Line(120, least=0)] = ""
    price: Annotated[Money, Amount("CNY")]
    price_is_open: Annotated[bool, Flag()] = False
    usual_price: Annotated[Money | None, MaybeAmount("CNY")] = None
    late_price: Annotated[Money | None, MaybeAmount("CNY")] = None
    cap: Annotated[int | None, Whole(1, 1_000_000, optional=True)] = None
    per_backer: Annotated[int, Whole(1, MOST_PER_BACKER)] = 10
    opens_at: Annotated[datetime | None, Moment(optional=True)] = None
    closes_at: Annotated[datetime | None, Moment(optional=True)] = None
    secret: Annotated[bool, Flag()] = False
    only_for: Annotated[str, Choice(AUDIENCES, default="everyone")] = "everyone"
    least_backed: Annotated[int | None, Whole(1, 100, optional=True)] = None
    weight: Annotated[int | None, Whole(0, HEAVIEST, optional=True)] = None
    deliver_month: Annotated[date, Month()]
    has: Annotated[list[str], Texts(18)] = []
    count: Annotated[list[int], Pieces()] = []
    kind: Annotated[list[str], Texts(12)] = []
    item: Annotated[list[str], Texts(60)] = []
    pieces: Annotated[list[int], Pieces(1)] = []
    zone: Annotated[list[str], Texts(12)] = []
    freight: Annotated[list[int | None], Freights("CNY")] = []
    is_add_on: Annotated[bool, Flag()] = False

    def known_items(self) -> list[tuple[int, int]]:
        """(item's id, how many) of what was there already and is in it."""
        pairs = zip(self.has, self.count, strict=False)
        return [(int(item), count) for item, count in pairs if item.isdecimal() and count][:MOST_ITEMS]

    def items(self) -> list[tuple[str, str, int]]:
        """(kind, title, how many) of the new rows that were filled in."""
        many = self.pieces + [1] * len(self.item)
        return [
            (kind if kind in PERK_KINDS else PERK_KINDS[0], text, max(count, 1))
            for kind, text, count in zip(self.kind, self.item, many, strict=False)
            if text
        ][:MOST_ITEMS]


@cache
def tier_form(currency: str) -> type[TierForm]:
    most = most_charge(currency).amount

    class InCurrency(TierForm, kw_only=True):
        price: Annotated[Money, Amount(currency, least=1, most=most)]
        usual_price: Annotated[Money | None, MaybeAmount(currency, least=1, most=most)] = None
        late_price: Annotated[Money | None, MaybeAmount(currency, least=1, most=most)] = None
        freight: Annotated[list[int | None], Freights(currency)] = []

    return InCurrency


class CapForm(msgspec.Struct):
    cap: Annotated[int | None, Whole(1, 1_000_000, optional=True)]


class LimitsForm(msgspec.Struct):
    """Of the campaign as a whole."""

    per_backer: Annotated[int | None, Whole(1, 1000, optional=True)]
    takes_extra: Annotated[bool, Flag()]


class NetForm(msgspec.Struct):
    """What has been typed so far of a price; as text, since half an amount is no fault yet."""

    price: Annotated[str, Line(20, least=0)]
    zone: Annotated[list[str], Texts(12)]
    freight: Annotated[list[str], Texts(20)]
    weight: Annotated[str, Line(10, least=0)]


def as_typed(amount: int | None, currency: str) -> str:
    """An amount as it stands in a form's field."""
    return "" if amount is None else f"{Money(amount, currency).major:f}".removesuffix(".00")
