"""Pure arithmetic of a cost sheet: how many must be sold at a price so that nothing is lost, in whole minor units throughout.

One that is sold brings its price less the percentages, and costs its making and its sending. Beside that stand the tooling
and the least quantity that the factory makes: all of it is paid for, also what nobody buys.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

HUNDRED = 10_000  # basis points


@dataclass(frozen=True, slots=True)
class Costs:
    """Amounts in minor units, percentages as typed."""

    unit_cost: int
    least_order: int
    tooling: int
    shipping: int
    fee_percent: Decimal
    payment_percent: Decimal
    share_percent: Decimal
    price: int

    @property
    def taken(self) -> int:
        """Basis points of the price that others get."""
        return int((self.fee_percent + self.payment_percent + self.share_percent) * 100)

    @property
    def kept(self) -> int:
        return HUNDRED - self.taken


def _ceil(part: int, whole: int) -> int:
    return -(-part // whole)


def result(costs: Costs, sold: int) -> int:
    """What is left after so many were sold, in minor units times 10,000, so that nothing is rounded."""
    made = max(sold, costs.least_order)
    spent = costs.tooling + costs.unit_cost * made + costs.shipping * sold
    return sold * costs.price * costs.kept - spent * HUNDRED


def units_to_break_even(costs: Costs) -> int | None:
    """The least number sold at which nothing is lost, whatever more is sold; None where no number is enough."""
    each = costs.price * costs.kept - costs.shipping * HUNDRED
    if each <= 0:
        return None
    within_order = _ceil((costs.tooling + costs.unit_cost * costs.least_order) * HUNDRED, each)
    if within_order <= costs.least_order:
        return max(within_order, 1)
    beyond = each - costs.unit_cost * HUNDRED
    if beyond <= 0:
        return None
    return max(_ceil(costs.tooling * HUNDRED, beyond), 1)


def price_to_break_even(costs: Costs, sold: int) -> int | None:
    """The lowest price at which so many sold lose nothing; None where the percentages take everything."""
    if costs.kept <= 0:
        return None
    spent = costs.tooling + costs.unit_cost * max(sold, costs.least_order) + costs.shipping * sold
    return _ceil(spent * HUNDRED, sold * costs.kept)


@dataclass(frozen=True, slots=True)
class Estimate:
    """What a sheet comes to; `units` and `goal` are None where the price never carries the costs."""

    units: int | None
    goal: int | None
    fees: int
    payment: int
    share: int
    left: int  # of one sold: for tooling and gain, after its own costs
    floor: int | None  # the price at which the least order itself breaks even


def _percent(amount: int, percent: Decimal) -> int:
    return int((amount * percent / 100).to_integral_value())


def estimate(costs: Costs) -> Estimate:
    units = units_to_break_even(costs)
    fees, payment, share = (
        _percent(costs.price, percent) for percent in (costs.fee_percent, costs.payment_percent, costs.share_percent)
    )
    return Estimate(
        units=units, goal=units * costs.price if units else None, fees=fees, payment=payment, share=share,
        left=costs.price - fees - payment - share - costs.unit_cost - costs.shipping,
        floor=price_to_break_even(costs, costs.least_order),
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Willing:
    """What voters said they would pay: a caution, never a promise."""

    answers: int
    enough: int  # of them would pay the price or more
    median: int | None


def willing(prices: Sequence[tuple[int, int]], price: int) -> Willing:
    """`prices`: (amount, how many said it)."""
    answers = sum(n for _, n in prices)
    middle, seen = None, 0
    for amount, n in sorted(prices):
        seen += n
        if middle is None and seen * 2 >= answers:
            middle = amount
    return Willing(answers, sum(n for amount, n in prices if amount >= price), middle)
