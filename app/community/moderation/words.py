"""Finding listed words in what people write, however they are spelled apart: pure, and fast with many thousand words.

A text is read as its letters and figures alone: folded (width, case, Traditional to Simplified sign by sign), without
hidden signs and combining marks. Words that hold a Chinese, Japanese, Korean or Thai sign are found anywhere; all others
only as whole words, also when sp.e.l.l e d out.
"""

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache

from app.foundation.text import to_simplified

_NO_SPACES = re.compile(r"[\u0e00-\u0e7f\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7af\uf900-\ufaff\U00020000-\U0003ffff]")
_SENTENCE = re.compile(r"[\n,.!?;:，。！？；：、…]")
LONGEST = 60


@dataclass(frozen=True, slots=True)
class Hit:
    """`typed` is how it stands in the text, the signs in between included."""

    word: str
    level: str
    typed: str


@dataclass(slots=True)
class Read:
    """A text's letters and figures, and where each stood."""

    signs: str
    at: list[int]
    text: str

    def between(self, position: int) -> str:
        """What stands between this sign and the next."""
        return self.text[self.at[position] + 1 : self.at[position + 1]]

    def typed(self, start: int, end: int) -> str:
        return self.text[self.at[start] : self.at[end - 1] + 1]


@lru_cache(maxsize=60_000)
def _folded_sign(sign: str) -> str:
    """The letters and figures that a sign stands for; nothing for all others and for hidden ones."""
    parts = unicodedata.normalize("NFKD", unicodedata.normalize("NFKC", sign).casefold())
    kept = "".join(part for part in parts if unicodedata.category(part)[0] in "LN")
    return unicodedata.normalize("NFC", to_simplified(kept)) if kept else ""


def read(text: str) -> Read:
    """Sign by sign, so that nothing folds differently by what stands beside it."""
    signs: list[str] = []
    at: list[int] = []
    for position, sign in enumerate(text):
        for folded in _folded_sign(sign):
            signs.append(folded)
            at.append(position)
    return Read("".join(signs), at, text)


def is_hidden(sign: str) -> bool:
    """Takes no room on the page: a zero-width sign, a combining mark."""
    return unicodedata.category(sign) in ("Cf", "Mn", "Me")


def folded_word(word: str) -> str:
    """As words are kept and compared: Latin words of a phrase parted by one blank."""
    if _NO_SPACES.search(word):
        return read(word).signs
    return " ".join(read(part).signs for part in re.split(r"[\W_]+", unicodedata.normalize("NFKC", word)) if read(part).signs)


@dataclass
class Words:
    """A list ready for searching; made once, then used for every text until the list changes."""

    levels: dict[str, str] = field(default_factory=dict)
    shown: dict[str, str] = field(default_factory=dict)
    _lengths: dict[str, list[int]] = field(default_factory=dict)
    _most: int = 0

    @classmethod
    def of(cls, words: Iterable[tuple[str, str, str]]) -> "Words":
        """From (word, folded, level)."""
        made = cls()
        lengths: defaultdict[str, set[int]] = defaultdict(set)
        for word, folded, level in words:
            made.levels[folded], made.shown[folded] = level, word
            if _NO_SPACES.search(folded):
                lengths[folded[:2]].add(len(folded))
            else:
                made._most = max(made._most, folded.count(" ") + 1)
        made._lengths = {start: sorted(many) for start, many in lengths.items()}
        return made

    def search(self, text: str) -> list[Hit]:
        """Each listed word at most once, in the order of the text."""
        if not self.levels or not text:
            return []
        found: dict[str, Hit] = {}
        for hit in (*self._anywhere(read(text)), *self._whole(text)):
            known = found.get(hit.word)
            if known is None or (known.level, hit.level) == ("hold", "refuse"):
                found[hit.word] = hit
        return list(found.values())

    def _anywhere(self, seen: Read) -> Iterator[Hit]:
        signs = seen.signs
        for start in range(len(signs)):
            for length in (*self._lengths.get(signs[start : start + 2], ()), *self._lengths.get(signs[start], ())):
                folded = signs[start : start + length]
                if len(folded) == length and folded in self.levels:
                    level = _level(self.levels[folded], [seen.between(n) for n in range(start, start + length - 1)])
                    if level:
                        yield Hit(self.shown[folded], level, seen.typed(start, start + length))

    def _whole(self, text: str) -> Iterator[Hit]:
        if not self._most:
            return
        tokens = list(_tokens(text))
        yield from self._phrases(tokens, text)
        yield from self._phrases(list(_spelled_out(tokens, text)), text)

    def _phrases(self, tokens: list[tuple[str, int, int]], text: str) -> Iterator[Hit]:
        for start in range(len(tokens)):
            phrase = ""
            for end in range(start, min(start + self._most, len(tokens))):
                phrase = f"{phrase} {tokens[end][0]}".strip()
                if phrase in self.levels:
                    yield Hit(self.shown[phrase], self.levels[phrase], text[tokens[start][1] : tokens[end][2]])


def _level(level: str, gaps: list[str]) -> str:
    """What a find counts as, by what stands between its signs; "" for a chance meeting over the end of a sentence.

    Signs parted evenly were parted on purpose; a gap in one place may be chance, so somebody looks first.
    """
    open_gaps = [gap for gap in gaps if any(not is_hidden(sign) for sign in gap)]
    if not open_gaps:
        return level
    if len(gaps) > 1 and len(open_gaps) == len(gaps):
        return level
    return "" if any(_SENTENCE.search(gap) for gap in open_gaps) else "hold"


def _tokens(text: str) -> Iterator[tuple[str, int, int]]:
    """Runs of letters and figures of scripts that part their words: folded, from, to. Hidden signs part nothing."""
    run, start, end = "", 0, 0
    for position, sign in enumerate(text):
        folded = _folded_sign(sign)
        if folded and not _NO_SPACES.search(folded):
            run, start, end = run + folded, position if not run else start, position + 1
        elif run and not is_hidden(sign):
            yield run, start, end
            run = ""
    if run:
        yield run, start, end


def _spelled_out(tokens: list[tuple[str, int, int]], text: str) -> Iterator[tuple[str, int, int]]:
    """Three and more single letters after each other, as one word."""
    run: list[tuple[str, int, int]] = []
    for token in (*tokens, ("", len(text), len(text))):
        if len(token[0]) == 1 and (not run or token[1] - run[-1][2] <= 3):
            run.append(token)
            continue
        if len(run) > 2:
            yield "".join(one[0] for one in run), run[0][1], run[-1][2]
        run = [token] if len(token[0]) == 1 else []


def parse_list(pasted: str) -> list[str]:
    """One word a line; empty lines and repeated words left out."""
    words: Mapping[str, str] = {folded_word(line): " ".join(line.split())[:LONGEST] for line in pasted.splitlines()}
    return [word for folded, word in words.items() if folded and len(folded) <= LONGEST]
