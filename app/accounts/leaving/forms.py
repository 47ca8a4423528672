"""What is typed on the way out."""

from typing import Annotated

import msgspec

from app.accounts.forms import Code
from app.web.fields import Choice, Line

IDEAS = ("keep", "withdraw")


class WishForm(msgspec.Struct):
    """`ideas`: what becomes of those that are published."""

    ideas: Annotated[str, Choice(IDEAS, default="keep")]
    at: Annotated[str, Line(80, least=0)]


class LeaveForm(msgspec.Struct):
    ideas: Annotated[str, Choice(IDEAS, default="keep")]
    at: Annotated[str, Line(80, least=0)]
    code: Annotated[str, Code()]
