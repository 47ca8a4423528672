"""What a change costs, what goes back, and what would sink a goal: decided without a database."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.foundation.refusals import Refusal
from campaigns.changing.rules import (
    Room,
    check_may_cancel,
    check_may_change,
    check_may_leave,
    check_may_shrink,
    check_room,
    differences,
    settle,
    spare_of,
)

AMOUNTS = st.integers(1, 10**9)
PLACES = st.dictionaries(st.integers(1, 6), st.integers(1, 9), max_size=4)


@given(was=AMOUNTS, amount=AMOUNTS, least=st.integers(1, 500))
def test_what_is_paid_and_what_goes_back_makes_the_new_sum(was: int, amount: int, least: int) -> None:
    money = settle("paid", was, amount, least)
    assert was + money.due - money.back == amount
    assert money.due == 0 or money.due >= min(least, amount)
    assert money.back <= was


@pytest.mark.parametrize("state", ["started", "promised"])
def test_before_anything_was_paid_nothing_moves(state: str) -> None:
    assert settle(state, 1990, 5000, 400).due == settle(state, 5000, 1990, 400).back == 0


def test_a_difference_too_small_to_be_paid_is_paid_with_the_whole() -> None:
    money = settle("paid", 1990, 2190, 400)
    assert (money.due, money.back) == (2190, 1990)


@given(had=PLACES, wanted=PLACES)
def test_differences_lead_from_one_order_to_the_other(had: dict[int, int], wanted: dict[int, int]) -> None:
    more = differences(had, wanted)
    reached = {tier: had.get(tier, 0) + more.get(tier, 0) for tier in {*had, *wanted}}
    assert {tier: n for tier, n in reached.items() if n} == wanted
    assert 0 not in more.values()


@given(pledged=AMOUNTS, goal=AMOUNTS, less=AMOUNTS)
def test_a_reached_goal_is_never_let_down_and_one_not_reached_binds_nobody(pledged: int, goal: int, less: int) -> None:
    spare = spare_of(pledged, goal, "CNY")
    sinks = pledged >= goal > pledged - less
    for check in (check_may_leave, check_may_shrink):
        if sinks:
            with pytest.raises(Refusal):
                check(spare, less)
        else:
            check(spare, less)


@pytest.mark.parametrize(
    ("campaign", "in_time", "may_change", "may_leave"),
    [
        ("live", True, True, True),
        ("live", False, False, False),
        ("suspended", True, False, True),
        ("suspended", False, False, True),
        ("succeeded", False, False, False),
        ("failed", False, False, False),
        ("cancelled", True, False, False),
    ],
)
def test_until_when_one_may(campaign: str, in_time: bool, may_change: bool, may_leave: bool) -> None:
    for check, allowed in ((check_may_change, may_change), (check_may_cancel, may_leave)):
        try:
            check("promised", campaign, in_time=in_time, is_late=False)
        except Refusal:
            assert not allowed
        else:
            assert allowed


@pytest.mark.parametrize("state", ["expiring", "cancelled", "due", "collected", "refunded", "disputed"])
def test_what_is_settled_is_not_changed(state: str) -> None:
    with pytest.raises(Refusal, match="现在不能改"):
        check_may_change(state, "live", in_time=True, is_late=False)


ROOM = {"title": "一盏", "is_open": True, "is_for_them": True, "free": 3, "waiting": 0, "mine": 0, "per_backer": 5}


@pytest.mark.parametrize(
    ("room", "wanted", "more", "sentence"),
    [
        ({}, 3, 3, ""),
        ({"free": None}, 5, 5, ""),
        ({}, 4, 4, "只剩 3 份"),
        ({"free": 0}, 2, 1, "没有名额了，你原来的还在"),
        ({"waiting": 2}, 2, 1, "有人在候补"),
        ({"is_open": False}, 2, 1, "现在不开放"),
        ({"is_for_them": False}, 2, 1, "只对一部分人开放"),
        ({"free": 9}, 6, 2, "每人最多 5 份"),
        ({"free": 9, "mine": 4}, 2, 1, "已经有 4 份"),
    ],
)
def test_each_refusal_says_what_stands_in_the_way(room: dict, wanted: int, more: int, sentence: str) -> None:
    if not sentence:
        check_room(Room(**(ROOM | room)), wanted, more, "tier")
        return
    with pytest.raises(Refusal) as refused:
        check_room(Room(**(ROOM | room)), wanted, more, "tier")
    assert sentence in refused.value.text()
