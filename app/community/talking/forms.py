"""What is typed into a comment's form, and where lists are asked to begin."""

from typing import Annotated

import msgspec

from app.community.talking.rules import LONGEST, tidy
from app.web.fields import Line, Prose


class Words(Prose):
    def clean(self, text: str) -> str:
        return tidy(super().clean(text))


class CommentForm(msgspec.Struct):
    """`to`: the comment that it answers, if any."""

    text: Annotated[str, Words(LONGEST)]
    to: Annotated[str, Line(12, least=0)]


class RevisionForm(msgspec.Struct):
    text: Annotated[str, Words(LONGEST)]


class ReactionForm(msgspec.Struct):
    """One of the two: the kind that is added or taken back."""

    add: Annotated[str, Line(8, least=0)]
    undo: Annotated[str, Line(8, least=0)]
