"""What is typed about prices and exports."""

from typing import Annotated

import msgspec

from app.foundation.money import EXPONENTS
from app.web.fields import Choice, Flag, Line
from ideas.insights.rules import FORMATS, KINDS


class AnswerForm(msgspec.Struct):
    """`price` minor units, 0 for “would not buy”, - for “rather not say”; `place` where on the page it stood."""

    price: Annotated[str, Line(12)]
    place: Annotated[str, Choice(("page", "bar"), default="page")]


class PriceForm(msgspec.Struct):
    """Fields of templates/ideas/challenges/_price_fields.html."""

    asks_price: Annotated[bool, Flag()]
    price_currency: Annotated[str, Choice(tuple(EXPONENTS))]
    prices: Annotated[str, Line(120)]


class ExportForm(msgspec.Struct):
    kind: Annotated[str, Choice(KINDS)]
    format: Annotated[str, Choice(FORMATS)]


class LinkForm(msgspec.Struct):
    """Of a link to the report: for whom, and how long it opens."""

    note: Annotated[str, Line(40)]
    days: Annotated[str, Choice(("7", "30", "90"), default="30")]
