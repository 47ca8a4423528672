"""Which comment is best, whom an @ calls, where pages begin, and what is refused: decided without a database."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.community.talking.rules import (
    MOST_MENTIONS,
    REACTIONS,
    Called,
    check_answerable,
    check_editable,
    check_pin,
    check_reaction,
    mentions,
    read_key,
    tidy,
    wilson,
    written_key,
)
from app.foundation.refusals import Refusal

STANDING = {"withdrawn_at": None, "visibility": "visible"}


def test_many_who_agree_stand_above_one_and_doubts_pull_down() -> None:
    assert wilson(10, 0) > wilson(1, 0) > wilson(0, 0) == 0
    assert wilson(8, 2) < wilson(8, 0)
    assert wilson(800, 200) > wilson(8, 2)
    assert wilson(10, 0) == pytest.approx(0.7225, abs=1e-4)  # the published interval's value for ten of ten at 95 %


@given(st.integers(0, 10**6), st.integers(0, 10**6))
def test_the_bound_is_a_share_and_never_above_what_was_seen(fans: int, doubters: int) -> None:
    assert 0 <= wilson(fans, doubters) <= (fans / (fans + doubters) if fans else 0) + 1e-12


@pytest.mark.parametrize(
    ("text", "called"),
    [
        ("@小林 你看", {"小林": 1}),
        ("＠小林你看", {"小林": 1}),
        ("@小林木 你看", {"小林木": 2}),
        ("问@小林@阿北", {"小林": 1, "阿北": 3}),
        ("@LIN wei", {"LIN wei": 4}),
        ("@蘇蘇 也行", {"蘇蘇": 5}),
        ("小林 没有 at", {}),
        ("a@小", {}),
        ("@", {}),
        ("@ 小林", {}),
        ("@小\n林", {}),
    ],
)
def test_an_at_calls_the_longest_name_that_fits_however_it_is_written(text: str, called: dict[str, int]) -> None:
    known = [Called("小林", (1,)), Called("小林木", (2,)), Called("阿北", (3,)), Called("Lin Wei", (4,)), Called("苏苏", (5,))]
    assert {typed: one.members[0] for typed, one in mentions(text, known).items()} == called


def test_one_comment_calls_only_a_few() -> None:
    known = [Called(f"同学{n:02}", (n,)) for n in range(12)]
    assert len(mentions(" ".join(f"@同学{n:02}" for n in range(12)), known)) == MOST_MENTIONS


@given(st.text(alphabet="@＠小林 \n", max_size=60))
def test_any_text_calls_without_breaking(text: str) -> None:
    assert len(mentions(text, [Called("小林", (1,)), Called("", (2,))])) <= MOST_MENTIONS


@given(st.sampled_from(["best", "newest"]), st.integers(0, 999_999_999), st.integers(0, 5000), st.integers(0, 5000))
def test_a_key_reads_back_as_it_was_written(order: str, number: int, fans: int, doubters: int) -> None:
    best = wilson(fans, doubters) if order == "best" else 0.0
    key = read_key(order, written_key(order, number, best), "")
    assert key is not None
    assert (key.number, key.best, key.is_before) == (number, best, False)


@pytest.mark.parametrize("typed", ["x", "1~2~3", "nan~4", "inf~4", "2.5~4", "~4", "12", "0.5~", "0.5~-1", "1e999~3", "٣"])
def test_what_is_no_key_shows_the_first_page(typed: str) -> None:
    assert read_key("best", typed, "") is None


@given(st.text(max_size=40))
def test_no_key_breaks_anything(typed: str) -> None:
    read_key("best", typed, "")
    read_key("newest", "", typed)


def test_nobody_pushes_the_others_off_the_page_with_empty_lines() -> None:
    assert tidy("一\n\n\n \n\n二\n三\n") == "一\n\n二\n三"


@pytest.mark.parametrize(
    ("answered", "root", "said"),
    [
        (STANDING | {"withdrawn_at": 1}, STANDING, "被作者撤回"),
        (STANDING | {"visibility": "hidden"}, STANDING, "被隐藏"),
        (STANDING | {"visibility": "pending"}, STANDING, "还在等审核"),
        (STANDING, STANDING | {"visibility": "hidden"}, "开头的留言不在了"),
        (STANDING, STANDING | {"withdrawn_at": 1}, "开头的留言不在了"),
    ],
)
def test_what_is_gone_is_not_answered(answered: dict, root: dict, said: str) -> None:
    with pytest.raises(Refusal, match=said) as refused:
        check_answerable(answered, root)
    assert refused.value.field == "text"


@pytest.mark.parametrize(
    ("state", "said"),
    [
        ({"withdrawn": True}, "已经撤回"),
        ({"hidden": True}, "被平台隐藏"),
        ({"answered": True}, "已经有人回复"),
        ({"versions": 20}, "改过 20 次"),
    ],
)
def test_a_comment_is_changed_until_it_is_answered(state: dict, said: str) -> None:
    allowed = {"withdrawn": False, "hidden": False, "answered": False, "versions": 0}
    check_editable(**allowed)  # type: ignore[arg-type]
    with pytest.raises(Refusal, match=said):
        check_editable(**allowed | state)  # type: ignore[arg-type]


def test_one_reacts_to_what_others_said_and_is_there() -> None:
    for kind in REACTIONS:
        check_reaction(kind, is_own=False, is_seen=True)
    for kind, is_own, is_seen, said in (
        ("laugh", False, True, "没有这种"), ("agree", True, True, "自己的留言"), ("agree", False, False, "不在了"),
    ):  # fmt: skip
        with pytest.raises(Refusal, match=said):
            check_reaction(kind, is_own=is_own, is_seen=is_seen)


def test_a_pin_is_for_those_whose_it_is_and_for_what_is_seen() -> None:
    check_pin(may=True, is_seen=True, is_reply=False)
    refused = [(False, True, False, "只有作者"), (True, False, False, "不在了"), (True, True, True, "回复")]
    for may, is_seen, is_reply, said in refused:
        with pytest.raises(Refusal, match=said):
            check_pin(may=may, is_seen=is_seen, is_reply=is_reply)
