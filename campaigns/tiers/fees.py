"""What the payment provider keeps of a charge, per method and currency: a dated table that the operator can correct."""

from dataclasses import dataclass
from decimal import Decimal

from app.foundation.money import Money


@dataclass(frozen=True, slots=True)
class Fee:
    """A share of the charge, and as much again of every charge however small."""

    percent: Decimal
    fixed: Money

    def of(self, charged: Money) -> Money:
        """Never more than was charged."""
        return Money(min(charged.share(self.percent).amount + self.fixed.amount, charged.amount), charged.currency)


# Stripe's list prices for an account in Hong Kong, October 2026: 3.4 % + HK$2.35 for cards (support.stripe.com), wallets from
# memory. Cards from abroad and changing money cost more. An account elsewhere, or with a contract, writes its own here.
PERCENT = {"card": Decimal("3.4"), "alipay": Decimal("2.2"), "wechat_pay": Decimal("2.2")}
# Of each charge, in minor units of app/foundation/money.py: the list price's part where the currency is at home.
FIXED = {
    "CNY": 200, "HKD": 235, "TWD": 10, "USD": 30, "EUR": 25, "GBP": 20, "SGD": 50, "JPY": 40, "MOP": 235, "MYR": 100,
}  # fmt: skip


def provider_fee(method: str, currency: str) -> Fee:
    return Fee(PERCENT[method], Money(FIXED[currency], currency))
