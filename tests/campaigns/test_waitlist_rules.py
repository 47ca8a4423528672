"""Who may wait, how long an offer lasts, how free places are shared out."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.foundation.refusals import Refusal
from campaigns.pledging.rules import Offer
from campaigns.waiting.rules import LONGEST, MOST_TIMES, SHORTEST, StillFree, check_join, offer_end, shares

NOW = datetime(2026, 11, 1, 12, tzinfo=UTC)


def sold_out(**more: Any) -> Offer:
    plain: dict[str, Any] = {
        "title": "一盏", "is_open": True, "is_over": False, "cap": 5, "taken": 5, "offered": 0, "waiting": 0, "my_offer": 0,
        "per_backer": 2, "mine": 0, "here": 0, "most_here": None, "on_team": False, "may_take": True,
    }  # fmt: skip
    return Offer(**plain | more)


def test_a_sold_out_tier_can_be_waited_for_and_so_can_one_with_a_queue() -> None:
    check_join(sold_out(), 2, is_add_on=False, times=0)
    check_join(sold_out(taken=3, waiting=1), 1, is_add_on=False, times=0)
    check_join(sold_out(taken=3, offered=2), 1, is_add_on=False, times=0)


@pytest.mark.parametrize("offer", [sold_out(taken=4), sold_out(cap=None)])
def test_what_is_to_be_had_is_not_waited_for(offer: Offer) -> None:
    with pytest.raises(StillFree, match="不用排候补"):
        check_join(offer, 1, is_add_on=False, times=0)


@pytest.mark.parametrize(
    ("offer", "quantity", "says"),
    [
        (sold_out(is_over=True), 1, "截止"),
        (sold_out(is_open=False), 1, "不接受支持"),
        (sold_out(on_team=True), 1, "自家"),
        (sold_out(shut_until="明天"), 1, "明天"),
        (sold_out(ended_at="昨天"), 1, "昨天"),
        (sold_out(may_take=False), 1, "受邀"),
        (sold_out(), 3, "每人最多 2 份"),
        (sold_out(mine=1), 2, "已经有 1 份"),
        (sold_out(most_here=2, here=2), 1, "每人最多 2 份"),
    ],
)
def test_nobody_waits_for_what_they_could_not_have_anyway(offer: Offer, quantity: int, says: str) -> None:
    with pytest.raises(Refusal, match=says):
        check_join(offer, quantity, is_add_on=False, times=0)


def test_add_ons_have_no_list_and_nobody_joins_without_end() -> None:
    with pytest.raises(Refusal, match="加购项"):
        check_join(sold_out(), 1, is_add_on=True, times=0)
    with pytest.raises(Refusal, match="不能再排"):
        check_join(sold_out(), 1, is_add_on=False, times=MOST_TIMES)


@pytest.mark.parametrize(
    ("left", "lasts"),
    [
        (timedelta(days=20), timedelta(hours=12)),
        (timedelta(hours=8), timedelta(hours=2)),
        (timedelta(minutes=40), timedelta(minutes=15)),
        (timedelta(minutes=10), timedelta(minutes=10)),
    ],
)
def test_an_offer_lasts_half_a_day_less_towards_the_end_and_never_beyond_it(left: timedelta, lasts: timedelta) -> None:
    assert offer_end(NOW, NOW + left) == NOW + lasts


def test_with_late_pledges_there_is_no_end_to_hurry_for() -> None:
    assert offer_end(NOW, None) == NOW + LONGEST


@given(st.integers(0, 10**8))
def test_no_offer_is_longer_than_half_a_day_nor_shorter_than_it_can_be(seconds: int) -> None:
    left = timedelta(seconds=seconds)
    lasts = offer_end(NOW, NOW + left) - NOW
    assert min(SHORTEST, left) <= lasts <= min(LONGEST, max(left, timedelta()))


def test_the_first_get_all_they_want_and_the_last_what_is_left() -> None:
    assert shares(5, [2, 1, 3, 1]) == [2, 1, 2]
    assert shares(0, [1]) == [] and shares(3, []) == []


@given(st.integers(0, 50), st.lists(st.integers(1, 10), max_size=20))
def test_what_is_shared_out_is_all_there_is_or_all_that_is_wanted(free: int, wanted: list[int]) -> None:
    given_out = shares(free, wanted)
    assert sum(given_out) == min(free, sum(wanted))
    assert all(some > 0 for some in given_out) and given_out[:-1] == wanted[: len(given_out)][:-1]
