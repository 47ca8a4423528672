"""How two texts differ: by words and signs, told to be read, and never at a price that a text could drive up."""

import random
import time

from app.foundation.differing import Piece, around_changes, difference, is_same


def told(before: str, after: str) -> str:
    signs = {"same": "{}", "gone": "[-{}]", "new": "[+{}]"}
    return "\n".join("".join(signs[piece.what].format(piece.text) for piece in pieces) for pieces in difference(before, after))


def test_chinese_is_told_by_signs_and_latin_by_words() -> None:
    assert told("可以夹在书上，用 USB 充电", "可以夹在书页上，用 Type 充电") == "可以夹在书[+页]上，用 [-USB][+Type] 充电"


def test_a_sign_that_stayed_by_chance_is_told_with_the_change_around_it() -> None:
    assert told("把灯放在床的边上就好了", "把灯夹到床头柜上就好了") == "把灯[-放在床的边][+夹到床头柜]上就好了"


def test_a_change_begins_after_a_mark_where_it_may_as_well() -> None:
    assert (
        told("够看清字，第五页够改作文", "够看清字，第三页够批一篇，第五页够改作文")
        == "够看清字，[+第三页够批一篇，]第五页够改作文"
    )


def test_another_sentence_is_told_as_one_gone_and_one_come() -> None:
    assert told("会自己收线", "装两节电池") == "[-会自己收线][+装两节电池]"


def test_a_paragraph_that_came_or_went_is_told_whole() -> None:
    assert told("甲\n\n乙", "甲\n\n乙\n\n丙") == "甲\n乙\n[+丙]"
    assert is_same(difference("甲\n\n乙", "甲\n乙"))


def test_what_stayed_far_from_any_change_is_counted_instead_of_shown() -> None:
    shown = list(around_changes(difference("一\n二\n三\n四\n五", "一\n二\n三\n四\n六段")))
    assert shown[0] == 3 and isinstance(shown[1], list) and shown[1] == [Piece("same", "四")]


def test_no_text_keeps_the_server_busy() -> None:
    seeded = random.Random(1)
    text = ["".join(seeded.choice("甲乙\n") for _ in range(20_000)) for _ in range(2)]
    begun = time.monotonic()
    difference(*text)
    assert time.monotonic() - begun < 2
