"""The faces that pictures are set in, and for each sign the first of them that has it: no sign ever becomes a box."""

import json
import re
from dataclasses import dataclass
from functools import cache, cached_property, lru_cache
from pathlib import Path

from fontTools.ttLib import TTFont
from PIL import ImageFont

from app.settings import ROOT

FONTS = ROOT / "static" / "vendor" / "fonts"
MASTER = 128  # every face is opened once, at this size; lines are brought down from it
FAMILIES = {"sc": "chinese-simplified", "tc": "chinese-traditional"}
ORDER = {"zh-Hant": ("tc", "sc")}  # any other language: Simplified first


@dataclass(frozen=True)
class Face:
    """One font file."""

    path: Path

    @cached_property
    def signs(self) -> frozenset[int]:
        """Code points that it draws."""
        return frozenset(TTFont(self.path, lazy=True).getBestCmap()) if self.path.is_file() else frozenset()

    @cached_property
    def font(self) -> ImageFont.FreeTypeFont:
        return ImageFont.truetype(self.path, MASTER, layout_engine=ImageFont.Layout.BASIC)


@cache
def _face(family: str, part: str, weight: int) -> Face:
    return Face(FONTS / f"noto-sans-{family}-{part}-{weight}-normal.woff2")


@cache
def _slices(family: str) -> list[tuple[str, list[range]]]:
    """The rarer signs come in some hundred small files; their makers' list says which may be where."""
    listed = json.loads((FONTS / f"noto-sans-{family}.json").read_text("utf-8"))
    return [(name.strip("[]"), [_range(one) for one in text.split(",")]) for name, text in listed.items()]


def _range(text: str) -> range:
    first, _, last = text.strip().removeprefix("U+").partition("-")
    return range(int(first, 16), int(last or first, 16) + 1)


def _faces(sign: int, family: str, weight: int, lang: str) -> list[Face]:
    """Where to look in one family: Chinese text takes its quotation marks from the Chinese face."""
    parts = [FAMILIES[family], "latin"]
    parts = parts[::-1] if lang == "en" else parts
    parts += [name for name, ranges in _slices(family) if any(sign in each for each in ranges)]
    return [_face(family, part, weight) for part in parts]


@lru_cache(maxsize=20_000)
def face_of(sign: str, lang: str, *, bold: bool) -> Face | None:
    """The face that draws this sign in a text of this language; None where no font of ours can."""
    weight = 700 if bold else 400
    for family in ORDER.get(lang, ("sc", "tc")):
        for face in _faces(ord(sign), family, weight, lang):
            if ord(sign) in face.signs:
                return face
    return None


_UNSEEN = re.compile("[\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufe00-\ufe0f\ufeff]")


def drawable(text: str, lang: str, *, bold: bool = False) -> str:
    """The text without what can't be drawn (emoji, unknown scripts) and the gaps that this leaves."""
    known = [one for one in _UNSEEN.sub("", text) if one.isspace() or face_of(one, lang, bold=bold)]
    return " ".join("".join(known).split())
