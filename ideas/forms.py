"""What a member types to propose or reword an idea."""

from typing import Annotated

import msgspec

from app.foundation.i18n import N_
from app.web.fields import Choice, FieldError, Line, Many, Prose
from ideas.rules import MOST_PICTURES


class PictureIds(Many):
    """Public ids of pictures already kept, in their order."""

    def read(self, typed: list[object]) -> list[str]:
        kept = list(dict.fromkeys(super().read(typed)))
        if len(kept) > MOST_PICTURES:
            raise FieldError(N_("最多 %(most)s 张图片，请去掉几张。"), most=MOST_PICTURES)
        return kept


class IdeaForm(msgspec.Struct):
    """One sentence is enough; all else can come later."""

    title: Annotated[str, Line(60, least=2)]
    summary: Annotated[str, Line(200, least=0)]
    body: Annotated[str, Prose(20_000, least=0)]
    challenge: Annotated[str, Line(12, least=0)]
    pictures: Annotated[list[str], PictureIds()]
    do: Annotated[str, Choice(("publish", "draft"), default="publish")]
    once: Annotated[str, Line(24, least=0)] = ""  # drawn for each form: what is sent twice is one idea


class DraftForm(msgspec.Struct):
    """A draft needs only a title, so that nothing begun is lost."""

    title: Annotated[str, Line(60)]
    summary: Annotated[str, Line(200, least=0)]
    body: Annotated[str, Prose(20_000, least=0)]
    challenge: Annotated[str, Line(12, least=0)]
    pictures: Annotated[list[str], PictureIds()]
    do: Annotated[str, Choice(("publish", "draft"), default="draft")]
    once: Annotated[str, Line(24, least=0)] = ""
