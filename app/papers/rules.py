"""What papers are called, which act needs which, and how two versions differ."""

import difflib
import re
from collections.abc import Iterable
from dataclasses import dataclass

from app.foundation.i18n import N_

LANGS = ("zh-Hans", "zh-Hant", "en")
TITLES = {
    "terms": N_("用户协议"),
    "privacy": N_("隐私政策"),
    "cross_border": N_("个人信息跨境说明"),
    "idea_licence": N_("创意授权说明"),
    "co_creation": N_("共创协议"),
}
# What each act needs agreed to; cross_border only where the region asks for it.
ACTS: dict[str, tuple[str, ...]] = {
    "joining": ("terms", "privacy", "cross_border"),
    "vote": (),
    "idea": ("terms", "idea_licence"),
    "pledge": ("terms", "cross_border"),
}
MOST_COMPARED = 3000  # signs of one paragraph: comparing takes their product
HOWS = {
    "joining": N_("加入时"),
    "vote": N_("投票时"),
    "idea": N_("发创意时"),
    "pledge": N_("支持项目时"),
    "co_creation": N_("签署共创协议时"),
}


def needed(kinds: Iterable[str], *, cross_border: bool) -> list[str]:
    return [kind for kind in kinds if kind != "cross_border" or cross_border]


def languages(reader: str) -> list[str]:
    """In which order a text is looked for: the reader's, then the nearest."""
    nearest = {"zh-Hans": "zh-Hant", "zh-Hant": "zh-Hans"}.get(reader)
    return [reader, *([nearest] if nearest else []), *(lang for lang in LANGS if lang not in (reader, nearest))]


def number(major: int, minor: int) -> str:
    return f"{major}.{minor}"


def parse_number(text: str) -> tuple[int, int] | None:
    """2.1, or 2 for 2.0."""
    major, _, minor = text.partition(".")
    if not (major.isascii() and major.isdigit() and len(major) < 6 and len(minor) < 6):
        return None
    return (int(major), int(minor or 0)) if not minor or (minor.isascii() and minor.isdigit()) else None


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of a compared text: "same", "gone" or "new"."""

    what: str
    text: str


def difference(before: str, after: str) -> list[list[Piece]]:
    """Paragraph by paragraph, what changed: within a changed one the words, so that one reads it as a text."""
    old, new = _paragraphs(before), _paragraphs(after)
    told: list[list[Piece]] = []
    for deed, a, b, c, d in difflib.SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if deed == "equal":
            told += [[Piece("same", text)] for text in old[a:b]]
            continue
        pairs = min(b - a, d - c)
        told += [_within(old[a + n], new[c + n]) for n in range(pairs)]
        told += [[Piece("gone", text)] for text in old[a + pairs : b]]
        told += [[Piece("new", text)] for text in new[c + pairs : d]]
    return told


def is_same(told: list[list[Piece]]) -> bool:
    return all(piece.what == "same" for pieces in told for piece in pieces)


_MARKS = re.compile(r"^\s*(?:#+|>|[-*])\s+|\*\*|__|`")


def _paragraphs(text: str) -> list[str]:
    """As they are read, without Markdown's signs."""
    bare = (_MARKS.sub("", line).strip() for line in text.splitlines())
    return [line for line in bare if line]


def _within(before: str, after: str) -> list[Piece]:
    if max(len(before), len(after)) > MOST_COMPARED:
        return [Piece("gone", before), Piece("new", after)]
    matcher = difflib.SequenceMatcher(None, before, after, autojunk=False)
    if matcher.ratio() < 0.4:  # another sentence altogether
        return [Piece("gone", before), Piece("new", after)]
    pieces: list[Piece] = []
    for deed, a, b, c, d in matcher.get_opcodes():
        if deed == "equal":
            pieces.append(Piece("same", before[a:b]))
            continue
        pieces += [Piece(what, text) for what, text in (("gone", before[a:b]), ("new", after[c:d])) if text]
    return pieces
