"""Ladders, purely: which there can be, when a rung is near, what a bell decides."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.foundation.refusals import Refusal
from ideas.ladder.forms import rung_values, typed_rungs
from ideas.ladder.rules import DEFAULT, GRACE, Rung, check_rungs, judge, look, near, part, reminder
from ideas.rules import IDEA

BELL = datetime(2026, 3, 1, 12, tzinfo=UTC)
SECOND, DAY = timedelta(seconds=1), timedelta(days=1)


def test_the_open_floors_ladder_is_the_fields_own() -> None:
    assert [(rung.votes, rung.days) for rung in DEFAULT] == [(100, 60), (1000, 365), (5000, 182), (10000, 182)]
    check_rungs(DEFAULT)


@pytest.mark.parametrize(
    ("rungs", "why"),
    [
        ([Rung(100, 60), Rung(100, 60)], "一级比一级高"),
        ([Rung(200, 60), Rung(100, 60)], "一级比一级高"),
        ([Rung(1, 60)], "2 到"),
        ([Rung(100, 0)], "1 到"),
        ([Rung(100, 1001)], "1 到"),
        ([Rung(n * 10, 5) for n in range(1, 9)], "最多 6 级"),
    ],
)
def test_what_can_be_no_ladder_is_refused_in_a_sentence(rungs: list[Rung], why: str) -> None:
    with pytest.raises(Refusal, match=why):
        check_rungs(rungs)


def test_typed_rows_make_a_ladder_and_empty_rows_none() -> None:
    assert typed_rungs(["100", "", "1000"], ["60", "", "365"]) == (Rung(100, 60), Rung(1000, 365))
    assert typed_rungs([""], [""]) == ()
    for votes, days in ((["100"], [""]), (["viele"], ["3"]), (["-5"], ["3"]), (["9" * 30], ["3"])):
        with pytest.raises(Refusal):
            typed_rungs(votes, days)


def test_a_ladder_shown_in_its_form_and_sent_back_is_the_same() -> None:
    shown = rung_values(DEFAULT)
    assert shown["ladder"] == "own" and typed_rungs(shown["rung_votes"], shown["rung_days"]) == DEFAULT


@given(votes=st.integers(2, 10_000_000), count=st.integers(0, 10_000_000))
def test_the_ladder_looks_again_where_a_rung_is_near_and_where_it_is_reached(votes: int, count: int) -> None:
    assert 0.8 * votes <= near(votes) < 0.8 * votes + 1
    at = look(votes, count)
    assert at == (near(votes) if count < near(votes) else votes)
    assert at > count or count >= votes or near(votes) == votes


def test_the_reminder_comes_a_week_before_the_bell_unless_the_time_is_short() -> None:
    assert reminder(BELL - 60 * DAY, BELL) == BELL - 7 * DAY
    assert reminder(BELL - 10 * DAY, BELL) == BELL


@given(
    count=st.integers(0, 30), by_bell=st.integers(0, 30), votes=st.integers(2, 20),
    seconds=st.integers(-100, 100),
)  # fmt: skip
def test_a_bell_is_decided_by_the_votes_before_it(count: int, by_bell: int, votes: int, seconds: int) -> None:
    now = BELL + seconds * SECOND
    verdict = judge(votes=votes, now=now, ends=BELL, count=count, by_bell=by_bell)
    if now < BELL:
        assert verdict == ("reached" if count >= votes else "")
    elif now < BELL + GRACE:
        assert verdict == "", "votes begun before the bell may still be on their way"
    else:
        assert verdict == ("reached" if by_bell >= votes and count >= votes else "missed")
    assert judge(votes=votes, now=now, ends=None, count=count, by_bell=0) in ("", "reached"), "without a bell nothing expires"


@given(count=st.integers(0, 12_000))
def test_the_ruler_never_goes_back_as_votes_come(count: int) -> None:
    rungs = [rung.votes for rung in DEFAULT]
    reached = sum(count >= votes for votes in rungs)
    assert 0 <= part(count, rungs, reached) <= part(count + 1, rungs, sum(count + 1 >= votes for votes in rungs)) <= 1
    assert part(count, rungs, reached) >= reached / len(rungs)


def test_only_what_expired_gets_a_second_chance() -> None:
    assert IDEA.origins("published") == ["draft", "expired"]
    assert IDEA.origins("expired") == ["published"]
