"""What staff and authors type."""

from typing import Annotated

import msgspec

from app.community.moderation.rules import LEVELS, MOST_REASONS
from app.web.fields import Choice, Line, Many, Prose


class HidingForm(msgspec.Struct):
    """A reason chosen with one press, or one's own words."""

    reason: Annotated[str, Line(200, least=2)]


class ShowingForm(msgspec.Struct):
    why: Annotated[str, Line(200, least=0)]
    seen: Annotated[str, Line(12, least=0)]


class DecisionsForm(msgspec.Struct):
    """`do` is "show" or "hide:3" for all ticked cases, or the same with "@case.seen" for that one alone."""

    do: Annotated[str, Line(60)]
    cases: Annotated[list[str], Many(60)]
    show: Annotated[str, Line(12, least=0)]
    page: Annotated[str, Line(4, least=0)]


class StatementForm(msgspec.Struct):
    text: Annotated[str, Prose(3000, least=5)]


class WordsForm(msgspec.Struct):
    words: Annotated[str, Prose(400_000)]
    level: Annotated[str, Choice(LEVELS)]


class TrialForm(msgspec.Struct):
    trial: Annotated[str, Prose(5000)]


class ReasonsForm(msgspec.Struct):
    reasons: Annotated[str, Prose(210 * MOST_REASONS)]
