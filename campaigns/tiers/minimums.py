"""The least and the most that the provider charges at once, per currency: a dated table."""

from app.foundation.money import Money

# Minor units of app/foundation/money.py. Source: docs.stripe.com/currencies, minimum charge amounts, read November 2026.
# CNY, TWD and MOP are not in that list; about 0.50 USD is demanded by way of the settlement currency.
LEAST_CHARGE = {
    "CNY": 400, "HKD": 400, "TWD": 16, "USD": 50, "EUR": 50, "GBP": 30, "SGD": 50, "JPY": 50, "MOP": 400, "MYR": 200,
}  # fmt: skip


def least_charge(currency: str) -> Money:
    return Money(LEAST_CHARGE[currency], currency)


# Eight digits of the provider's own minor unit (it counts hundredths of TWD). Same source: maximum charge amounts.
MOST_CHARGE = dict.fromkeys(LEAST_CHARGE, 99_999_999) | {"TWD": 999_999}


def most_charge(currency: str) -> Money:
    return Money(MOST_CHARGE[currency], currency)
