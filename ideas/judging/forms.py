"""What a brand types about its jury, and a juror about an idea."""

from dataclasses import dataclass
from typing import Annotated, Any

import msgspec

from app.foundation.i18n import N_
from app.foundation.text import clean_line
from app.web.fields import Email, Field, FieldError, Line, Prose, Whole
from ideas.judging.queries import Criteria
from ideas.judging.rules import LEAST, MOST, MOST_CRITERIA, MOST_WEIGHT


@dataclass
class Lines(Field):
    """All values under a name, in order, empty ones too: they stand beside others of the same row."""

    longest: int

    def read(self, typed: list[Any]) -> list[str]:
        texts = [clean_line(one[:1000]) for one in typed[:MOST_CRITERIA] if isinstance(one, str)]
        if any(len(text) > self.longest for text in texts):
            raise FieldError(N_("最多 %(most)s 个字，请删掉一些。"), most=self.longest)
        return texts


@dataclass
class Weights(Lines):
    def read(self, typed: list[Any]) -> list[str]:
        texts = super().read(typed)
        if any(text and not (text.isdecimal() and text.isascii() and 1 <= int(text) <= MOST_WEIGHT) for text in texts):
            raise FieldError(N_("权重请填 1 到 %(most)s 之间的整数。"), most=MOST_WEIGHT)
        return texts


class CriteriaForm(msgspec.Struct):
    word: Annotated[list[str], Lines(20)]
    note: Annotated[list[str], Lines(80)]
    weight: Annotated[list[str], Weights(2)]

    def rows(self) -> list[tuple[str, str, int]]:
        """Those with a name; a weight left out is 1."""
        notes, weights = [*self.note, *[""] * MOST_CRITERIA], [*self.weight, *[""] * MOST_CRITERIA]
        return [(word, notes[n], int(weights[n] or 1)) for n, word in enumerate(self.word) if word]


class MaybeEmail(Email):
    def read(self, typed: list[Any]) -> str:
        return super().read(typed) if any(isinstance(one, str) and one.strip() for one in typed) else ""


class JurorForm(msgspec.Struct):
    note: Annotated[str, Line(40)]
    email: Annotated[str, MaybeEmail()]


class SeatForm(msgspec.Struct):
    key: Annotated[str, Line(120, least=0)]


def score_form(criteria: list[Criteria]) -> type[msgspec.Struct]:
    """A field for each criterion, and the note."""
    fields: list[tuple[str, Any]] = [(f"points_{one.id}", Annotated[int, Whole(LEAST, MOST)]) for one in criteria]
    return msgspec.defstruct("ScoreForm", [*fields, ("note", Annotated[str, Prose(600, least=0)])])
