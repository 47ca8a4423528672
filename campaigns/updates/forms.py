"""What a brand types of an update, and of what it asks in it."""

from datetime import datetime
from typing import Annotated, Any

import msgspec

from app.foundation.text import clean_line
from app.web.fields import Choice, Field, Flag, Line, Many, Moment, Prose, Whole
from campaigns.polling.rules import MOST_OPTIONS
from campaigns.updates.rules import AUDIENCES, LONGEST, MOST_PICTURES


class Rows(Field):
    """One text for each row of the form, the empty ones too, so that what stands beside them stays beside them."""

    def read(self, typed: list[Any]) -> list[str]:
        return [clean_line(one[:200])[:60] for one in typed if isinstance(one, str)][: MOST_OPTIONS + 1]


class UpdateForm(msgspec.Struct):
    """A draft may lack anything. `based_on`: the revision that the page had shown. A poll's options are rows of the form."""

    title: Annotated[str, Line(60, least=0)]
    body: Annotated[str, Prose(LONGEST, least=0)]
    pictures: Annotated[list[str], Many(MOST_PICTURES)]
    audience: Annotated[str, Choice(AUDIENCES, default="public")]
    tier: Annotated[str, Line(12, least=0)]
    tells_title: Annotated[bool, Flag()]
    question: Annotated[str, Line(120, least=0)]
    option: Annotated[list[str], Rows()]
    option_picture: Annotated[list[str], Rows()]
    ends_at: Annotated[datetime | None, Moment(optional=True)]
    based_on: Annotated[int | None, Whole(1, optional=True)]

    @property
    def options(self) -> list[tuple[str, str]]:
        """(title, picture) of each row with a title."""
        pictures = [*self.option_picture, *[""] * len(self.option)]
        return [(title, picture) for title, picture in zip(self.option, pictures, strict=False) if title]


class RewordForm(msgspec.Struct):
    """Of a published one: its words and pictures. For whom it is and what it asks stay as they were."""

    title: Annotated[str, Line(60)]
    body: Annotated[str, Prose(LONGEST)]
    pictures: Annotated[list[str], Many(MOST_PICTURES)]


class PublishForm(msgspec.Struct):
    """`based_on`: what was looked at is what goes out."""

    based_on: Annotated[int | None, Whole(1, optional=True)]


class RhythmForm(msgspec.Struct):
    """Nothing chosen: nothing promised."""

    update_days: Annotated[int | None, Whole(1, 365, optional=True)]
