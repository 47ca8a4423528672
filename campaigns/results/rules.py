"""Pure: what the rows of a decided campaign come to. Whatever is told apart adds up to what was decided."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

# Pledges p that were promised or paid when it was decided, whatever became of them; what goes back to somebody who had left
# before is none of them. In SQL.
KEPT = """(not p.is_late and (p.state in ('promised', 'paid', 'due', 'failing', 'collected', 'disputed', 'dropped', 'released')
  or (p.state = 'refunded' and not exists (
    select from pledge_event e where e.subject = p.id and e.state in ('cancelled', 'expired')))))"""

FATES = {
    "collected": "collected", "disputed": "collected", "promised": "pending", "paid": "pending", "due": "pending",
    "failing": "pending", "dropped": "dropped", "released": "dropped", "refunded": "returned",
}  # fmt: skip
MOST_DAYS = 92  # a longer time is told by weeks


@dataclass(frozen=True, slots=True)
class Totals:
    """In minor units. pledged = collected + pending + dropped + returned. `late` was paid after the decision, beside them."""

    pledged: int = 0
    collected: int = 0
    pending: int = 0
    dropped: int = 0
    returned: int = 0
    late: int = 0
    backers: int = 0
    late_backers: int = 0

    @property
    def not_collected(self) -> int:
        """未收成: what was pledged and isn't there, nor coming."""
        return self.dropped + self.returned


def totals(by_state: Mapping[str, int], *, late: int = 0, backers: int = 0, late_backers: int = 0) -> Totals:
    sums = {"collected": 0, "pending": 0, "dropped": 0, "returned": 0}
    for state, amount in by_state.items():
        sums[FATES[state]] += amount
    return Totals(sum(sums.values()), **sums, late=late, backers=backers, late_backers=late_backers)


@dataclass(frozen=True, slots=True)
class Steps:
    """Days or weeks with nothing left out between: the first day of each, and what was pledged in it."""

    days: list[date]
    amounts: list[int]
    width: int = 1


def steps(by_day: Mapping[date, int], first: date, last: date) -> Steps:
    """What lies outside the campaign's own days widens them: no amount is lost."""
    first, last = min([first, *by_day]), max([last, *by_day])
    width = 7 if (last - first).days >= MOST_DAYS else 1
    count = (last - first).days // width + 1
    amounts = [0] * count
    for day, amount in by_day.items():
        amounts[(day - first).days // width] += amount
    return Steps([first + timedelta(days=n * width) for n in range(count)], amounts, width)


def most(amounts: Sequence[int]) -> int:
    return max(range(len(amounts)), key=lambda n: amounts[n])


def coarse(refs: Iterable[tuple[str, bool, int]]) -> dict[str, int]:
    """Backers by how they came: by themselves, by a member's link, by another link. (ref, whether it is a member's, how many)"""
    found: dict[str, int] = {}
    for ref, is_members, n in refs:
        key = "own" if not ref else "member" if is_members else "link"
        found[key] = found.get(key, 0) + n
    return found
