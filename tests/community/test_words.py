"""Listed words are found however they are spelled, and only where they mean it."""

import random
import time

import pytest

from app.community.moderation.words import Words, folded_word, parse_list


def listing(*words: str, level: str = "refuse") -> Words:
    return Words.of((word, folded_word(word), level) for word in words)


@pytest.mark.parametrize(
    "text",
    [
        "这里代开发票", "這裡代開發票", "代 开 发 票", "代*开*发*票", "代。开。发。票", "代\u200b开\u200d发\ufeff票",
        "代开\u0301发票", "【代】【开】【发】【票】",
    ],
)  # fmt: skip
def test_a_chinese_word_is_found_through_every_disguise(text: str) -> None:
    [hit] = listing("代开发票").search(text)
    assert (hit.word, hit.level) == ("代开发票", "refuse")


def test_a_word_typed_in_traditional_finds_simplified_texts() -> None:
    assert listing("賭博").search("线上赌博")


@pytest.mark.parametrize("text", ["FUCK", "ｆｕｃｋ", "f.u.c.k", "f u c k you", "买fuck吧", "fu\u200bck", "fúck"])
def test_a_latin_word_is_found_whole_and_spelled_out(text: str) -> None:
    assert [hit.word for hit in listing("fuck").search(text)] == ["fuck"]


@pytest.mark.parametrize(
    ("word", "text"), [("ass", "classic glass"), ("sex", "Essex"), ("枪支", "手枪。支持正版"), ("微信", "很微。信我")]
)
def test_an_innocent_text_is_left_alone(word: str, text: str) -> None:
    assert listing(word).search(text) == []


def test_a_single_gap_may_be_chance_and_is_only_looked_at() -> None:
    assert [hit.level for hit in listing("枪支").search("木枪 支架")] == ["hold"]


def test_a_phrase_of_latin_words_is_found_over_any_gap() -> None:
    assert listing("buy followers").search("Buy   Followers!") and not listing("buy followers").search("buy new followers")


def test_what_was_found_is_quoted_as_it_was_typed() -> None:
    assert [hit.typed for hit in listing("代开发票").search("能代·开·发·票吗")] == ["代·开·发·票"]


def test_the_stricter_finding_of_one_word_counts() -> None:
    assert [hit.level for hit in listing("枪支").search("木枪 支架，枪支")] == ["refuse"]


def test_a_pasted_list_is_read_line_by_line_and_once() -> None:
    assert parse_list("代开发票\n\n 代開發票 \n***\nFuck\nfuck\n") == ["代開發票", "fuck"]


def test_ten_thousand_words_cost_a_text_of_five_thousand_signs_little() -> None:
    chance = random.Random(7)
    signs = [chr(code) for code in range(0x4E00, 0x5B00)]
    words = {"".join(chance.choices(signs, k=chance.randint(2, 6))) for _ in range(9_000)}
    words |= {"".join(chance.choices("abcdefghijklmnop", k=chance.randint(4, 9))) for _ in range(1_000)}
    made = listing(*words)
    text = "".join(chance.choices(signs, k=4_000)) + " ".join("".join(chance.choices("abcdefgh", k=5)) for _ in range(160))
    made.search(text)
    begun = time.process_time()
    made.search(text)
    assert time.process_time() - begun < 0.15  # about 10 ms on a quiet machine
