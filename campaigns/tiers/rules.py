"""Pure decisions about tiers: what may still change, what the brand nets."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from app.foundation.i18n import N_
from app.foundation.money import Money
from app.foundation.refusals import Refusal
from campaigns.rules import EDITABLE

MOST_TIERS = 30
MOST_ITEMS = 20
MOST_YEARS = 5
GROWING = ("live",)  # a running campaign may get more tiers and higher caps, nothing else


@dataclass(frozen=True, slots=True)
class Net:
    """What is left of a price for the brand, before the provider's own fee."""

    price: Money
    fee: Money

    @property
    def rest(self) -> Money:
        return self.price - self.fee


def net_of(price: Money, fee_percent: Decimal) -> Net:
    return Net(price, price.share(fee_percent))


def is_too_early(month: date, deadline: datetime) -> bool:
    """Promised for a month that is over before the money is even there."""
    return month < deadline.date().replace(day=1)


def check_month(month: date, deadline: datetime | None) -> None:
    """A draft may still be without a deadline; what is promised to backers lies after it, and within their patience."""
    if deadline is None:
        return
    if is_too_early(month, deadline):
        raise Refusal(N_("交付月份要在众筹截止之后。"), field="deliver_month")
    if month.year > deadline.year + MOST_YEARS:
        raise Refusal(N_("交付月份最多在截止后 %(most)s 年。"), field="deliver_month", most=MOST_YEARS)


def check_may_edit(state: str) -> None:
    if state not in EDITABLE:
        raise Refusal(N_("提交之后档位不能再改；上线后只能加名额、加档位。"))


def check_may_add(state: str, there_are: int) -> None:
    if state not in (*EDITABLE, *GROWING):
        raise Refusal(N_("现在不能加档位。"))
    if there_are >= MOST_TIERS:
        raise Refusal(N_("一个众筹最多 %(most)s 个档位。"), most=MOST_TIERS)


def check_cap(state: str, old: int | None, new: int | None, taken: int) -> None:
    """After launch a cap only grows: nobody's place is taken away, and what was scarce stays as scarce as told."""
    if state in EDITABLE:
        return
    if state not in GROWING:
        raise Refusal(N_("现在不能改名额。"))
    if old is None or new is None:
        raise Refusal(N_("上线后，限量的档位要保持限量，不限量的不能再限。"), field="cap")
    if new < taken:
        raise Refusal(N_("已有 %(taken)s 份被认领，名额不能少于它。"), field="cap", taken=taken)
    if new < old:
        raise Refusal(N_("上线后名额只能增加，现在是 %(cap)s 份。"), field="cap", cap=old)
