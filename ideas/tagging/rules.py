"""Pure parts of tags: reading what was typed, and the terms they are found by."""

import re
from collections.abc import Iterable

from app.foundation.text import clean_line, fold

MOST_TAGS = 5
LONGEST_TAG = 12

_BETWEEN = re.compile(r"[\s,，、;；|/\\#＃。]+")
_EDGES = "\"'“”‘’《》「」『』()（）[]【】<>"


def split_tags(text: str) -> list[str]:
    """In the order typed; of two that fold to one the first. As many as there are: how many may stay, the form says."""
    found: dict[str, str] = {}
    for piece in _BETWEEN.split(text):
        tag = clean_line(piece).strip(_EDGES)
        if any(sign.isalnum() for sign in tag):
            found.setdefault(fold(tag), tag)
    return list(found.values())


def tag_term(tag: str) -> str:
    """How idea_terms holds a tag."""
    return "#" + fold(tag.strip())


def without_present(offered: Iterable[str], present: Iterable[str]) -> list[str]:
    """What can still be suggested beside those chosen."""
    chosen = {fold(tag) for tag in present}
    kept: dict[str, str] = {}
    for tag in offered:
        if fold(tag) not in chosen:
            kept.setdefault(fold(tag), tag)
    return list(kept.values())
