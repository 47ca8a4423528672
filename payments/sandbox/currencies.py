"""Per currency: digits, the least charge, the fixed part of the fee, and which wallet takes it."""

# Least charges in Stripe's minor units: docs.stripe.com/currencies, read November 2026. CNY, TWD and MOP are not in its
# list; there the rule is the settlement currency's minimum, so they stand here as about 0.50 USD.
LEAST = {
    "usd": 50, "eur": 50, "gbp": 30, "hkd": 400, "jpy": 50, "sgd": 50, "aud": 50, "cad": 50, "nzd": 50, "chf": 50, "myr": 200,
    "cny": 400, "twd": 1600, "mop": 400,
}  # fmt: skip
ZERO_DECIMAL = {"jpy", "krw", "vnd", "clp"}
# TWD is charged in hundredths (only payouts must be whole dollars); fees are kept whole here so that books in dollars fit.
WHOLE_FEES = {"twd"}
FIXED_FEE = {"usd": 30, "eur": 25, "gbp": 20, "hkd": 235, "jpy": 40, "sgd": 50, "cny": 200, "twd": 1000}

WALLET_CURRENCIES = {
    "alipay": {"cny", "hkd", "usd", "eur", "gbp", "jpy", "sgd", "aud", "cad", "nzd", "myr"},
    "wechat_pay": {"cny", "hkd", "usd", "eur", "gbp", "jpy", "sgd", "aud", "cad", "chf", "dkk", "nok", "sek"},
}
SYMBOLS = {"cny": "¥", "hkd": "HK$", "twd": "NT$", "usd": "US$", "eur": "€", "gbp": "£", "jpy": "JP¥", "sgd": "S$"}


def shown(amount: int, currency: str) -> str:
    """As people read it: HK$1,280.00, JP¥500."""
    symbol = SYMBOLS.get(currency, currency.upper() + " ")
    return f"{symbol}{amount:,}" if currency in ZERO_DECIMAL else f"{symbol}{amount // 100:,}.{amount % 100:02}"


def takes(method: str, currency: str) -> bool:
    return currency in WALLET_CURRENCIES.get(method, {currency})


def fee(amount: int, currency: str, basis_points: int, fixed: int | None) -> int:
    """Percentage and fixed part, rounded half up to the minor unit (TWD: to the dollar)."""
    unit = 100 if currency in WHOLE_FEES else 1
    percentage = (amount * basis_points + 5000 * unit) // (10000 * unit) * unit
    return min(amount, percentage + (FIXED_FEE.get(currency, 0) if fixed is None else fixed))
