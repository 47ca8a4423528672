"""Which language a reader gets, and the forms that read what they typed in it."""

from typing import Annotated

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.foundation.i18n import LANGUAGES, language, negotiate, speaking, zone
from app.web.fields import Choice, Email, Files, Flag, Line, Many, Moment, Month, Prose, Whole
from app.web.forms import read_values
from app.web.paths import own_path


@pytest.mark.parametrize(
    ("header", "lang"),
    [
        ("zh-CN,zh;q=0.9,en;q=0.8", "zh-Hans"),
        ("zh-TW,zh;q=0.9,en-US;q=0.8", "zh-Hant"),
        ("zh-HK", "zh-Hant"),
        ("zh-Hans-HK", "zh-Hans"),
        ("zh-Hant", "zh-Hant"),
        ("yue-Hant-HK", "zh-Hant"),
        ("en-GB,en;q=0.9", "en"),
        ("fr-FR,fr;q=0.9,en;q=0.5", "en"),
        ("en;q=0.3,zh-TW;q=0.9", "zh-Hant"),
        ("zh-TW;q=0,en", "en"),
        ("fr", "zh-Hans"),
        ("", "zh-Hans"),
        ("*", "zh-Hans"),
        ("en;q=abc,zh-TW", "zh-Hant"),
    ],
)
def test_the_browsers_wish_is_met(header: str, lang: str) -> None:
    assert negotiate(header) == lang


@given(st.text(max_size=200))
def test_no_header_breaks_it(header: str) -> None:
    assert negotiate(header) in LANGUAGES


def test_a_mails_language_ends_with_the_mail() -> None:
    before = language.get(), zone.get()
    with pytest.raises(ZeroDivisionError), speaking("en", "America/New_York"):
        assert (language.get(), zone.get().key) == ("en", "America/New_York")
        raise ZeroDivisionError
    assert (language.get(), zone.get()) == before


class Sample(msgspec.Struct):
    title: Annotated[str, Line(10, least=2)]
    text: Annotated[str, Prose(20, least=0)]
    email: Annotated[str, Email()]
    size: Annotated[str, Choice(("s", "m"), default="m")]
    count: Annotated[int, Whole(1, 9)]
    ends: Annotated[object, Moment()]
    month: Annotated[object, Month()]
    agreed: Annotated[bool, Flag()]
    tags: Annotated[list[str], Many(2)]
    files: Annotated[list, Files(1)]


RIGHT = {
    "title": ["水壶"], "text": ["一\n二"], "email": [" A@People.TEST "], "count": ["３"], "ends": ["2026-12-31T20:00"],
    "month": ["2026-12"], "agreed": ["1"], "tags": ["a", "b", "c"],
}  # fmt: skip


def test_a_form_means_what_was_typed() -> None:
    form = read_values(Sample, RIGHT)
    assert form.ok, form.errors
    data = form.data
    assert (data.title, data.email, data.size, data.count) == ("水壶", "a@people.test", "m", 3)
    assert (data.agreed, data.tags) == (True, ["a", "b"])
    assert data.ends.isoformat() == "2026-12-31T12:00:00+00:00"  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    ("name", "typed", "sentence"),
    [
        ("title", "水", "至少写 2 个字"),
        ("title", "一" * 11, "最多 10 个字"),
        ("title", " \u200b ", "还没有填写"),
        ("email", "a@", "不像一个邮箱"),
        ("email", "a@b@c.test", "不像一个邮箱"),
        ("size", "xxl", "请从列出的选项里选一个"),
        ("count", "0", "1 到 9"),
        ("count", "三", "整数"),
        ("count", "-", "整数"),
        ("count", "--5", "整数"),
        ("count", "9" * 30, "整数"),
        ("ends", "明天", "日期和时间"),
        ("ends", "0001-01-01T00:00", "日期和时间"),
        ("month", "2026-13", "年月"),
    ],
)
def test_what_can_not_be_read_is_said_at_its_field_and_kept(name: str, typed: str, sentence: str) -> None:
    form = read_values(Sample, RIGHT | {name: [typed]})
    assert list(form.errors) == [name]
    assert sentence in form.errors[name]
    assert form.values[name] == typed
    assert form.values["text"] == "一\n二"


@given(st.dictionaries(st.sampled_from([*RIGHT, "files"]), st.lists(st.text(max_size=60), max_size=3)))
def test_nothing_that_is_typed_breaks_a_form(sent: dict[str, list[str]]) -> None:
    form = read_values(Sample, dict(sent))
    assert form.ok or all(isinstance(sentence, str) for sentence in form.errors.values())


@given(st.text(max_size=60))
def test_a_path_that_is_followed_stays_here(asked: str) -> None:
    path = own_path(asked)
    assert path.startswith("/")
    assert not path.startswith(("//", "/\\"))
    assert not any(ord(sign) <= 32 or sign == "\\" for sign in path)
