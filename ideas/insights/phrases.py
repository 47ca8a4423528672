"""What ideas say again and again: the longest phrases that many of them share, counted once an idea.

Method. Each text is cut at punctuation, 的 and 了 into units (a Han character, or a whole word of other scripts), and all
runs of two to six units are counted by ideas. A run is kept as a phrase where
1. at least `least` ideas say it;
2. it stands free: different characters come before it and after it. In “口袋台灯” the run “袋台” always follows 口 and is no
   phrase. That is the accessor variety of H. Feng, K. Chen, X. Deng, W. Zheng, “Accessor Variety Criteria for Chinese Word
   Extraction”, Computational Linguistics 30 (2004); a text's edges, and words like 要
   and 和, count as different each time;
3. no longer phrase says the same: where a longer one holds it in four fifths of its ideas, only the longer is kept, after
   the nested terms of K. Frantzi, S. Ananiadou, H. Mima, “Automatic recognition of multi-word terms: the C-value/NC-value
   method”, International Journal on Digital Libraries 3 (2000);
4. it neither begins nor ends with a word that stands in any wish.
They are ordered by the sum of their ideas' square roots of votes: many ideas say more than one that was voted for much.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from app.foundation.text import fold

HAN = r"[\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]"
_SEGMENT = re.compile(rf"(?:(?![的了]){HAN}|[^\W_\u3400-\u9fff]|[ '’+.\-](?=[^\W_\u3400-\u9fff]))+")
_UNIT = re.compile(rf"{HAN}|[^\W_\u3400-\u9fff]+(?:['’+.\-][^\W_\u3400-\u9fff]+)*")
_HAN = re.compile(HAN)

LONGEST = 6
FREE = 2  # so many different neighbours on either side
SAME = 0.8
# Signs and words that carry no wish by themselves, where a phrase begins or ends.
EDGES = frozenset(
    "是在有和与及或就都也还很更最太能会可要想让把被给对从到用为以于之其这那个款种只件张条块台些每各再又才并而但不没别我你他她它们自己人什么怎吗呢吧"
    "啊一二两三几多少大小上下里中外前后时来去得着过做放出起像等"
) | frozenset(
    re.findall(
        r"\w+", "the a an of for and or to in on at with that which it its is are be can could would will my your our this"
    )
)  # fmt: skip
OPENINGS = frozenset("要想会能有和与及或也")  # what comes before or after one of these begins or ends there
FILLERS = frozenset(
    re.findall(
        r"\w+",
        "可以 能够 希望 一个 一款 一种 自己 我们 大家 没有 不用 不要 时候 有点 有人 东西 地方 这样 那样 就是"
        " 但是 因为 所以 如果 以及 什么 正好 刚好 永远 知道 样子 喜欢"
        " 厘米 毫米 毫升 分钟 小时 公斤 左右 十几 二十 三十 四十 五十",
    )
)


@dataclass(frozen=True, slots=True)
class Text:
    """An idea's words and how many votes stand behind it."""

    id: str
    title: str
    words: str
    votes: int


@dataclass(frozen=True, slots=True)
class Phrase:
    """What is said, by how many ideas, the votes of all these, and the ideas with most of them (id, title)."""

    said: str
    ideas: int
    votes: int
    examples: tuple[tuple[str, str], ...]


Run = tuple[str, ...]


def units(text: str) -> list[list[str]]:
    """Units of each piece between punctuation, folded."""
    return [found for segment in _SEGMENT.findall(fold(text)) if (found := _UNIT.findall(segment))]


def phrases(texts: Sequence[Text], *, least: int = 3, most: int = 20, besides: str = "") -> list[Phrase]:
    """The most asked for first. What `besides` says (the challenge's own title) tells nothing."""
    said_by, before, after = _count(texts, least)
    theme = "".join(sign for segment in units(besides) for sign in segment)
    free = {
        run for run, ideas in said_by.items()
        if len(ideas) >= least and len(before[run]) >= FREE and len(after[run]) >= FREE and _tells(run, theme)
    }  # fmt: skip
    kept = _longest(free, said_by)
    ordered = sorted(kept, key=lambda run: (-sum((1 + texts[at].votes) ** 0.5 for at in said_by[run]), _spelled(run)))
    return [_phrase(run, said_by[run], texts) for run in _apart(ordered, said_by)[:most]]


def _count(texts: Sequence[Text], least: int) -> tuple[dict[Run, set[int]], dict[Run, set[object]], dict[Run, set[object]]]:
    """By length: a run can only be common where its beginning is."""
    split = [units(text.words) for text in texts]
    said_by: dict[Run, set[int]] = defaultdict(set)
    before: dict[Run, set[object]] = defaultdict(set)
    after: dict[Run, set[object]] = defaultdict(set)
    common: set[Run] = set()
    for length in range(1, LONGEST + 1):
        found: dict[Run, set[int]] = defaultdict(set)
        for at, segments in enumerate(split):
            for number, segment in enumerate(segments):
                for start in range(len(segment) - length + 1):
                    run = tuple(segment[start : start + length])
                    if length > 1 and (run[:-1] not in common or run[1:] not in common):
                        continue
                    found[run].add(at)
                    edge = (at, number, start)
                    before[run].add(edge if _is_edge(segment, start - 1) else segment[start - 1])
                    after[run].add(edge if _is_edge(segment, start + length) else segment[start + length])
        common = {run for run, ideas in found.items() if len(ideas) >= least}
        said_by |= {run: found[run] for run in common}
    return said_by, before, after


def _is_edge(segment: list[str], at: int) -> bool:
    return not 0 <= at < len(segment) or segment[at] in OPENINGS


def _tells(run: Run, theme: str) -> bool:
    spelled = "".join(run)
    if len(run) == 1 and (_HAN.fullmatch(spelled) or len(spelled) < 3 or spelled.isdecimal()):
        return False
    return not (run[0] in EDGES or run[-1] in EDGES or spelled in FILLERS or spelled in theme)


def _longest(free: set[Run], said_by: dict[Run, set[int]]) -> list[Run]:
    kept: list[Run] = []
    holding: dict[Run, int] = {}
    for run in sorted(free, key=len, reverse=True):
        n = len(said_by[run])
        if holding.get(run, 0) < SAME * n:
            kept.append(run)
        for start in range(len(run)):
            for end in range(start + 1, len(run) + 1):
                inner = run[start:end]
                holding[inner] = max(holding.get(inner, 0), n)
    return kept


def _apart(ordered: Iterable[Run], said_by: dict[Run, set[int]]) -> list[Run]:
    """Of phrases that the same ideas say, the first."""
    chosen: list[Run] = []
    for run in ordered:
        if len(chosen) >= 40:
            break
        mine = said_by[run]
        if all(len(mine & said_by[other]) < SAME * len(mine | said_by[other]) for other in chosen):
            chosen.append(run)
    return chosen


def _phrase(run: Run, ideas: set[int], texts: Sequence[Text]) -> Phrase:
    first = sorted(ideas, key=lambda at: (-texts[at].votes, at))
    examples = tuple((texts[at].id, texts[at].title) for at in first[:2])
    return Phrase(_surface(run, texts[first[0]].words), len(ideas), sum(texts[at].votes for at in ideas), examples)


def _surface(run: Run, text: str) -> str:
    """As its most voted idea writes it (Traditional, capitals); folding rarely changes a text's length."""
    spelled, folded = _spelled(run), fold(text)
    at = folded.find(spelled)
    return text[at : at + len(spelled)] if at >= 0 and len(folded) == len(text) else spelled


def _spelled(run: Run) -> str:
    out = ""
    for unit in run:
        out += " " + unit if out and not (_HAN.match(unit) or _HAN.match(out[-1])) else unit
    return out
