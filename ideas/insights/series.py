"""Days and weeks of a challenge as equal steps, with nothing left out between; pure."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from ideas.insights.figures import Day

COUNTED = ("ideas", "votes", "voters", "improvements")
MOST_DAYS = 62  # a longer time is told by weeks


@dataclass(frozen=True, slots=True)
class Series:
    """`steps` are the first days of days or weeks; `values` by what is counted, one for each step."""

    steps: list[date]
    width: int
    values: dict[str, list[int]]

    def share(self, at: date) -> float:
        """Where a day begins, as a share of the whole axis."""
        return ((at - self.steps[0]).days) / (len(self.steps) * self.width)


def series(days: Sequence[Day], first: date, last: date, by: str = "") -> Series:
    """From the first day to the last; what happened outside belongs to the nearest step."""
    last = max(first, last)
    weekly = by == "week" or (by != "day" and (last - first).days >= MOST_DAYS)
    width, start = (7, first - timedelta(days=first.weekday())) if weekly else (1, first)
    count = (last - start).days // width + 1
    values = {name: [0] * count for name in COUNTED}
    for day in days:
        at = min(max((day.day - start).days // width, 0), count - 1)
        for name in COUNTED:
            values[name][at] += getattr(day, name)
    return Series([start + timedelta(days=n * width) for n in range(count)], width, values)


def span(days: Iterable[Day], opens: date, deadline: date, today: date) -> tuple[date, date]:
    """What the time axis shows: from the opening to today, or to the last that happened once it is over."""
    acted = [day.day for day in days]
    first = min([opens, *acted])
    last = today if today <= deadline else max([deadline, *acted])
    return first, max(first, min(last, today))
