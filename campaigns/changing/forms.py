"""What a backer wants instead: the order page's fields, without what was settled when the pledge was made."""

from typing import Annotated

import msgspec

from app.web.fields import Choice, Line, Whole
from campaigns.fulfilment.countries import COUNTRIES
from campaigns.pledging.forms import PledgeForm
from campaigns.pledging.order_fields import Counts
from campaigns.pledging.quoting import Order


class ChangeForm(msgspec.Struct):
    """`seen`: the new sum that the page showed, in minor units. `version`: of the pledge, as the page showed it."""

    tier: Annotated[str, Line(12)]
    quantity: Annotated[int, Whole(1, 100)]
    request_key: Annotated[str, Line(32, least=8)]
    version: Annotated[str, Line(40)]
    seen: Annotated[int | None, Whole(0, 10**12, optional=True)] = None
    unit_price: Annotated[str, Line(20, least=0)] = ""
    extra: Annotated[str, Line(20, least=0)] = ""
    add_ons: Annotated[dict[str, int], Counts("add_on.")] = {}
    choices: Annotated[dict[str, int], Counts("count.", picked="pick.")] = {}
    country: Annotated[str, Choice((*COUNTRIES, ""), default="")] = ""
    key: Annotated[str, Line(400, least=0)] = ""

    def order(self, currency: str) -> Order:
        """As the same fields of the order page come to one."""
        same = ("tier", "quantity", "request_key", "unit_price", "extra", "add_ons", "choices", "country")
        return PledgeForm(method="card", **{name: getattr(self, name) for name in same}).order(currency)
