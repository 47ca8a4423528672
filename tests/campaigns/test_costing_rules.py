"""A cost sheet's goal breaks even: at that number nothing is lost, one fewer and something is."""

from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from campaigns.costing.rules import Costs, estimate, price_to_break_even, result, units_to_break_even, willing

percents = st.integers(0, 3000).map(lambda points: Decimal(points) / 100)
sheets = st.builds(
    Costs, unit_cost=st.integers(0, 100_000), least_order=st.integers(1, 20_000), tooling=st.integers(0, 10_000_000),
    shipping=st.integers(0, 10_000), fee_percent=percents, payment_percent=percents, share_percent=percents,
    price=st.integers(1, 200_000),
)  # fmt: skip


@given(sheets)
def test_at_the_goal_nothing_is_lost_and_one_fewer_loses(costs: Costs) -> None:
    units = units_to_break_even(costs)
    if units is None:
        assert result(costs, costs.least_order * 50 + 100_000) < 0
        return
    assert result(costs, units) >= 0
    assert units == 1 or result(costs, units - 1) < 0


@given(sheets, st.integers(1, 50_000))
def test_the_lowest_price_breaks_even_and_a_fen_less_does_not(costs: Costs, sold: int) -> None:
    price = price_to_break_even(costs, sold)
    if price is None or price == 0:
        return

    def at(amount: int) -> int:
        return result(Costs(**{name: getattr(costs, name) for name in costs.__slots__} | {"price": amount}), sold)

    assert at(price) >= 0 and (price == 1 or at(price - 1) < 0)


def test_an_order_that_must_be_paid_is_in_the_goal() -> None:
    costs = Costs(2000, 500, 1_500_000, 600, Decimal(5), Decimal("3.5"), Decimal(3), 5900)
    found = estimate(costs)
    assert found.units == 573 and found.goal == 573 * 5900
    assert (found.fees, found.payment, found.share) == (295, 206, 177)
    assert estimate(Costs(2000, 500, 1_500_000, 600, Decimal(5), Decimal("3.5"), Decimal(3), 2500)).units is None


def test_what_voters_would_pay_is_counted_and_has_a_middle() -> None:
    found = willing([(0, 4), (3900, 10), (5900, 6), (9900, 1)], 5900)
    assert (found.answers, found.enough, found.median) == (21, 7, 3900)
    assert willing([], 100).median is None
