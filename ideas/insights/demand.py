"""What people would pay as a curve: at each price the share of those asked who would still buy, and where most would come in.

Stated prices read as a demand curve are the “direct” method of Van Westendorp's and Gabor & Granger's schools (A. Gabor,
C. W. J. Granger, “Price as an Indicator of Quality”, Economica 33, 1966): whoever names a price would buy at it and below.
The band is Wilson's score interval at 95 % (E. B. Wilson, JASA 22, 1927), honest with few answers too.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from math import sqrt

Z = 1.96


@dataclass(frozen=True, slots=True)
class Step:
    """At this price so many would still buy: their share of everybody who answered, and between which shares that may lie."""

    price: int
    buyers: int
    share: float
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Demand:
    """`best`: the named price at which price times buyers is greatest; the lower of two equals, since more would have it."""

    answers: int
    steps: tuple[Step, ...]
    best: Step | None
    median: int

    @property
    def buyers(self) -> int:
        """Who would buy at the lowest price named."""
        return self.steps[0].buyers if self.steps else 0


def wilson(hits: int, trials: int) -> tuple[float, float]:
    if trials == 0:
        return 0.0, 1.0
    share, z2 = hits / trials, Z * Z
    centre = (share + z2 / (2 * trials)) / (1 + z2 / trials)
    half = Z / (1 + z2 / trials) * sqrt(share * (1 - share) / trials + z2 / (4 * trials * trials))
    return min(share, max(0.0, centre - half)), max(share, min(1.0, centre + half))


def demand(said: Iterable[tuple[int, int]]) -> Demand:
    """From prices and how many named each; 0 is “would not buy” and belongs to those asked."""
    counts: dict[int, int] = {}
    for price, n in said:
        if price < 0 or n < 0:
            raise ValueError("no price and no number of people is below nothing")
        counts[price] = counts.get(price, 0) + n
    counts = {price: n for price, n in counts.items() if n}
    answers = sum(counts.values())
    steps, buyers = [], answers - counts.get(0, 0)
    for price in sorted(price for price in counts if price):
        low, high = wilson(buyers, answers)
        steps.append(Step(price, buyers, buyers / answers, low, high))
        buyers -= counts[price]
    best = max(steps, key=lambda step: (step.price * step.buyers, -step.price), default=None)
    return Demand(answers, tuple(steps), best, _median(counts, answers))


def _median(counts: dict[int, int], answers: int) -> int:
    """The lower one: a price that at least half would pay."""
    seen = 0
    for price in sorted(counts):
        seen += counts[price]
        if seen * 2 >= answers:
            return price
    return 0
