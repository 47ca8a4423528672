"""How two texts differ, told so that one reads it as a text: paragraph by paragraph, within a changed one by words and signs."""

import difflib
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

# Comparing takes the product of both lengths; beyond this, in all, a stretch is told as gone and come anew.
MOST_STEPS = 1_500_000
ANOTHER = 0.4  # less alike than this, it is another sentence altogether
ISLAND = 1  # signs that stayed by chance between two changes: telling them apart would only chop the text

_MARKS = re.compile(r"^\s*(?:#+|>|[-*])\s+|\*\*|__|`")
_TOKENS = re.compile(r"[A-Za-z0-9]+|\s+|.", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of a compared text: "same", "gone" or "new"."""

    what: str
    text: str


Paragraph = list[Piece]
Step = tuple[str, int, int, int, int]


def difference(before: str, after: str, steps: int = MOST_STEPS) -> list[Paragraph]:
    budget = _Budget(steps)
    old, new = _paragraphs(before), _paragraphs(after)
    told: list[Paragraph] = []
    for deed, a, b, c, d in budget.steps(old, new):
        if deed == "equal":
            told += [[Piece("same", text)] for text in old[a:b]]
            continue
        pairs = min(b - a, d - c)
        told += [_within(old[a + n], new[c + n], budget) for n in range(pairs)]
        told += [[Piece("gone", text)] for text in old[a + pairs : b]]
        told += [[Piece("new", text)] for text in new[c + pairs : d]]
    return told


def difference_of_lines(before: str, after: str) -> Paragraph:
    """Of two single lines, as they are written."""
    return _within(before, after, _Budget(MOST_STEPS))


def is_same(told: list[Paragraph]) -> bool:
    return all(piece.what == "same" for pieces in told for piece in pieces)


def around_changes(told: list[Paragraph], beside: int = 1) -> Iterator[Paragraph | int]:
    """Changed paragraphs with their neighbours; in place of a longer stretch that stayed, how many paragraphs it has."""
    changed = [any(piece.what != "same" for piece in pieces) for pieces in told]
    skipped = 0
    for n, pieces in enumerate(told):
        if any(changed[max(0, n - beside) : n + beside + 1]):
            if skipped:
                yield skipped
            skipped = 0
            yield pieces
        else:
            skipped += 1
    if skipped:
        yield skipped


class _Budget:
    """What may still be compared, so that no text, however it is made, keeps a server busy."""

    def __init__(self, steps: int) -> None:
        self.left = steps

    def steps(self, old: Sequence[str], new: Sequence[str]) -> list[Step]:
        """As difflib's opcodes; what both begin and end with is never compared."""
        shorter = min(len(old), len(new))
        head = next((n for n in range(shorter) if old[n] != new[n]), shorter)
        tail = next((n for n in range(shorter - head) if old[-1 - n] != new[-1 - n]), shorter - head)
        ends = len(old) - tail, len(new) - tail
        found: list[Step] = [("equal", 0, head, 0, head)] if head else []
        found += self._middle(old[head : ends[0]], new[head : ends[1]], head)
        return found + ([("equal", ends[0], len(old), ends[1], len(new))] if tail else [])

    def _middle(self, old: Sequence[str], new: Sequence[str], at: int) -> list[Step]:
        cost = len(old) * len(new)
        if not old and not new:
            return []
        if cost > self.left:
            return [("replace", at, at + len(old), at, at + len(new))]
        self.left -= cost
        matcher = difflib.SequenceMatcher(None, old, new, autojunk=False)
        return [(deed, at + a, at + b, at + c, at + d) for deed, a, b, c, d in matcher.get_opcodes()]


def _paragraphs(text: str) -> list[str]:
    """As they are read, without Markdown's signs."""
    bare = (_MARKS.sub("", line).strip() for line in text.splitlines())
    return [line for line in bare if line]


def _within(before: str, after: str, budget: _Budget) -> Paragraph:
    old, new = _TOKENS.findall(before), _TOKENS.findall(after)
    steps = budget.steps(old, new)
    kept = sum(b - a for deed, a, b, _, _ in steps if deed == "equal")
    if 2 * kept < ANOTHER * (len(old) + len(new)):
        return [Piece(what, text) for what, text in (("gone", before), ("new", after)) if text]
    return _joined([(deed, "".join(old[a:b]), "".join(new[c:d])) for deed, a, b, c, d in steps])


def _slide(runs: list[list[str]]) -> None:
    """What came or went between equal signs may as well begin after a mark: that reads better than a change across it."""
    for before, changed, after in zip(runs, runs[1:], runs[2:], strict=False):
        side = 1 if changed[1] else 2
        if before[0] != "same" or after[0] != "same" or (changed[1] and changed[2]):
            continue
        left, text, right = before[1], changed[side], after[1]
        while left and left[-1].isalnum() and left[-1] == text[-1]:
            left, text, right = left[:-1], left[-1] + text[:-1], text[-1] + right
        if left and not left[-1].isalnum():
            before[1], changed[side], after[1] = left, text, right


def _joined(steps: list[tuple[str, str, str]]) -> Paragraph:
    """Changes with an island between them are one change."""
    runs: list[list[str]] = []  # "" and what stayed, or what went and what came
    for n, (deed, old, new) in enumerate(steps):
        is_island = 0 < n < len(steps) - 1 and len(old) <= ISLAND
        if deed == "equal" and not is_island:
            runs.append(["same", old, ""])
        elif runs and runs[-1][0] == "changed":
            runs[-1][1] += old
            runs[-1][2] += new
        else:
            runs.append(["changed", old, new])
    _slide(runs)
    return [
        Piece(what, text)
        for kind, old, new in runs
        for what, text in ((("same", old),) if kind == "same" else (("gone", old), ("new", new)))
        if text
    ]
