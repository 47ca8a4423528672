"""Money never mixes currencies, and its parts always sum to the whole."""

from decimal import Decimal

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from app.foundation.i18n import speaking
from app.foundation.money import EXPONENTS, Money, parse_amount

amounts = st.integers(min_value=0, max_value=10**12)
currencies = st.sampled_from(sorted(EXPONENTS))
weights = st.lists(st.integers(min_value=0, max_value=10**6), min_size=1, max_size=12)


@given(amounts, currencies, weights)
def test_parts_sum_to_the_whole(amount: int, currency: str, shares: list[int]) -> None:
    assume(sum(shares) > 0)
    parts = Money(amount, currency).split(shares)
    assert sum(part.amount for part in parts) == amount
    assert len(parts) == len(shares)
    for part, share in zip(parts, shares, strict=True):
        exact = Decimal(amount) * share / sum(shares)
        assert abs(part.amount - exact) < 1, "nobody is off by a whole unit"
        assert share or not part.amount, "who has no weight gets nothing"


@given(amounts, weights)
def test_splitting_is_the_same_every_time(amount: int, shares: list[int]) -> None:
    assume(sum(shares) > 0)
    assert Money(amount, "CNY").split(shares) == Money(amount, "CNY").split(shares)


@pytest.mark.parametrize("shares", [[], [0, 0], [3, -1]])
def test_senseless_weights_are_an_error(shares: list[int]) -> None:
    with pytest.raises(ValueError):
        Money(100, "CNY").split(shares)


@given(amounts, amounts, currencies)
def test_what_was_added_can_be_taken_away(one: int, other: int, currency: str) -> None:
    assert Money(one, currency) + Money(other, currency) - Money(other, currency) == Money(one, currency)


@pytest.mark.parametrize("operation", [lambda a, b: a + b, lambda a, b: a - b, lambda a, b: a < b, lambda a, b: a <= b])
def test_currencies_do_not_mix(operation) -> None:  # type: ignore[no-untyped-def]
    with pytest.raises(ValueError, match="don't mix"):
        operation(Money(1, "CNY"), Money(1, "TWD"))


def test_an_unknown_currency_is_an_error() -> None:
    with pytest.raises(ValueError):
        Money(1, "XXX")


@given(amounts, st.decimals(min_value=0, max_value=100, places=2))
def test_a_share_is_never_more_than_the_whole(amount: int, percent: Decimal) -> None:
    share = Money(amount, "CNY").share(percent)
    assert 0 <= share.amount <= amount
    assert abs(share.amount - amount * percent / 100) <= Decimal("0.5")


@given(amounts, currencies)
def test_what_is_shown_is_read_back_as_the_same_amount(amount: int, currency: str) -> None:
    money = Money(amount, currency)
    assert parse_amount(str(money.major), currency) == money


@pytest.mark.parametrize(
    ("typed", "minor"),
    [("19.9", 1990), ("1,280", 128000), ("￥50", 5000), ("1，280.50", 128050), (" ¥0.01 ", 1), ("19.999", None),
     ("", None), ("abc", None), ("1e400", None), ("NaN", None), ("inf", None), ("十九", None)],
)  # fmt: skip
def test_amounts_as_people_type_them(typed: str, minor: int | None) -> None:
    assert parse_amount(typed, "CNY") == (None if minor is None else Money(minor, "CNY"))


def test_taiwan_dollars_are_whole() -> None:
    assert parse_amount("600", "TWD") == Money(600, "TWD")
    assert parse_amount("600.5", "TWD") is None


@pytest.mark.parametrize("typed", ["1e999999999", "-1e999999999", "1e-999999999", "9" * 10_000, "Infinity", "sNaN"])
def test_no_typed_amount_is_too_much_to_be_read(typed: str) -> None:
    assert parse_amount(typed, "CNY") in (None, Money(0, "CNY"))


def test_amounts_are_shown_as_the_reader_knows_them() -> None:
    assert str(Money(1990, "CNY")) == "¥19.90"
    assert str(Money(128000, "CNY")) == "¥1,280"
    assert str(Money(-500, "CNY")) == "-¥5"
    with speaking("zh-Hant", "Asia/Taipei"):
        assert str(Money(600, "TWD")) == "NT$600"
    with speaking("en", "Asia/Taipei"):
        assert str(Money(1990, "CNY")) == "¥19.90"
