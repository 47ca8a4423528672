"""Setting type: measuring, breaking lines, and each line as a mask to print through."""

import re
from functools import lru_cache
from itertools import pairwise
from math import ceil

from PIL import Image, ImageDraw

from app.sharing.drawing.fonts import MASTER, Face, drawable, face_of

_CJK = re.compile(r"[\u2e80-\u2fff\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]")
_WESTERN = re.compile(r"[0-9A-Za-z\u00c0-\u024f\u0370-\u052f%$€£¥]")
NEVER_FIRST = set("，。！？、；：）》」』】〉〕”’…—·％%,.!?;:)]}～~々ー")
NEVER_LAST = set("（《「『【〈〔“‘([{¥$€£#")
HAIR = 0.125  # between Chinese and Latin, in em
BASELINE, HEIGHT = 1.16, 1.6  # in em, from the mask's upper edge
ELLIPSIS = "…"

Run = tuple[str, Face, bool]  # signs, their face, whether a hair of space precedes them


def _kind(sign: str) -> str:
    return "cjk" if _CJK.match(sign) else "western" if _WESTERN.match(sign) else ""


@lru_cache(maxsize=2_000)
def runs(line: str, lang: str, bold: bool) -> tuple[Run, ...]:
    """Signs of one face and script together."""
    found: list[list] = []
    before, last_kind = "", ""
    for sign in line:
        face, kind = face_of(sign, lang, bold=bold) or face_of(" ", lang, bold=bold), _kind(sign)
        assert face is not None
        parted = {kind, last_kind} == {"cjk", "western"} and not before.isspace()
        if found and found[-1][1] is face and not parted:
            found[-1][0] += sign
        else:
            found.append([sign, face, parted])
        before, last_kind = sign, kind
    return tuple((signs, face, parted) for signs, face, parted in found)


@lru_cache(maxsize=20_000)
def _width(line: str, lang: str, bold: bool) -> float:
    """In em."""
    return sum(face.font.getlength(signs) / MASTER + HAIR * parted for signs, face, parted in runs(line, lang, bold))


def width(line: str, size: float, lang: str, *, bold: bool = False) -> float:
    return _width(line, lang, bold) * size


def pieces(text: str) -> list[str]:
    """What may stand on lines of its own: single Chinese signs with the marks that cling to them, and whole words."""
    found: list[str] = []
    for word in re.findall(rf"{_CJK.pattern}|\s+|[^\s]", text):
        joins = found and (
            word in NEVER_FIRST
            or found[-1][-1] in NEVER_LAST
            or not (_CJK.match(word) or word.isspace() or found[-1].isspace() or _CJK.match(found[-1][-1]) or _closes(found[-1]))
        )
        if joins:
            found[-1] += word
        else:
            found.append(word)
    return found


def _closes(piece: str) -> bool:
    """A Chinese mark ends a piece: a word may begin a line after it."""
    return piece[-1] in "，。！？、；：）》」』】”’…—"


def _fill(parts: list[str], size: float, room: float, lang: str, bold: bool) -> list[str]:
    lines, line = [], ""
    for part in parts:
        if line and width((line + part).rstrip(), size, lang, bold=bold) > room:
            lines.append(line.rstrip())
            line = ""
        line = part.lstrip() if not line else line + part
        while width(line.rstrip(), size, lang, bold=bold) > room and len(line) > 1:  # a word longer than the line
            cut = next(n for n in range(len(line) - 1, 0, -1) if n == 1 or width(line[:n], size, lang, bold=bold) <= room)
            lines.append(line[:cut])
            line = line[cut:]
    return [*lines, line.rstrip()] if line.strip() else lines


def _shortened(line: str, size: float, room: float, lang: str, bold: bool) -> str:
    while line and width(line + ELLIPSIS, size, lang, bold=bold) > room:
        line = line[:-1]
    return line.rstrip(" ，。、；：,.;:") + ELLIPSIS


def lines_of(text: str, size: float, room: float, lang: str, *, bold: bool = False, most: int = 9) -> list[str]:
    """Lines no wider than `room`, about equally long; what doesn't fit into `most` of them ends in an ellipsis."""
    parts = pieces(drawable(text, lang, bold=bold))
    lines = _fill(parts, size, room, lang, bold)
    if len(lines) > most:
        rest = "".join(lines[most - 1 :])
        return [*lines[: most - 1], _shortened(rest, size, room, lang, bold)]
    narrower = room
    while len(lines) > 1 and len(tried := _fill(parts, size, narrower - size / 2, lang, bold)) == len(lines):
        narrower, lines = narrower - size / 2, tried
    return lines


_CLAUSE = re.compile(r"[^，。！？；：、,.!?;:]*[，。！？；：、,.!?;:」』》）”]*\s*")


def by_clauses(text: str, size: float, room: float, lang: str, *, bold: bool = False) -> list[str]:
    """Lines that end at marks only; none where a clause is wider than a line."""
    parts = [one for one in _CLAUSE.findall(drawable(text, lang, bold=bold)) if one]
    if any(width(one.rstrip(), size, lang, bold=bold) > room for one in parts):
        return []
    return _fill(parts, size, room, lang, bold)


def fitted(
    text: str, sizes: tuple[int, ...], room: float, lang: str, *, bold: bool = False, most: int = 3
) -> tuple[int, list[str]]:
    """The largest of the sizes at which the text is whole, with its lines; at the last one it may be shortened.

    Each smaller size may take more lines where they are no taller than before. Breaking at marks is worth a smaller size.
    """
    tallest, shown = sizes[0] * most, drawable(text, lang, bold=bold)
    for size in sizes:
        lines = by_clauses(shown, size, room, lang, bold=bold)
        if lines and len(lines) <= tallest // size and (size > sizes[-1] or len(lines) == 1):
            return size, lines
    for size in sizes:
        lines = lines_of(shown, size, room, lang, bold=bold, most=tallest // size)
        if "".join(lines).replace(" ", "") == shown.replace(" ", ""):
            return size, lines
    return sizes[-1], lines_of(shown, sizes[-1], room, lang, bold=bold, most=tallest // sizes[-1])


def mask(line: str, size: float, lang: str, *, bold: bool = False) -> Image.Image:
    """The line's shape, its baseline at BASELINE; set at the faces' one size and brought down, so that edges are smooth."""
    broad, share = _width(line, lang, bold), size / MASTER
    large = Image.new("L", (ceil(broad * MASTER) + MASTER // 2, round(MASTER * HEIGHT)))
    pen, at = ImageDraw.Draw(large), float(MASTER // 4)
    for signs, face, parted in runs(line, lang, bold):
        at += HAIR * MASTER * parted
        pen.text((at, MASTER * BASELINE), signs, fill=255, font=face.font, anchor="ls")
        at += face.font.getlength(signs)
    return large.resize((max(1, round(large.width * share)), max(1, round(large.height * share))), Image.Resampling.LANCZOS)


def breaks_badly(lines: list[str]) -> bool:
    """Whether a line begins or ends where Chinese never lets one."""
    return any(line[0] in NEVER_FIRST for line in lines[1:]) or any(above[-1] in NEVER_LAST for above, _ in pairwise(lines))
