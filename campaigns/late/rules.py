"""Pure decisions about late pledges: when they may be opened, until when, at which price, and of which tiers."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import Any

from app.foundation.i18n import N_
from app.foundation.money import Money, parse_amount
from app.foundation.refusals import Refusal
from campaigns.tiers.minimums import most_charge

PREPARING = ("live", "succeeded", "collecting", "fulfilling")  # prices may be set
OPENING = ("succeeded", "collecting", "fulfilling")
LONGEST = timedelta(days=365)


def check_may_prepare(state: str) -> None:
    if state not in PREPARING:
        raise Refusal(N_("众筹上线以后才能设补筹价，全部到手之后就不能补筹了。"))


def check_may_open(state: str, *, is_open: bool) -> None:
    if state not in OPENING:
        raise Refusal(N_("众筹成功之后、全部到手之前，才能开放补筹。"))
    if is_open:
        raise Refusal(N_("补筹已经开着了。"))


def check_until(until: datetime | None, now: datetime) -> None:
    if until is not None and not now < until <= now + LONGEST:
        raise Refusal(N_("结束时间要在以后，最多一年。"), field="until")


def read_price(tier: Mapping[str, Any], typed: str, currency: str) -> int | None:
    """In minor units; None: not to be had late. Refused at the field of its tier."""
    field = f"price.{tier['public_id']}"
    if not typed.strip():
        return None
    amount = parse_amount(typed, currency)
    if amount is None:
        raise Refusal(N_("请填一个金额，例如 19.9。"), field=field)
    if amount.amount < tier["price"]:
        price = Money(tier["price"], currency)
        raise Refusal(N_("补筹价不能低于众筹时的 %(price)s，否则早支持的人吃亏。"), field=field, price=price)
    most = most_charge(currency)
    if most < amount:
        raise Refusal(N_("金额最多 %(most)s。"), field=field, most=most)
    return amount.amount


def is_past(month: date, now: datetime) -> bool:
    """Its delivery month is over: whoever pledged now would be owed something overdue."""
    return (month.year, month.month) < (now.year, now.month)


def is_shut(tier: Mapping[str, Any], now: datetime) -> bool:
    """It had an end of its own."""
    return tier["closes_at"] is not None and tier["closes_at"] <= now


def check_dated(tier: Mapping[str, Any], now: datetime) -> None:
    if is_shut(tier, now):
        sentence = N_("“%(tier)s”已经按约定的时间结束了，不能补筹，请把它的补筹价留空。")
        raise Refusal(sentence, field=f"price.{tier['public_id']}", tier=tier["title"])
    if is_past(tier["deliver_month"], now):
        sentence = N_("“%(tier)s”答应的交付月份已经过了，现在补筹一下单就逾期，请把它的补筹价留空。")
        raise Refusal(sentence, field=f"price.{tier['public_id']}", tier=tier["title"])
