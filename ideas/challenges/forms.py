"""What a brand types about a challenge; a draft may be incomplete, and its dates are by the brand's clock."""

from datetime import datetime
from decimal import Decimal, InvalidOperation
from typing import Annotated, Any

import msgspec
from litestar.datastructures import UploadFile

from app.foundation.i18n import N_
from app.web.fields import Choice, Field, FieldError, Files, Line, Many, Moment, Prose, Whole
from ideas.challenges.rules import ANSWER_DAYS, COUNTS, DOORS, WHO
from ideas.challenges.shapes import SHAPES


class ShapeForm(msgspec.Struct):
    shape: Annotated[str, Choice(tuple(SHAPES))]
    title: Annotated[str, Line(60, least=0)]


class Percent(Field):
    """From 0 to 100, two decimals; None when left empty."""

    def read(self, typed: list[Any]) -> Decimal | None:
        text = str(typed[-1]).strip().rstrip("%％")[:12] if typed else ""
        if not text:
            return None
        try:
            share = Decimal(text)
        except InvalidOperation:
            share = Decimal("NaN")
        if not share.is_finite() or not 0 <= share <= 100 or share != round(share, 2):
            raise FieldError(N_("请填 0 到 100 之间的数，最多两位小数。"))
        return share


class Doors(Many):
    def read(self, typed: list[Any]) -> list[str]:
        chosen = set(super().read(typed))
        return [door for door in DOORS if door in chosen]


class HeadForm(msgspec.Struct):
    """All but the phases. `kept` is the cover that it has; `version` the draft that the form was made from."""

    title: Annotated[str, Line(60, least=0)]
    brief: Annotated[str, Prose(8000, least=0)]
    prizes: Annotated[str, Prose(2000, least=0)]
    share_percent: Annotated[Decimal | None, Percent()]
    answer_days: Annotated[int | None, Whole(1, 365, optional=True)]
    starts: Annotated[datetime | None, Moment(optional=True)]
    cover: Annotated[list[UploadFile], Files(1)]
    kept: Annotated[str, Line(40, least=0)]
    version: Annotated[int | None, Whole(optional=True)]

    @property
    def term(self) -> int:
        return self.answer_days or ANSWER_DAYS


# A phase's fields; in the form each is called `<the phase's key>-<its name>`.
PHASE: dict[str, Field] = {
    "was": Whole(0, 100, optional=True),
    "title": Line(40, least=0),
    "note": Line(200, least=0),
    "doors": Doors(),
    "starts": Moment(optional=True),
    "days": Whole(1, 400, optional=True),
    "ends": Moment(optional=True),
    "who": Choice(WHO, default="everyone"),
    "account_days": Whole(0, 3650, optional=True),
    "most_ideas": Whole(1, 1000, optional=True),
    "budget": Whole(1, 1000, optional=True),
    "least_votes": Whole(0, 1000, optional=True),
    "counts": Choice(COUNTS, default="shown"),
}
