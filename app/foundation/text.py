"""Folding for search (Traditional and Simplified to one), search terms, and cleaning of what people type."""

import re
import unicodedata
from functools import cache

from opencc import OpenCC

_CJK = re.compile(r"[\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\u3040-\u30ff\U00020000-\U0003ffff]")
_WORD = re.compile(r"[^\W_]+", re.UNICODE)
# Format characters that people need: ZWNJ and ZWJ (emoji, Indic); the rest of Cf hides or reorders text.
_KEPT_FORMAT = {"\u200c", "\u200d"}
# Letters and signs that show nothing: fillers, the empty braille cell, a joiner of marks.
_BLANK = frozenset("\u034f\u115f\u1160\u17b4\u17b5\u2800\u3164\uffa0")
MAX_MARKS = 4


@cache
def _to_simplified() -> OpenCC:
    return OpenCC("t2s")


def to_simplified(text: str) -> str:
    return _to_simplified().convert(text)


def fold(text: str) -> str:
    """One form for comparison: NFKC, lower case, Simplified."""
    return to_simplified(unicodedata.normalize("NFKC", text).casefold())


def search_terms(text: str) -> list[str]:
    """Sorted terms of a text: CJK single characters and bigrams, other words whole and by their beginnings' first 24 signs."""
    terms: set[str] = set()
    for word in _WORD.findall(fold(text)):
        run = ""
        for piece in re.split(f"({_CJK.pattern})", word):
            if not piece:
                continue
            if _CJK.fullmatch(piece):
                terms.add(piece)
                if run:
                    terms.add(run[-1] + piece)
                run = piece
            else:
                terms.add(piece[:24])
                run = ""
    return sorted(terms)


def query_terms(text: str) -> list[str]:
    """Terms that a found text must all have: bigrams where there are any, else the single characters."""
    terms = search_terms(text[:80])
    bigrams = {term for term in terms if len(term) > 1}
    covered = {sign for term in bigrams for sign in term if _CJK.fullmatch(sign)}
    return sorted(bigrams | {term for term in terms if len(term) == 1 and term not in covered})


def _visible(sign: str) -> bool:
    category = unicodedata.category(sign)
    return sign not in _BLANK and category not in ("Cc", "Cs", "Co", "Cn") and (category != "Cf" or sign in _KEPT_FORMAT)


def _limit_marks(text: str) -> str:
    """At most a few combining marks in a row: towers of them break every page that shows the text."""
    out, marks = [], 0
    for sign in text:
        marks = marks + 1 if unicodedata.combining(sign) else 0
        if marks <= MAX_MARKS:
            out.append(sign)
    return "".join(out)


def _unless_bare(text: str) -> str:
    """Nothing where only marks, joiners and blanks are left: a name that nobody sees is none."""
    return text if any(unicodedata.category(sign)[0] not in "MZC" for sign in text) else ""


def clean_line(text: str) -> str:
    """One line: no control or hidden characters, white space folded."""
    kept = "".join(sign if _visible(sign) else " " for sign in unicodedata.normalize("NFC", text))
    return _unless_bare(_limit_marks(" ".join(kept.split())))


def clean_text(text: str) -> str:
    """Several lines: as clean_line, keeping line breaks and indentation."""
    lines = unicodedata.normalize("NFC", text).replace("\r\n", "\n").replace("\r", "\n").split("\n")
    kept = ["".join(sign if _visible(sign) else " " for sign in line.replace("\t", "    ")).rstrip() for line in lines]
    return _unless_bare(_limit_marks("\n".join(kept)).strip("\n"))
