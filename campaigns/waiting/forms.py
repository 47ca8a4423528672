"""How many places somebody waits for."""

from typing import Annotated

import msgspec

from app.web.fields import Line, Whole


class WishForm(msgspec.Struct):
    """`key`: of a secret tier's link."""

    quantity: Annotated[int, Whole(1, 100)]
    key: Annotated[str, Line(400, least=0)] = ""
