"""What is typed to offer an improvement and to answer one."""

from typing import Annotated, Any

import msgspec

from app.foundation.i18n import N_
from app.web.fields import FieldError, Line, Prose
from app.web.forms import Form, read_values
from ideas.contributing.passages import LONGEST_PASSAGE

LEAST = 4


class Passage(Prose):
    """A stretch of the idea's text, to be found in it again: as it came, but for the line ends that forms change."""

    def clean(self, text: str) -> str:
        return text.replace("\r\n", "\n")


class ImprovementForm(msgspec.Struct):
    """Of the idea as a whole: what would be better. On a passage: its new wording, and why if one likes."""

    text: Annotated[str, Prose(2000, least=0)]
    passage: Annotated[str, Passage(LONGEST_PASSAGE, least=0)] = ""
    wording: Annotated[str, Prose(4000, least=0)] = ""


def read_improvement(sent: dict[str, list[Any]]) -> Form[ImprovementForm]:
    """A new wording may speak for itself; the idea as a whole, or a passage that shall go, wants a reason."""
    form = read_values(ImprovementForm, sent)
    if form.ok and not (form.data.passage and form.data.wording) and len(form.data.text) < LEAST:
        form.errors["text"] = str(FieldError(N_("至少写 %(least)s 个字，现在是 %(n)s 个。"), least=LEAST, n=len(form.data.text)))
    return form


class AcceptForm(msgspec.Struct):
    answer: Annotated[str, Line(200, least=0)]


class DeclineForm(msgspec.Struct):
    """A refusal explains itself."""

    answer: Annotated[str, Line(200, least=2)]
