"""What staff types to hide an idea."""

from typing import Annotated

import msgspec

from app.web.fields import Line


class HidingForm(msgspec.Struct):
    reason: Annotated[str, Line(200, least=2)]
