"""What is typed to offer an improvement and to answer one."""

from typing import Annotated

import msgspec

from app.web.fields import Line, Prose


class ImprovementForm(msgspec.Struct):
    text: Annotated[str, Prose(2000, least=4)]


class AcceptForm(msgspec.Struct):
    answer: Annotated[str, Line(200, least=0)]


class DeclineForm(msgspec.Struct):
    """A refusal explains itself."""

    answer: Annotated[str, Line(200, least=2)]
