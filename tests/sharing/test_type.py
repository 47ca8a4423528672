"""Drawn type: every sign has its shape, lines break as Chinese wants, what can't be drawn is left out."""

import string

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.sharing.drawing import fonts, setting

LANGUAGES = ("zh-Hans", "zh-Hant", "en")
TEXTS = (
    "口袋台灯：一张名片大小的阅读灯，放进口袋就走。",
    "會提醒你澆水的花盆——「瞓醒」就知道佢渴唔渴，仲會話你知幾時落肥。",
    "嘅啲咗喺嚟咁冇嗰乜嘢",
    "犇犇和垚垚的犄角旮旯收纳盒，谰耪锨丌乇卮",
    "A lamp for €19.90, façade & naïve – “quoted” … №1",
    "¥1,280 · 86% · 12 天 · 还差 HK$300",
    string.ascii_letters + string.digits,
)


def _is_box(sign: str, face: fonts.Face) -> bool:
    """Whether the face answers with what it shows for signs it hasn't: an oracle apart from the `cmap` we read."""
    unknown = face.font.getmask("\U0010fffd"), face.font.getlength("\U0010fffd")
    return (bytes(face.font.getmask(sign)), face.font.getlength(sign)) == (bytes(unknown[0]), unknown[1])


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("bold", [False, True])
def test_no_sign_of_what_people_write_becomes_a_box(lang: str, bold: bool) -> None:
    for text in TEXTS:
        assert setting.drawable(text, lang, bold=bold) == text
        for signs, face, _ in setting.runs(text, lang, bold):
            assert not [sign for sign in signs if not sign.isspace() and _is_box(sign, face)], (text, face.path.name)


def test_all_signs_of_the_national_standard_can_be_drawn() -> None:
    """GB 2312's 6,763, which hold every name that a Simplified keyboard easily types; and Big5's common 5,401."""
    first = [bytes([high, low]).decode("gb2312", "ignore") for high in range(0xB0, 0xF8) for low in range(0xA1, 0xFF)]
    common = [
        bytes([high, low]).decode("big5", "ignore")
        for high in range(0xA4, 0xC7)
        for low in (*range(0x40, 0x7F), *range(0xA1, 0xFF))
    ]
    for lang, signs, at_most in (("zh-Hans", first, 40), ("zh-Hant", common, 40)):
        missing = [sign for sign in signs if sign and fonts.face_of(sign, lang, bold=False) is None]
        assert len(missing) <= at_most, "".join(missing)


def test_traditional_texts_take_the_traditional_shapes() -> None:
    hans, hant = (fonts.face_of("直", lang, bold=True) for lang in ("zh-Hans", "zh-Hant"))
    assert hans is not None and hant is not None
    assert "-sc-" in hans.path.name and "-tc-" in hant.path.name


def test_what_no_font_has_is_left_out_without_a_gap() -> None:
    assert setting.drawable("猫🐈‍⬛窝 👍🏽 好", "zh-Hans") == "猫窝 好"
    assert setting.drawable("🙂", "zh-Hans") == ""
    assert setting.lines_of("🙂🙂", 40, 300, "zh-Hans") == []


def test_no_line_begins_with_a_mark_that_belongs_to_the_line_before() -> None:
    text = "睡前看书，不吵醒别人；出门一放，「就走」。很好！真的？"
    for room in range(120, 700, 20):
        assert not setting.breaks_badly(setting.lines_of(text, 40, room, "zh-Hans")), room


def test_latin_words_stay_whole_while_they_fit() -> None:
    lines = setting.lines_of("A pocket lamp the size of a business card", 40, 300, "en")
    assert " ".join(lines) == "A pocket lamp the size of a business card"


def test_titles_break_at_their_marks_where_that_is_possible() -> None:
    size, lines = setting.fitted("口袋台灯：一张名片大小的阅读灯，放进口袋就走", (62, 54, 46, 40), 526, "zh-Hans", bold=True)
    assert lines == ["口袋台灯：", "一张名片大小的阅读灯，", "放进口袋就走"] and size < 62


writing = st.text(
    st.one_of(st.sampled_from("，。！？「」（）创意投票灯 abcXYZ019¥%·—…"), st.characters(codec="utf-8")), max_size=80
)


@settings(deadline=None, max_examples=60, suppress_health_check=[HealthCheck.too_slow])
@given(writing, st.sampled_from(LANGUAGES), st.integers(60, 900), st.integers(1, 4))
def test_whatever_is_written_lines_fit_and_no_more_than_asked_come(text: str, lang: str, room: int, most: int) -> None:
    lines = setting.lines_of(text, 30, room, lang, most=most)
    assert len(lines) <= most
    for line in lines:
        assert setting.width(line, 30, lang) <= room or len(line) <= 2
        assert setting.mask(line, 30, lang).width > 0
