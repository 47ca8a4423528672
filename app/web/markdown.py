"""What people write in Markdown, as HTML that is safe to show."""

import re
from functools import cache
from importlib import import_module

import nh3
from markdown_it import MarkdownIt
from markupsafe import Markup

TAGS = {"p", "br", "strong", "em", "s", "ul", "ol", "li", "blockquote", "code", "pre", "h3", "h4", "h5", "hr", "a", "img",
        "table", "thead", "tbody", "tr", "th", "td"}  # fmt: skip

PICTURE = re.compile(r"/media/[0-9a-z]{4,12}/[0-9]{3,4}\.webp")

# Rows may leave cells out and are filled up: 65,536 of them, the parser's own limit, take a second of every view.
vars(import_module("markdown_it.rules_block.table"))["MAX_AUTOCOMPLETED_CELLS"] = 500


@cache
def _parser() -> MarkdownIt:
    return MarkdownIt("commonmark", {"html": False, "breaks": True, "linkify": False}).enable(["table", "strikethrough"])


def _lowered(tokens: list) -> list:
    """The page's own headings come first: a text's begin at the third level, whichever it began with."""
    for token in tokens:
        if token.type in ("heading_open", "heading_close"):
            token.tag = f"h{min(max(int(token.tag[1]) + 1, 3), 5)}"
    return tokens


def _attribute(tag: str, name: str, value: str) -> str | None:
    if tag == "img" and name == "src" and not PICTURE.fullmatch(value):
        return None  # pictures from elsewhere would tell strangers who reads; other addresses of ours would take a `ref` along
    return value


def render_markdown(text: str) -> Markup:
    parser = _parser()
    html = parser.renderer.render(_lowered(parser.parse(text)), parser.options, {})
    clean = nh3.clean(
        html,
        tags=TAGS,
        attributes={"a": {"href"}, "img": {"src", "alt"}},
        attribute_filter=_attribute,
        url_schemes={"https", "http", "mailto"},
        link_rel="nofollow ugc noopener",
    )
    return Markup(clean)  # noqa: S704 (just cleaned)
