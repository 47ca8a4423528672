"""What a brand types to answer an idea."""

from typing import Annotated

import msgspec

from app.web.fields import Choice, Prose
from ideas.reviewing.rules import REASONS


class VerdictForm(msgspec.Struct):
    outcome: Annotated[str, Choice(("won", "declined"))]
    reason_code: Annotated[str, Choice(tuple({code for codes in REASONS.values() for code in codes}))]
    sentence: Annotated[str, Prose(500, least=4)]
