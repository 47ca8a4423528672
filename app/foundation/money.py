"""Amounts in minor units with their currency; they can't be mixed, and their splits sum to the whole."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation

from babel.numbers import format_decimal

from app.foundation.i18n import locale

# Digits after the point in which prices are typed and shown. Source: ISO 4217 (2026); TWD is sold in whole dollars.
EXPONENTS = {"CNY": 2, "HKD": 2, "TWD": 0, "USD": 2, "EUR": 2, "GBP": 2, "SGD": 2, "JPY": 0, "MOP": 2, "MYR": 2}

# Signs that can't be mistaken for one another where several currencies stand on one page.
SIGNS = {"CNY": "¥", "HKD": "HK$", "TWD": "NT$", "USD": "US$", "EUR": "€", "GBP": "£", "SGD": "S$", "JPY": "JP¥", "MOP": "MOP$",
         "MYR": "RM"}  # fmt: skip


@dataclass(frozen=True, order=False, slots=True)
class Money:
    """`amount` counts the currency's minor unit as people use it: fen, cents, whole TWD, whole JPY."""

    amount: int
    currency: str

    def __post_init__(self) -> None:
        if self.currency not in EXPONENTS:
            raise ValueError(f"unknown currency {self.currency}")

    def _same(self, other: "Money") -> None:
        if self.currency != other.currency:
            raise ValueError(f"{self.currency} and {other.currency} don't mix")

    def __add__(self, other: "Money") -> "Money":
        self._same(other)
        return Money(self.amount + other.amount, self.currency)

    def __sub__(self, other: "Money") -> "Money":
        self._same(other)
        return Money(self.amount - other.amount, self.currency)

    def __mul__(self, times: int) -> "Money":
        return Money(self.amount * times, self.currency)

    def __lt__(self, other: "Money") -> bool:
        self._same(other)
        return self.amount < other.amount

    def __le__(self, other: "Money") -> bool:
        self._same(other)
        return self.amount <= other.amount

    def __bool__(self) -> bool:
        return self.amount != 0

    @property
    def major(self) -> Decimal:
        return Decimal(self.amount).scaleb(-EXPONENTS[self.currency])

    @property
    def plain(self) -> str:
        """The same in every language, for texts that are kept and compared: ¥1,000, HK$39.90."""
        return f"{SIGNS[self.currency]}{self.major:,f}".removesuffix(".00")

    def share(self, percent: Decimal) -> "Money":
        """So many percent of it, rounded half up to the minor unit."""
        return Money(int((self.amount * percent / 100).quantize(Decimal(1), ROUND_HALF_UP)), self.currency)

    def split(self, weights: Sequence[int]) -> list["Money"]:
        """Parts in proportion to the weights that sum to the whole; leftover units go to the largest remainders."""
        total = sum(weights)
        if total <= 0 or min(weights) < 0:
            raise ValueError("weights must be non-negative and not all zero")
        parts = [self.amount * weight // total for weight in weights]
        remainders = sorted(range(len(weights)), key=lambda i: -(self.amount * weights[i] % total))
        for i in remainders[: self.amount - sum(parts)]:
            parts[i] += 1
        return [Money(part, self.currency) for part in parts]

    def __str__(self) -> str:
        """¥19.90, NT$600: one sign for each currency in every language, without .00 on whole amounts."""
        whole = self.major == self.major.to_integral_value()
        figure = format_decimal(abs(self.major), "#,##0" if whole else "#,##0.00", locale=locale())
        return f"{'-' if self.amount < 0 else ''}{SIGNS[self.currency]}{figure}"


def parse_amount(typed: str, currency: str) -> Money | None:
    """Money from what a person typed in major units (19.9, 1,280, ￥50); None when it is no such amount."""
    cleaned = typed.strip().replace(",", "").replace("，", "").lstrip("¥￥$").strip()
    try:
        major = Decimal(cleaned)
    except InvalidOperation:
        return None
    if not major.is_finite() or major.copy_abs() > 10**12:  # abs() itself overflows at 1e999999999
        return None
    minor = major.scaleb(EXPONENTS[currency])
    return Money(int(minor), currency) if minor == minor.to_integral_value() else None
