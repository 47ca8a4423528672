"""What a brand types to draw up a shortlist and to answer ideas, one or many at once."""

from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Annotated, Any

import msgspec

from app.foundation.i18n import N_
from app.web.fields import Choice, Field, FieldError, Line, Many, Prose
from ideas.reviewing.rules import MOST_LISTED, REASONS, SHORTLISTS


class VerdictForm(msgspec.Struct):
    outcome: Annotated[str, Choice(("won", "declined"))]
    reason_code: Annotated[str, Choice(tuple({code for codes in REASONS.values() for code in codes}))]
    sentence: Annotated[str, Prose(500, least=4)]


class AnswersForm(msgspec.Struct):
    """One reason and sentence for all that are ticked; each may have its own (`reason-…`, `sentence-…`)."""

    reason_code: Annotated[str, Choice(tuple(REASONS["declined"]))]
    sentence: Annotated[str, Prose(500, least=0)]
    idea: Annotated[list[str], Many(200)]
    challenge: Annotated[str, Line(12, least=0)]


class OwnAnswer(msgspec.Struct):
    reason: Annotated[str, Choice(("", *REASONS["declined"]), default="")]
    sentence: Annotated[str, Prose(500, least=0)]


@dataclass
class Number(Field):
    """A number with a decimal point at most."""

    def read(self, typed: list[Any]) -> float:
        text = typed[-1].strip() if typed and isinstance(typed[-1], str) else ""
        try:
            number = Decimal(text)
        except InvalidOperation:
            raise FieldError(N_("请填一个数。")) from None
        if not number.is_finite() or abs(number) > 10**9:
            raise FieldError(N_("请填一个数。"))
        return float(number)


class RuleForm(msgspec.Struct):
    challenge: Annotated[str, Line(12)]
    rule: Annotated[str, Choice(tuple(SHORTLISTS), default="top")]
    number: Annotated[float, Number()]


class ListForm(msgspec.Struct):
    idea: Annotated[list[str], Many(MOST_LISTED)]
    challenge: Annotated[str, Line(12, least=0)]
