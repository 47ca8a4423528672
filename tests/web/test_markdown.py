"""What people write in Markdown: safe to show, and quick to show however it was meant."""

import pytest

from app.web.markdown import render_markdown


@pytest.mark.parametrize(
    "text",
    [
        "[x](javascript:alert(1))", "[x](&#106;avascript:alert(1))", "[x](vbscript:x)", "[x](data:text/html,x)", "<svg/onload=x>",
        "![x](https://elsewhere.test/x.png)", "![x](//elsewhere.test/x.png)", "![x](/media/../?ref=me)",
        "![x](/media/k7m2qx/480.webp?ref=me)", "<a hx-get='/x'>x</a>",
        "```x\" onload=x\n<script>\n```",
        '[x](/y "t\\" onclick=x")', "[x]: javascript:alert(1)\n\n[x]", "|a|\n|-|\n|<script>x</script>|",
    ],
)  # fmt: skip
def test_nothing_in_a_text_runs_or_loads(text: str) -> None:
    html = render_markdown(text)
    assert not any(
        sign in html for sign in ("<script", "<svg", 'href="javascript', 'href="data', 'href="vb', ' onclick="', 'hx-get="')
    )
    assert "src=" not in html


def test_a_picture_of_ours_is_shown() -> None:
    assert 'src="/media/k7m2qx/480.webp"' in render_markdown("![x](/media/k7m2qx/480.webp)")


def test_a_table_of_empty_rows_stays_small() -> None:
    """Each of its rows is two signs long and would be filled up with sixty cells."""
    text = ("|a" * 60 + "\n" + "|-" * 60 + "\n" + "|\n" * 9000)[:20_000]
    assert len(render_markdown(text)) < 200_000
