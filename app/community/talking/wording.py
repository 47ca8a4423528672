"""A comment's few marks: emphasis, lists, quotes, code and links; neither pictures nor headings nor tables."""

from collections.abc import Mapping
from functools import cache

import nh3
from markdown_it import MarkdownIt
from markdown_it.token import Token
from markupsafe import Markup

TAGS = {"p", "br", "strong", "em", "s", "ul", "ol", "li", "blockquote", "code", "pre", "a"}
_RULES = [
    "emphasis",
    "strikethrough",
    "link",
    "autolink",
    "backticks",
    "escape",
    "entity",
    "newline",
    "list",
    "blockquote",
    "fence",
]


@cache
def _parser() -> MarkdownIt:
    options = {"html": False, "breaks": True, "linkify": False, "maxNesting": 8}
    return MarkdownIt("zero", options).enable([*_RULES, "balance_pairs", "fragments_join"])


def render_comment(text: str, names: Mapping[str, str]) -> Markup:
    """`names`: whom it calls, by the name as typed after the @, and as they are called now."""
    parser = _parser()
    tokens = parser.parse(text)
    for token in tokens:
        if token.children and names:
            token.children = [part for child in token.children for part in _called(child, names)]
    html = parser.renderer.render(tokens, parser.options, {})
    clean = nh3.clean(
        html, tags=TAGS, attributes={"*": set(), "a": {"href"}, "strong": {"class"}}, url_schemes={"https", "http", "mailto"},
        link_rel="nofollow ugc noopener",
    )  # fmt: skip
    return Markup(clean)  # noqa: S704 (just cleaned)


def _called(token: Token, names: Mapping[str, str]) -> list[Token]:
    """A piece of plain text, with each name called in it apart."""
    if token.type != "text":
        return [token]
    parts: list[Token] = []
    rest = token.content
    while rest:
        at, typed = min(((_at(rest, name), name) for name in names), key=lambda one: (one[0], -len(one[1])))
        if at == len(rest):
            return [*parts, _text(rest)]
        parts += [_text(rest[:at])] if at else []
        parts += [_opened(), _text("@" + names[typed]), Token("strong_close", "strong", -1)]
        rest = rest[at + 1 + len(typed) :]
    return parts


def _at(text: str, name: str) -> int:
    found = [place for place in (text.find("@" + name), text.find("＠" + name)) if place >= 0]
    return min(found, default=len(text))


def _text(content: str) -> Token:
    return Token("text", "", 0, content=content)


def _opened() -> Token:
    return Token("strong_open", "strong", 1, attrs={"class": "mention"})
