"""What a backer chooses before the provider is asked."""

from typing import Annotated

import msgspec

from app.foundation.i18n import N_
from app.foundation.money import parse_amount
from app.foundation.refusals import Refusal
from app.site.profile import region
from app.web.fields import Choice, Flag, Line, Prose, Whole
from campaigns.fulfilment.countries import COUNTRIES
from campaigns.pledging.methods import METHODS
from campaigns.pledging.order_fields import LONGEST_CARD, LONGEST_NOTE, Counts, MaybeEmail
from campaigns.pledging.quoting import Order


class PledgeForm(msgspec.Struct):
    """`seen`: the sum that the page showed, in minor units; more than that is asked for again, never just taken.

    `unit_price` and `extra` as they are typed, in major units. `key`: of a secret tier's link. `email`: of a backer who makes no
    account. `or_wait`: onto the waitlist if it is gone.
    """

    tier: Annotated[str, Line(12)]
    quantity: Annotated[int, Whole(1, 100)]
    method: Annotated[str, Choice(tuple(METHODS))]
    request_key: Annotated[str, Line(32, least=8)]
    seen: Annotated[int | None, Whole(0, 10**12, optional=True)] = None
    unit_price: Annotated[str, Line(20, least=0)] = ""
    extra: Annotated[str, Line(20, least=0)] = ""
    add_ons: Annotated[dict[str, int], Counts("add_on.")] = {}
    choices: Annotated[dict[str, int], Counts("count.", picked="pick.")] = {}
    country: Annotated[str, Choice((*COUNTRIES, ""), default="")] = ""
    key: Annotated[str, Line(400, least=0)] = ""
    or_wait: Annotated[bool, Flag()] = False
    email: Annotated[str, MaybeEmail()] = ""
    note: Annotated[str, Prose(LONGEST_NOTE, least=0)] = ""
    message: Annotated[str, Prose(LONGEST_NOTE, least=0)] = ""
    is_gift: Annotated[bool, Flag()] = False
    gift_name: Annotated[str, Line(40, least=0)] = ""
    gift_email: Annotated[str, MaybeEmail()] = ""
    gift_signed: Annotated[str, Line(40, least=0)] = ""
    gift_card: Annotated[str, Prose(LONGEST_CARD, least=0)] = ""

    def order(self, currency: str) -> Order:
        """Where the region wants no donations nobody gives more than a price asks."""
        extra, unit_price = _typed(self.extra, currency, "extra") or 0, _typed(self.unit_price, currency, "unit_price")
        if region().no_donations and extra:
            raise Refusal(N_("这里不收额外的金额，请把它留空。"), field="extra")
        return Order(
            tier=self.tier, quantity=self.quantity, unit_price=None if region().no_donations else unit_price,
            add_ons=self.add_ons, country=self.country, extra=extra, choices=self.choices,
        )  # fmt: skip


def _typed(text: str, currency: str, field: str) -> int | None:
    if not text:
        return None
    amount = parse_amount(text, currency)
    if amount is None:
        raise Refusal(N_("请填一个金额，例如 19.9。"), field=field)
    return amount.amount
