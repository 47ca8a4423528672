"""What a backer chooses before the provider is asked."""

from typing import Annotated

import msgspec

from app.web.fields import Choice, Line, Whole
from campaigns.pledging.methods import METHODS
from campaigns.pledging.quoting import Order


class PledgeForm(msgspec.Struct):
    """`seen`: the sum that the page showed, in minor units; more than that is asked for again, never just taken.

    `key`: of a secret tier's link.
    """

    tier: Annotated[str, Line(12)]
    quantity: Annotated[int, Whole(1, 100)]
    method: Annotated[str, Choice(tuple(METHODS))]
    request_key: Annotated[str, Line(32, least=8)]
    seen: Annotated[int | None, Whole(0, 10**12, optional=True)] = None
    country: Annotated[str, Line(2, least=0)] = ""
    key: Annotated[str, Line(400, least=0)] = ""

    def order(self, currency: str) -> Order:
        return Order(tier=self.tier, quantity=self.quantity, country=self.country)
