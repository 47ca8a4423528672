"""Which way to pay works where: a dated table that the operator can correct, and the rules read from it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from app.foundation.i18n import N_
from app.foundation.money import EXPONENTS
from app.foundation.refusals import Refusal
from campaigns.pledging.rules import CHARGE_PLANS

# What is left after the deadline to decide, collect and, if need be, give everything back.
AFTER_DEADLINE = timedelta(days=14)


@dataclass(frozen=True, slots=True)
class Method:
    """`refund_term`: after it the provider gives nothing back; None where nothing is taken beforehand."""

    code: str
    name: str
    icon: str
    currencies: frozenset[str]
    refund_term: timedelta | None = None

    @property
    def charge_plan(self) -> str:
        return CHARGE_PLANS[self.code]


# Source: Stripe's pages on each payment method (presentment currencies, refund terms), read November 2026.
EVERYWHERE = frozenset(EXPONENTS)
METHODS: Mapping[str, Method] = {
    one.code: one
    for one in (
        Method("alipay", N_("支付宝"), "wallet", EVERYWHERE - {"TWD", "MOP"}, timedelta(days=90)),
        Method("wechat_pay", N_("微信支付"), "wallet", EVERYWHERE - {"TWD", "MOP", "MYR"}, timedelta(days=180)),
        Method("card", N_("银行卡"), "credit-card", EVERYWHERE),
    )
}


# Source: WeChat's own browser doesn't open Alipay's addresses; read November 2026.
CLOSED_IN = {"alipay": "wechat"}


def is_closed_in(code: str, browser: str) -> bool:
    """Whether this way to pay can't be opened inside that chat program, so that one leaves it for a real browser."""
    return bool(browser) and CLOSED_IN.get(code) == browser


# Its page is a QR code that WeChat scans from another screen; it can't be pressed or picked from an album.
SCANNED = frozenset({"wechat_pay"})


def check_method(code: str, currency: str, deadline: datetime, now: datetime) -> Method:
    """The method, or one sentence about why it can't be used here."""
    method = METHODS[code]
    check_currency(method, currency)
    if method.refund_term is not None and deadline + AFTER_DEADLINE > now + method.refund_term:
        sentence = N_("截止时间离现在太远，超过了%(method)s的退款期限，请换一种方式。")
        raise Refusal(sentence, field="method", method=method.name)
    return method


def check_currency(method: Method, currency: str) -> None:
    if currency not in method.currencies:
        raise Refusal(N_("%(method)s不能付 %(currency)s，请换一种方式。"), field="method", method=method.name, currency=currency)


def usable_methods(currency: str, deadline: datetime, now: datetime) -> list[Method]:
    return [method for method in METHODS.values() if _usable(method.code, currency, deadline, now)]


def _usable(code: str, currency: str, deadline: datetime, now: datetime) -> bool:
    try:
        check_method(code, currency, deadline, now)
    except Refusal:
        return False
    return True
