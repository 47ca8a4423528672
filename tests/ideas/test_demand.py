"""What people say they would pay, read as a curve; and what may be told of how few."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.foundation.money import EXPONENTS
from ideas.insights.demand import demand, wilson
from ideas.insights.rules import FEW, LEAST_PRICES, MOST_PRICES, OFFERED, protected, read_prices, written_prices

ANSWERS = st.lists(st.tuples(st.integers(0, 10**6), st.integers(0, 500)), max_size=30)


@given(ANSWERS)
def test_dearer_is_never_bought_by_more(answers: list[tuple[int, int]]) -> None:
    found = demand(answers)
    buyers = [step.buyers for step in found.steps]
    assert buyers == sorted(buyers, reverse=True)
    assert [step.price for step in found.steps] == sorted({price for price, n in answers if price and n})
    assert all(0 < step.buyers <= found.answers and 0 <= step.low <= step.share <= step.high <= 1 for step in found.steps)


@given(ANSWERS)
def test_everybody_is_counted_once_and_buys_at_the_price_they_named(answers: list[tuple[int, int]]) -> None:
    found = demand(answers)
    assert found.answers == sum(n for _, n in answers)
    people = [price for price, n in answers for _ in range(n)]
    for step in found.steps:
        assert step.buyers == sum(price >= step.price for price in people)
    assert found.buyers == sum(price > 0 for price in people)
    assert not people or sum(price >= found.median for price in people) * 2 >= len(people)


@given(ANSWERS)
def test_no_named_price_brings_more_than_the_best(answers: list[tuple[int, int]]) -> None:
    found = demand(answers)
    if found.best is None:
        assert not any(price and n for price, n in answers)
        return
    assert all(step.price * step.buyers <= found.best.price * found.best.buyers for step in found.steps)
    rivals = [step for step in found.steps if step.price * step.buyers == found.best.price * found.best.buyers]
    assert found.best.price == min(step.price for step in rivals)


@given(ANSWERS, st.randoms())
def test_the_order_and_grouping_of_answers_change_nothing(answers: list[tuple[int, int]], random) -> None:  # type: ignore[no-untyped-def]
    single = [(price, 1) for price, n in answers for _ in range(min(n, 20))]
    few = [(price, min(n, 20)) for price, n in answers]
    random.shuffle(single)
    assert demand(single) == demand(few)


def test_a_worked_example() -> None:
    found = demand([(0, 10), (1990, 20), (3900, 30), (6900, 30), (12900, 10)])
    assert [step.buyers for step in found.steps] == [90, 70, 40, 10]
    assert found.best is not None and found.best.price == 6900 and found.median == 3900


def test_below_nothing_is_no_price() -> None:
    with pytest.raises(ValueError, match="below nothing"):
        demand([(-1, 3)])


@given(st.integers(0, 400), st.integers(1, 400))
def test_the_band_holds_the_share_and_narrows(hits: int, trials: int) -> None:
    hits = min(hits, trials)
    low, high = wilson(hits, trials)
    assert 0 <= low <= hits / trials + 1e-9 and hits / trials - 1e-9 <= high <= 1
    wider = wilson(hits, trials)
    narrower = wilson(hits * 10, trials * 10)
    assert narrower[1] - narrower[0] < wider[1] - wider[0]


@given(st.dictionaries(st.text("abcdef", min_size=1, max_size=2), st.integers(0, 40), max_size=8))
def test_too_few_are_never_told_and_can_not_be_worked_out(cells: dict[str, int]) -> None:
    told = protected(cells)
    hidden = [cells[key] for key, n in told.items() if n is None]
    assert set(told) == set(cells)
    assert all(n == cells[key] for key, n in told.items() if n is not None)
    assert not any(0 < n < FEW for n in told.values() if n is not None)
    if len([n for n in cells.values() if n]) > 1:
        assert len(hidden) != 1


def test_nobody_is_no_secret_and_many_are_told() -> None:
    assert protected({"a": 0, "b": 9, "c": 31}) == {"a": 0, "b": 9, "c": 31}
    assert protected({"a": 2, "b": 9, "c": 31}) == {"a": None, "b": None, "c": 31}


@pytest.mark.parametrize("currency", EXPONENTS)
def test_every_currency_has_rising_prices_that_can_be_typed_again(currency: str) -> None:
    prices = OFFERED[currency]
    assert LEAST_PRICES <= len(prices) <= MOST_PRICES and list(prices) == sorted(set(prices))
    assert tuple(read_prices(written_prices(prices, currency), currency)) == prices
