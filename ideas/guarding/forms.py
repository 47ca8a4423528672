"""What staff sends about cases."""

from typing import Annotated

import msgspec

from app.web.fields import Choice, Many, Prose

DEEDS = ("held", "released", "upheld", "dismissed")


class DecisionForm(msgspec.Struct):
    do: Annotated[str, Choice(DEEDS)]
    why: Annotated[str, Prose(500, least=0)]


class DecisionsForm(msgspec.Struct):
    do: Annotated[str, Choice(DEEDS)]
    why: Annotated[str, Prose(500, least=0)]
    cases: Annotated[list[str], Many(100)]
    show: Annotated[str, Choice(("open", "held", "watched", "decided"), default="open")]
