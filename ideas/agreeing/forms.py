"""What a brand types to offer an agreement, and a person to answer one."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Annotated, Any

import msgspec

from app.foundation.i18n import N_
from app.web.fields import Choice, Field, FieldError, Flag, Line, Prose
from ideas.agreeing.rules import Party, read_percent


@dataclass
class Percent(Field):
    """A percentage with at most two decimals."""

    def read(self, typed: list[Any]) -> Decimal:
        points = self.points(typed)
        return Decimal(points) / 100

    def points(self, typed: list[Any]) -> int:
        text = typed[-1] if typed and isinstance(typed[-1], str) else ""
        points = read_percent(text[:12])
        if points is None:
            raise FieldError(N_("请填 0 到 100 之间的百分比，最多两位小数。"))
        return points


class Points(Percent):
    """The same in basis points."""

    def read(self, typed: list[Any]) -> Any:
        return self.points(typed)


class OfferForm(msgspec.Struct):
    share: Annotated[Decimal, Percent()]
    terms: Annotated[str, Prose(300, least=0)]
    shows_parts: Annotated[bool, Flag()]


def offer_form(parties: list[Party], names: dict[int, str]) -> type[msgspec.Struct]:
    """With a field for each person's part: `part_…` by their public id."""
    fields: list[tuple[str, Any]] = [(f"part_{names[one.member]}", Annotated[int, Points()]) for one in parties]
    return msgspec.defstruct("OfferToAll", fields, bases=(OfferForm,))


@dataclass
class Ticked(Field):
    """A box without which it doesn't go on."""

    sentence: str

    def read(self, typed: list[Any]) -> bool:
        if not any(one for one in typed if isinstance(one, str)):
            raise FieldError(self.sentence)
        return True


class AcceptForm(msgspec.Struct):
    """`named`: whether and how one's name stands on the product."""

    named: Annotated[str, Choice(("named", "unnamed"), default="named")]
    shown_name: Annotated[str, Line(40, least=0)]
    share: Annotated[bool, Ticked(N_("请确认你的那一份。"))]
    licence: Annotated[bool, Ticked(N_("要同意授权，约定才算数。不同意的话，用下面的“不同意”。"))]


class DeclineForm(msgspec.Struct):
    reason: Annotated[str, Prose(500, least=2)]
