"""Pure decisions about tiers: what may be asked for, what may still change after launch."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from app.foundation.i18n import N_
from app.foundation.money import Money
from app.foundation.refusals import Refusal
from campaigns.rules import EDITABLE
from campaigns.tiers.minimums import least_charge

MOST_TIERS = 30
MOST_ADD_ONS = 20
MOST_ITEMS = 20
MOST_PIECES = 100  # of one thing in one place
MOST_PER_BACKER = 100
MOST_YEARS = 5
HEAVIEST = 100_000  # grams
# A campaign that is public may get more tiers and higher caps, nothing else.
GROWING = ("prelaunch", "live")


@dataclass(frozen=True, slots=True)
class Asked:
    """What decides about a tier as it was typed; amounts in minor units, `campaign_cap` is the campaign's per-person cap."""

    price: int
    currency: str
    is_add_on: bool = False
    price_is_open: bool = False
    usual_price: int | None = None
    late_price: int | None = None
    cap: int | None = None
    per_backer: int = 10
    opens_at: datetime | None = None
    closes_at: datetime | None = None
    only_for: str = "everyone"
    least_backed: int | None = None
    kinds: tuple[str, ...] = ()
    campaign_cap: int | None = None
    has_idea: bool = False


def check_asked(asked: Asked, deadline: datetime | None, now: datetime, *, no_donations: bool = False) -> None:
    """`no_donations`: the site takes no money that buys nothing."""
    _check_price(asked)
    _check_early_bird(asked)
    _check_dates(asked, deadline, now)
    _check_audience(asked)
    if no_donations:
        _check_no_donation(asked)


def least_places(price: int, currency: str) -> int:
    """So many places of it make an amount that the provider charges."""
    return -(-least_charge(currency).amount // price)


def _check_price(asked: Asked) -> None:
    """A ticket may cost less than the least charge where one backer can take enough of them to reach it; an add-on always."""
    if not asked.is_add_on:
        most = min(one for one in (asked.per_backer, asked.cap, asked.campaign_cap) if one is not None)
        least = least_charge(asked.currency)
        if asked.price * most < least.amount:
            sentence = N_("一单最少 %(least)s 才付得了款：价格乘以每人最多 %(most)s 份还不到，请加价或放宽份数。")
            raise Refusal(sentence, field="price", least=least, most=most)
    if asked.late_price is not None and asked.late_price < asked.price:
        price = Money(asked.price, asked.currency)
        raise Refusal(N_("补筹价不能低于众筹时的 %(price)s，否则早支持的人吃亏。"), field="late_price", price=price)


def is_payable(tier: Mapping[str, Any], currency: str) -> bool:
    """Whether one backer can take enough of it to reach the least charge."""
    most = min(one for one in (tier.get("per_backer", 1), tier.get("cap")) if one is not None)
    return bool(tier.get("is_add_on")) or tier["price"] * most >= least_charge(currency).amount


def _check_early_bird(asked: Asked) -> None:
    if asked.usual_price is None:
        return
    if asked.usual_price <= asked.price:
        price = Money(asked.price, asked.currency)
        raise Refusal(N_("早鸟之后的价格要高于 %(price)s。"), field="usual_price", price=price)
    if asked.price_is_open:
        raise Refusal(N_("早鸟价和“随你出”不能一起用。"), field="usual_price")
    if asked.cap is None and asked.closes_at is None:
        raise Refusal(N_("早鸟要有个头：写上限量，或者结束时间。"), field="usual_price")


def _check_dates(asked: Asked, deadline: datetime | None, now: datetime) -> None:
    if asked.opens_at and asked.closes_at and asked.closes_at <= asked.opens_at:
        raise Refusal(N_("结束时间要在开始时间之后。"), field="closes_at")
    if asked.closes_at and asked.closes_at <= now:
        raise Refusal(N_("结束时间已经过了。"), field="closes_at")
    if asked.opens_at and deadline and asked.opens_at >= deadline:
        raise Refusal(N_("到这个时间众筹已经截止了，请早一点开始。"), field="opens_at")


def _check_audience(asked: Asked) -> None:
    if asked.only_for == "supporters" and not asked.has_idea:
        raise Refusal(N_("这个众筹不是从创意来的，没有投票的人。"), field="only_for")
    if asked.only_for == "backers" and not asked.least_backed:
        raise Refusal(N_("写下至少支持过几次。"), field="least_backed")


def _check_no_donation(asked: Asked) -> None:
    if asked.price_is_open:
        raise Refusal(N_("本站不收捐款性质的钱，价格不能随人出。"), field="price")
    if is_for_thanks_only(asked.kinds):
        raise Refusal(N_("本站不收捐款性质的钱，只有鸣谢的档位不能有，请加一样实在的东西。"), field="item")


def is_for_thanks_only(kinds: Iterable[str]) -> bool:
    found = set(kinds)
    return bool(found) and found == {"credit"}


def is_a_donation(tier: Mapping[str, Any]) -> bool:
    """What a site that takes no donations leaves out, though it was made before staff said so."""
    return is_for_thanks_only(item["kind"] for item in tier["items"])


def is_too_early(month: date, deadline: datetime) -> bool:
    """Promised for a month that is over before the money is even there."""
    return month < deadline.date().replace(day=1)


def is_too_late(month: date, deadline: datetime) -> bool:
    """Promised for a month that nobody waits for: their right to the money back would come with it."""
    return month.year > deadline.year + MOST_YEARS


def check_month(month: date, deadline: datetime | None) -> None:
    """A draft may still be without a deadline; what is promised to backers lies after it, and within their patience."""
    if deadline is None:
        return
    if is_too_early(month, deadline):
        raise Refusal(N_("交付月份要在众筹截止之后。"), field="deliver_month")
    if is_too_late(month, deadline):
        raise Refusal(N_("交付月份最多在截止后 %(most)s 年。"), field="deliver_month", most=MOST_YEARS)


def check_may_edit(state: str) -> None:
    if state not in EDITABLE:
        raise Refusal(N_("提交之后档位不能再改；公开后只能加名额、加档位，或者提前结束一个档位。"))


def check_may_add(state: str, there_are: int, *, is_add_on: bool = False) -> None:
    if state not in (*EDITABLE, *GROWING):
        raise Refusal(N_("现在不能加档位。"))
    if is_add_on and there_are >= MOST_ADD_ONS:
        raise Refusal(N_("一个众筹最多 %(most)s 个加购项。"), most=MOST_ADD_ONS)
    if not is_add_on and there_are >= MOST_TIERS:
        raise Refusal(N_("一个众筹最多 %(most)s 个档位。"), most=MOST_TIERS)


def check_may_end(state: str, closes_at: datetime | None, now: datetime) -> None:
    if state not in GROWING:
        raise Refusal(N_("众筹在进行的时候，才能提前结束一个档位。"))
    if closes_at is not None and closes_at <= now:
        raise Refusal(N_("这个档位已经结束了。"))


def check_cap(state: str, old: int | None, new: int | None, taken: int) -> None:
    """After launch a cap only grows: nobody's place is taken away, and what was scarce stays as scarce as told.

    `taken`: places that are kept or held, and those set aside for whoever waits.
    """
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


def check_per_person(state: str) -> None:
    if state not in EDITABLE:
        raise Refusal(N_("提交之后每人的上限不能再改。"))


def is_early_bird(tier: Mapping[str, Any]) -> bool:
    return tier.get("usual_price") is not None


def without_usual(tiers: Iterable[Mapping[str, Any]]) -> list[Mapping[str, Any]]:
    """Early birds whose usual price nobody will ever pay: no tier is to be had at it, so it would be made up."""
    known = [tier for tier in tiers if not tier.get("is_add_on")]
    usual = {tier["price"] for tier in known if not is_early_bird(tier) and not tier.get("secret")}
    return [tier for tier in known if is_early_bird(tier) and tier["usual_price"] not in usual]


def phase(tier: Mapping[str, Any], now: datetime) -> str:
    """Whether it has not begun ('ahead'), is over ('ended'), has nothing left ('gone'), or is to be had ('open')."""
    if tier["closes_at"] is not None and tier["closes_at"] <= now:
        return "ended"
    if tier["opens_at"] is not None and tier["opens_at"] > now:
        return "ahead"
    return "gone" if tier["cap"] is not None and not tier["places_left"] else "open"
