"""Charts are measured before they are drawn: ticks are round numbers, nothing stands outside its box."""

import itertools
import re
from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from app.web.charts import area_path, band_path, columns, day_ticks, line_path, marked, nice_ticks, step_path

SHARES = st.lists(st.floats(0, 1), min_size=1, max_size=80)


def numbers(path: str) -> list[float]:
    return [float(one) for one in re.findall(r"-?\d+(?:\.\d+)?", path)]


@given(st.floats(0.001, 1e12), st.integers(1, 8))
def test_ticks_begin_at_nothing_reach_the_top_and_are_few(top: float, most: int) -> None:
    ticks = nice_ticks(top, most, whole=False)
    assert ticks[0] == 0 and ticks[-1] >= top * (1 - 1e-6) and 2 <= len(ticks) <= most + 1
    gaps = {round((b - a) / ticks[1], 6) for a, b in itertools.pairwise(ticks)}
    assert gaps == {1.0}


@given(st.integers(1, 10**9))
def test_counts_of_things_have_no_half_ticks(top: int) -> None:
    assert all(tick == int(tick) for tick in nice_ticks(top))


def test_ticks_are_what_one_would_write() -> None:
    assert nice_ticks(7) == [0, 2, 4, 6, 8]
    assert nice_ticks(1) == [0, 1] and nice_ticks(0) == [0, 1] and nice_ticks(float("nan")) == [0, 1]
    assert nice_ticks(132) == [0, 50, 100, 150] and nice_ticks(9_400) == [0, 2500, 5000, 7500, 10_000]


@given(st.dates(date(2000, 1, 1), date(2040, 1, 1)), st.integers(0, 1200), st.integers(2, 8))
def test_days_below_an_axis_are_few_in_order_and_inside(first: date, more: int, most: int) -> None:
    last = first + timedelta(days=more)
    ticks = day_ticks(first, last, most)
    assert 1 <= len(ticks) <= most and ticks == sorted(set(ticks))
    assert all(first <= one <= last for one in ticks)


def test_some_weeks_are_marked_on_mondays_and_a_year_on_firsts() -> None:
    weeks = day_ticks(date(2026, 9, 2), date(2026, 10, 6))
    assert weeks and all(one.weekday() == 0 for one in weeks)
    assert all(one.day == 1 for one in day_ticks(date(2026, 1, 5), date(2026, 12, 20)))


@given(SHARES)
def test_paths_stay_in_their_box(shares: list[float]) -> None:
    spots = [(min(1.0, (n + 1) / len(shares)), share) for n, share in enumerate(sorted(shares, reverse=True))]
    paths = [line_path(shares, 200), area_path(shares, 200), step_path(spots, 200)]
    paths.append(band_path([(x, share / 2, share) for x, share in spots], 200))
    for path in paths:
        assert all(0 <= one <= 1000 for one in numbers(path)), path


@given(st.lists(st.integers(0, 500), min_size=1, max_size=40))
def test_columns_fill_the_width_and_no_more(values: list[int]) -> None:
    bars = columns(values, 500, 200)
    assert all(bar.x >= 0 and bar.x + bar.width <= 100.01 for bar in bars)
    assert all(abs(bar.y + bar.height - 200) <= 0.11 for bar in bars)
    assert all(one.x + one.width <= other.x + 0.01 for one, other in itertools.pairwise(bars))


@given(st.lists(st.floats(0, 100), max_size=8), st.text(max_size=40))
def test_words_beside_near_marks_stand_in_different_rows(spots: list[float], word: str) -> None:
    marks = marked([(at, word) for at in sorted(spots)])
    assert len(marks) == len(spots) and all(len(one.word) <= 8 for one in marks)
    assert all(one.row != other.row or other.at - one.at >= 25.9 for one, other in itertools.pairwise(marks))
