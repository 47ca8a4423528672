"""A comment's words as HTML: few marks, names called in them, and nothing that runs."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.community.talking.forms import CommentForm
from app.community.talking.wording import TAGS, render_comment
from app.web.forms import read_values


def typed(text: str) -> str:
    return read_values(CommentForm, {"text": [text], "to": [""]}).data.text


@pytest.mark.parametrize(
    "text",
    [
        "<script>alert(1)</script>",
        "<img src=x onerror=alert(1)>",
        "[点我](javascript:alert(1))",
        "[点我](data:text/html,<script>alert(1)</script>)",
        "<javascript:alert(1)>",
        "![图](https://elsewhere.test/track.png)",
        "[![图](https://elsewhere.test/x.png)](https://a.test)",
        "# 很大的标题\n\n| a |\n|-|\n| b |",
        '[a](https://a.test "x\\" onmouseover=alert(1)")',
        "`<b onclick=x>`",
        "&lt;script&gt;alert(1)&lt;/script&gt;",
    ],
)
def test_nothing_runs_and_nothing_is_fetched(text: str) -> None:
    html = render_comment(text, {})
    assert set(re.findall(r"<([a-z0-9]+)", html)) <= TAGS
    assert not re.search(r"<[^>]*\s(on\w+|src|style)=", html)
    assert not re.search(r'href="(?!https?:|mailto:)', html)


@given(st.text(alphabet="<>[]()!*_`#&;\"'@＠\n -名j:/s", max_size=80), st.sampled_from(["名", "<b>", '"x', "**"]))
def test_no_text_and_no_name_brings_a_tag_of_its_own(text: str, name: str) -> None:
    html = render_comment(text, {"名": name})
    assert set(re.findall(r"<([a-z0-9]+)", html)) <= TAGS


def test_links_say_that_we_don_t_vouch_for_them() -> None:
    assert 'rel="nofollow ugc noopener"' in render_comment("[店](https://a.test)", {})


def test_a_name_called_stands_out_as_it_is_now_and_not_in_code() -> None:
    html = render_comment("@小林 和 `@小林`，还有**@小林**", {"小林": "林小树"})
    assert html.count('<strong class="mention">@林小树</strong>') == 2
    assert "<code>@小林</code>" in html


def test_quotes_in_quotes_end_somewhere() -> None:
    assert render_comment(">" * 900 + "深", {}).count("<blockquote>") < 12


def test_hidden_signs_towers_of_marks_and_empty_lines_are_taken_out() -> None:
    assert typed("好\u202e啊\u200b" + "\u0301" * 50 + "\n" * 40 + "真的") == "好 啊" + " " + "\u0301" * 4 + "\n\n真的"


@pytest.mark.parametrize("text", ["", " \n \u200b", "\u0301" * 9])
def test_what_nobody_sees_is_no_comment(text: str) -> None:
    form = read_values(CommentForm, {"text": [text], "to": [""]})
    assert form.errors["text"] == "这里还没有填写。"


def test_a_huge_text_is_refused_in_a_sentence_and_kept() -> None:
    form = read_values(CommentForm, {"text": ["长" * 2001], "to": [""]})
    assert form.errors["text"] == "最多 2000 个字，请删掉一些。"
    assert len(form.values["text"]) == 2001
    assert read_values(CommentForm, {"text": ["长" * 2000], "to": [""]}).ok
