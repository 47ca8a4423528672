"""When a refused card is tried again, and how long everybody pauses after haste."""

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from payments.collection.rules import MOST_AUTOMATIC, next_try, pause_after

DECIDED = datetime(2026, 12, 1, 20, tzinfo=UTC)
DAY = timedelta(days=1)


def test_attempts_follow_one_three_and_seven_days_after_the_decision() -> None:
    tries = [next_try(DECIDED, attempts, True, DECIDED) for attempts in range(MOST_AUTOMATIC + 1)]
    assert tries == [DECIDED, DECIDED + DAY, DECIDED + 3 * DAY, DECIDED + 7 * DAY, None]


def test_what_only_the_backer_can_mend_is_not_tried_again() -> None:
    assert next_try(DECIDED, 1, False, DECIDED) is None


@given(st.integers(1, MOST_AUTOMATIC - 1), st.integers(0, 8 * 24))
def test_attempts_never_follow_close_upon_each_other(attempts: int, hours: int) -> None:
    now = DECIDED + timedelta(hours=hours)
    again = next_try(DECIDED, attempts, True, now)
    assert again is not None
    assert again >= now + timedelta(hours=12)
    assert again <= DECIDED + timedelta(days=8, hours=12)


def test_the_third_refusal_for_haste_in_a_row_makes_everybody_pause() -> None:
    assert [pause_after(times) > timedelta() for times in range(5)] == [False, False, False, True, True]
    assert pause_after(4) > pause_after(3)
