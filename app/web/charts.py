"""Charts as shares of their box: where lines, bars and ticks stand. Pure; the macros in components/charts.html draw them.

A chart is as wide as its place and of a fixed height, so its words keep their size on a phone: across, everything is a
percentage; downwards, pixels. Paths lie in a box of 1000 by `height` units that is stretched (their strokes are not).
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from math import ceil, floor, isfinite, log10

WIDE = 1000
STEPS = (1.0, 2.0, 2.5, 5.0, 10.0)


def nice_ticks(top: float, most: int = 4, *, whole: bool = True) -> list[float]:
    """From 0 to the first round number not below `top`, in at most so many equal steps of 1, 2, 2.5 or 5 times a power of ten.

    After P. Heckbert, “Nice Numbers for Graph Labels”, Graphics Gems (1990). `whole`: no fractions between.
    """
    if not isfinite(top) or top <= 0:
        return [0.0, 1.0]
    power = 10.0 ** floor(log10(top / most))
    sizes = (step * power * scale for scale in (1, 10) for step in STEPS)
    size = next(one for one in sizes if one * most >= top * (1 - 1e-9) and not (whole and one % 1))
    count = max(1, ceil(top / size - 1e-9))
    return [round(size * n, 10) for n in range(count + 1)]


def day_ticks(first: date, last: date, most: int = 6) -> list[date]:
    """At most so many days to write below an axis: each, each second, Mondays, or firsts of months, whichever fits first."""
    days = (last - first).days + 1
    for every in (1, 2, 7, 14, 28):
        if -(-days // every) <= most:
            start = first if every < 7 else first + timedelta(days=-first.weekday() % 7)
            return [one for n in range(days) if (one := start + timedelta(days=n * every)) <= last]
    months = _firsts(first, last)
    return months[:: -(-len(months) // most)] if months else [first]


def _firsts(first: date, last: date) -> list[date]:
    found, at = [], date(first.year, first.month, 1)
    while at <= last:
        if at >= first:
            found.append(at)
        at = date(at.year + at.month // 12, at.month % 12 + 1, 1)
    return found


@dataclass(frozen=True, slots=True)
class Tick:
    """A mark at so many percent of the width, or so many pixels down; `anchor` keeps words inside the box, `row` apart."""

    at: float
    word: str
    anchor: str = "middle"
    row: int = 0


@dataclass(frozen=True, slots=True)
class Bar:
    x: float
    width: float
    y: float
    height: float
    word: str = ""


@dataclass(slots=True)
class Chart:
    """What a macro draws. `rows` is the same as a table: its head, then its lines."""

    title: str
    says: str
    height: int
    sum: str = ""
    is_empty: bool = False
    line: str = ""
    area: str = ""
    band: str = ""
    bars: list[Bar] = field(default_factory=list)
    up: list[Tick] = field(default_factory=list)
    across: list[Tick] = field(default_factory=list)
    marks: list[Tick] = field(default_factory=list)
    point: Bar | None = None
    head: Sequence[str] = ()
    rows: Sequence[Sequence[str]] = ()


def anchored(at: float, word: str) -> Tick:
    return Tick(round(at, 2), word, "start" if at < 8 else "end" if at > 92 else "middle")


def marked(spots: Sequence[tuple[float, str]], near: float = 26, longest: int = 8) -> list[Tick]:
    """Marks with words beside them: those too near their neighbour stand a row lower, long ones are cut."""
    found: list[Tick] = []
    for at, word in spots:
        row = 1 - found[-1].row if found and at - found[-1].at < near else 0
        cut = word if len(word) <= longest else word[: longest - 1] + "…"
        found.append(Tick(round(at, 2), cut, "end" if at > 70 else "start", row))
    return found


def _spot(x: float, y: float) -> str:
    return f"{x:.1f} {y:.1f}"


def line_path(shares: Sequence[float], height: float) -> str:
    """Through the middles of equal columns; a share is of the height, from the ground up."""
    return "M" + "L".join(_spot((n + 0.5) * WIDE / len(shares), height * (1 - share)) for n, share in enumerate(shares))


def area_path(shares: Sequence[float], height: float) -> str:
    first, last = 0.5 * WIDE / len(shares), (len(shares) - 0.5) * WIDE / len(shares)
    return f"{line_path(shares, height)}L{_spot(last, height)}L{_spot(first, height)}Z"


def step_path(spots: Sequence[tuple[float, float]], height: float) -> str:
    """Falls after each spot (share of the width, share of the height): down to it, along to the next."""
    path, x = f"M{_spot(0, height * (1 - spots[0][1]))}" if spots else "", 0.0
    for x, share in spots:
        path += f"V{height * (1 - share):.1f}H{x * WIDE:.1f}"
    return path


def band_path(spots: Sequence[tuple[float, float, float]], height: float) -> str:
    """Between two step curves: (share of the width, low, high)."""
    if not spots:
        return ""
    over = step_path([(x, high) for x, _, high in spots], height)
    back, before = "", [0.0, *(x for x, _, _ in spots)]
    for n in range(len(spots) - 1, -1, -1):
        back += f"V{height * (1 - spots[n][1]):.1f}H{before[n] * WIDE:.1f}"
    return f"{over}{back}Z"


def columns(values: Sequence[float], top: float, height: float, gap: float = 0.25) -> list[Bar]:
    """Equal columns with a gap between, in percent of the width."""
    width = 100 / max(1, len(values))
    return [
        Bar(round(n * width + width * gap / 2, 3), round(width * (1 - gap), 3), round(height * (1 - one / top), 1),
            round(height * one / top, 1))
        for n, one in enumerate(values)
    ]  # fmt: skip
