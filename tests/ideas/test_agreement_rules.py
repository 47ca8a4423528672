"""Parts of a share always sum to the whole, whoever they are split among and whatever is collected."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.foundation.money import Money
from app.foundation.refusals import Refusal
from ideas.agreeing.rules import (
    ROLES,
    WHOLE,
    Party,
    apportion,
    as_percent,
    check_answer,
    check_offer,
    check_whole,
    proposed,
    read_percent,
    split_share,
)  # fmt: skip

roles = st.lists(st.sampled_from(ROLES), min_size=1, max_size=40)
crews = roles.map(lambda each: [Party(n, role) for n, role in enumerate(each)])


@given(crews)
def test_what_the_rule_proposes_sums_to_the_whole_and_is_fair_within_a_group(parties: list[Party]) -> None:
    points = proposed(parties)
    assert sum(points) == WHOLE and min(points) >= 0
    for role in ROLES:
        same = [part for party, part in zip(parties, points, strict=True) if party.role == role]
        assert not same or max(same) - min(same) <= 1


@given(st.integers(0, 10**12), st.lists(st.integers(0, 10_000), min_size=1, max_size=30).filter(sum))
def test_apportioned_parts_sum_to_the_whole_and_lie_within_one_of_their_due(whole: int, weights: list[int]) -> None:
    parts = apportion(whole, weights)
    assert sum(parts) == whole
    assert all(abs(part * sum(weights) - whole * weight) < sum(weights) for part, weight in zip(parts, weights, strict=True))


@given(crews, st.integers(0, 10**12), st.sampled_from(["CNY", "TWD", "HKD"]))
def test_a_collected_share_is_paid_out_to_the_last_fen(parties: list[Party], amount: int, currency: str) -> None:
    points = {party.member: part for party, part in zip(parties, proposed(parties), strict=True)}
    paid = split_share(Money(amount, currency), points)
    assert sum(part.amount for part in paid.values()) == amount
    assert all(part.currency == currency and part.amount >= 0 for part in paid.values())


def test_author_co_authors_and_improvers_get_sixty_twenty_five_and_fifteen() -> None:
    assert proposed([Party(1, "author"), Party(2, "co_author"), Party(3, "improver")]) == [6000, 2500, 1500]
    assert proposed([Party(1, "author")]) == [10_000]
    assert proposed([Party(1, "author"), Party(2, "improver")]) == [8000, 2000]


@pytest.mark.parametrize(("typed", "points"), [("60", 6000), ("12.5", 1250), ("33.34%", 3334), (" 0 ", 0), ("100", 10_000)])
def test_percentages_are_read_as_people_type_them(typed: str, points: int) -> None:
    assert read_percent(typed) == points


@pytest.mark.parametrize("typed", ["", "-1", "100.01", "1e2", "33.333", "一半", "１２", ".5", "9" * 40])
def test_what_is_no_part_is_refused(typed: str) -> None:
    assert read_percent(typed) is None


@given(st.integers(0, WHOLE))
def test_a_part_reads_as_it_was_written(points: int) -> None:
    assert read_percent(as_percent(points)) == points


def test_parts_that_miss_the_whole_are_refused_with_what_is_missing() -> None:
    check_whole([6000, 4000])
    for points, said in (([6000, 3850], "还差 1.5%"), ([6000, 4001], "多了 0.01%"), ([], "还差 100%")):
        with pytest.raises(Refusal, match=said) as refused:
            check_whole(points)
        assert refused.value.field == "parts"


def test_an_offer_keeps_what_the_challenge_promised() -> None:
    check_offer("won", is_fixed=False, share=Decimal(3), promised=Decimal(3))
    for state, is_fixed, share, said in (
        ("published", False, 3, "采纳之后"), ("campaigned", True, 3, "已经公开"), ("won", False, 2, "至少 3"),
    ):  # fmt: skip
        with pytest.raises(Refusal, match=said):
            check_offer(state, is_fixed=is_fixed, share=Decimal(share), promised=Decimal(3))


@pytest.mark.parametrize(
    ("agreement", "part", "said"),
    [("replaced", "waiting", "新的约定"), ("offered", "accepted", "已经答复"), ("declined", "waiting", "有人没有同意")],
)
def test_each_answers_once_and_only_what_still_stands(agreement: str, part: str, said: str) -> None:
    check_answer("offered", "waiting")
    with pytest.raises(Refusal, match=said):
        check_answer(agreement, part)
