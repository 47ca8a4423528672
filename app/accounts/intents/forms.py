"""The key of an intent, as its buttons send it."""

from typing import Annotated

import msgspec

from app.web.fields import Line


class KeyForm(msgspec.Struct):
    key: Annotated[str, Line(60)]
