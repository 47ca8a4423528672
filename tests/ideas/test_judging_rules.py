"""A jury's arithmetic, and the rules of a shortlist, without a database."""

from statistics import fmean, pstdev

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.foundation.refusals import Refusal
from ideas.judging.rules import check_criteria, check_juror, spread, weighted
from ideas.reviewing.rules import alike, check_rule, reminder


@given(st.dictionaries(st.integers(1, 6), st.tuples(st.integers(1, 5), st.integers(1, 9)), min_size=1))
def test_a_jurors_mean_lies_between_their_lowest_and_highest_points(sheet: dict[int, tuple[int, int]]) -> None:
    points, weights = {k: p for k, (p, _) in sheet.items()}, {k: w for k, (_, w) in sheet.items()}
    assert min(points.values()) - 1e-9 <= weighted(points, weights) <= max(points.values()) + 1e-9


@given(st.lists(st.floats(1, 5), min_size=1, max_size=30))
def test_mean_and_spread_are_those_of_the_textbook(totals: list[float]) -> None:
    mean, deviation = spread(totals)
    assert mean == pytest.approx(fmean(totals)) and deviation == pytest.approx(pstdev(totals), abs=1e-7)


def test_criteria_stand_still_once_somebody_has_scored() -> None:
    check_criteria(["想要", "做得出"], is_scored=False)
    for words, is_scored in ((["想要"], True), ([], False), (["想要", "想要"], False)):
        with pytest.raises(Refusal):
            check_criteria(words, is_scored)


def test_a_juror_hears_why_they_cannot_score() -> None:
    check_juror(is_open=True, is_own=False, is_listed=True)
    for wrong, said in (
        ({"is_own": True}, "有你的一份"), ({"is_listed": False}, "有结论"), ({"is_open": False}, "不是评审时间"),
    ):  # fmt: skip
        with pytest.raises(Refusal, match=said):
            check_juror(**({"is_open": True, "is_own": False, "is_listed": True} | wrong))


@pytest.mark.parametrize(("rule", "number"), [("top", 0), ("top", 501), ("votes", 0), ("score", 5.1), ("score", 0.9)])
def test_a_shortlists_number_lies_within_reason(rule: str, number: float) -> None:
    with pytest.raises(Refusal) as refused:
        check_rule(rule, number)
    assert refused.value.field == "number"


def test_titles_that_share_their_words_are_told_as_alike() -> None:
    found = alike({1: frozenset(["ab", "cd"]), 2: frozenset(["ab", "cd", "ef"]), 3: frozenset(["xy"]), 4: frozenset()})
    assert found == {1: 2, 2: 1}


def test_reminders_come_a_week_and_a_day_before_and_when_it_is_too_late() -> None:
    assert [reminder(days) for days in (8, 7, 1.5, 1, 0.1, 0, -3)] == ["", "week", "week", "day", "day", "overdue", "overdue"]
