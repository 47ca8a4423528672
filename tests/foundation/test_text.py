"""Texts: folded for comparison, cut into terms that find Chinese words, cleaned of what hides."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.foundation.text import clean_line, clean_text, fold, query_terms, search_terms


@pytest.mark.parametrize(
    ("one", "other"),
    [("體驗會唱歌的水壺", "体验会唱歌的水壶"), ("ＬＥＧＯ", "lego"), ("鍵盤", "键盘"), ("Ⅳ代", "iv代")],
)
def test_what_people_take_for_the_same_is_the_same(one: str, other: str) -> None:
    assert fold(one) == fold(other)


@given(st.text(max_size=80))
def test_folding_twice_changes_nothing(text: str) -> None:
    once = fold(text)
    assert search_terms(once) == search_terms(text)


@pytest.mark.parametrize(
    ("query", "text", "finds"),
    [
        ("键盘", "打字像翻书的鍵盤", True),
        ("机械键盘", "会翻书的键盘", False),
        ("水", "会唱歌的水壶", True),
        ("LEGO 积木", "用lego拼的積木灯", True),
        ("壶水", "会唱歌的水壶", False),
        ("usb灯", "一盏 USB 灯", True),
    ],
)
def test_a_query_finds_the_words_that_stand_together(query: str, text: str, finds: bool) -> None:
    wanted = set(query_terms(query))
    assert wanted
    assert (wanted <= set(search_terms(text))) is finds


@given(st.text(min_size=1, max_size=40))
def test_every_text_finds_itself(text: str) -> None:
    assert set(query_terms(text)) <= set(search_terms(text[:80]))


@pytest.mark.parametrize(
    ("typed", "clean"),
    [
        ("  两端  和 中间  ", "两端 和 中间"),
        ("反\u202e转", "反 转"),
        ("零\u200b宽", "零 宽"),
        ("a\x00b\x07c", "a b c"),
        ("👩\u200d🔧", "👩\u200d🔧"),
        ("é", "é"),
    ],
)
def test_a_line_is_cleaned_of_what_hides_or_reorders(typed: str, clean: str) -> None:
    assert clean_line(typed) == clean


def test_towers_of_marks_are_cut_down() -> None:
    assert len(clean_line("a" + "\u0335\u0336\u0337" * 50)) <= 6


def test_a_text_keeps_its_lines() -> None:
    assert clean_text("一\r\n\r\n  二\t三  \r四\n\n") == "一\n\n  二    三\n四"


@given(st.text(max_size=200))
def test_cleaning_twice_changes_nothing(text: str) -> None:
    assert clean_line(clean_line(text)) == clean_line(text)
    assert clean_text(clean_text(text)) == clean_text(text)
    assert "\n" not in clean_line(text)


@pytest.mark.parametrize("typed", ["\u2800\u2800", "\u3164", "\u034f", "\ufe0f", "\u200d\u200c", "\u0301\u0302", "\u1160 \uffa0"])
def test_what_nobody_sees_is_nothing(typed: str) -> None:
    assert clean_line(typed) == "" and clean_text(typed) == ""
