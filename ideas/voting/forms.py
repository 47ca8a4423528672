"""What is typed to merge two ideas."""

from typing import Annotated

import msgspec

from app.web.fields import Line, Prose


class MergingForm(msgspec.Struct):
    into: Annotated[str, Line(12)]
    why: Annotated[str, Prose(300, least=0)]
