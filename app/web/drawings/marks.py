"""Seals for people and marks for brands: folded strokes and plain shapes, no letter needed."""

import math
import random

from PIL import Image, ImageDraw

from app.web.drawings.palette import BAMBOO, BLUE, CLAY, INK, OCHRE, PLUM, VERMILION, WHITE, Colour, mix

OVER = 4
INKS: tuple[Colour, ...] = (VERMILION, BLUE, BAMBOO, mix(OCHRE, INK, 0.25), mix(CLAY, INK, 0.15), PLUM, mix(INK, WHITE, 0.18))


def _blank(side: int, colour: Colour) -> tuple[Image.Image, ImageDraw.ImageDraw]:
    image = Image.new("RGB", (side * OVER, side * OVER), colour)
    return image, ImageDraw.Draw(image)


def _small(image: Image.Image, side: int) -> Image.Image:
    return image.resize((side, side), Image.Resampling.LANCZOS)


Bar = tuple[float, float, float, float]


def folded_strokes(rng: random.Random) -> list[Bar]:
    """Bars of a character that means nothing, folded the way seals fold theirs: its left half mirrored, -1 to 1."""
    lines = rng.choice((5, 6))
    pitch = 2 / (lines - 0.5)
    thick = pitch * 0.46
    tops = [-1 + i * pitch for i in range(lines)]
    bars: list[Bar] = []
    for i, y in enumerate(tops):
        inner, outer = (0.0, rng.choice((1.0, 1.0, 0.62))) if rng.random() < 0.62 else (0.3, 1.0)
        bars += [(-outer, y, -inner, y + thick), (inner, y, outer, y + thick)]
        if i + 1 < lines:
            for x in rng.sample([0.0, 0.31, 0.62, 1.0 - thick / 2], rng.choice((1, 1, 2))):
                bars += [(side * x - thick / 2, y, side * x + thick / 2, y + pitch + thick) for side in (-1, 1)]
    return bars


def draw_avatar(seed: str, side: int = 480) -> Image.Image:
    """A seal with folded strokes: white cut out of ink, or ink standing on paper."""
    rng = random.Random(f"avatar:{seed}")
    ink = rng.choice(INKS)
    paper = mix(WHITE, ink, 0.1)
    cut = rng.random() < 0.5
    image, pen = _blank(side, paper)
    whole = side * OVER
    inset = whole * 0.1
    pen.rounded_rectangle((inset, inset, whole - inset, whole - inset), radius=whole * 0.05, fill=ink)
    if not cut:
        frame = inset + whole * 0.035
        pen.rounded_rectangle((frame, frame, whole - frame, whole - frame), radius=whole * 0.025, fill=paper)
    for x0, y0, x1, y1 in folded_strokes(rng):
        reach = whole * 0.275
        middle = whole / 2
        pen.rectangle(
            (middle + x0 * reach, middle + y0 * reach, middle + x1 * reach, middle + y1 * reach), fill=paper if cut else ink
        )
    for _ in range(7):  # the bites that every stone has
        x, y, r = rng.uniform(inset, whole - inset), rng.choice((inset, whole - inset)), rng.uniform(0.006, 0.02) * whole
        x, y = (x, y) if rng.random() < 0.5 else (y, x)
        pen.ellipse((x - r, y - r, x + r, y + r), fill=paper)
    return _small(image, side)


def draw_logo(seed: str, side: int = 480) -> Image.Image:
    """A brand's mark: one of a few constructions out of circles and bars."""
    rng = random.Random(f"logo:{seed}")
    ground, figure = rng.choice(INKS), rng.choice((WHITE, (252, 232, 190)))
    image, pen = _blank(side, ground)
    rng.choice((_petals, _sunrise, _steps, _rings, _leaning))(pen, side * OVER, figure, ground, rng)
    return _small(image, side)


def _petals(pen: ImageDraw.ImageDraw, whole: float, figure: Colour, ground: Colour, rng: random.Random) -> None:
    count, r = rng.choice((4, 5, 6)), whole * 0.155
    for i in range(count):
        t = i / count * math.tau - math.pi / 2
        x, y = whole / 2 + math.cos(t) * whole * 0.19, whole / 2 + math.sin(t) * whole * 0.19
        pen.ellipse((x - r, y - r, x + r, y + r), fill=figure)
    pen.ellipse((whole * 0.43, whole * 0.43, whole * 0.57, whole * 0.57), fill=ground)


def _sunrise(pen: ImageDraw.ImageDraw, whole: float, figure: Colour, ground: Colour, rng: random.Random) -> None:
    pen.pieslice((whole * 0.24, whole * 0.22, whole * 0.76, whole * 0.74), 180, 360, fill=figure)
    for i in range(3):
        y = whole * (0.54 + i * 0.09)
        inset = whole * (0.2 + i * rng.choice((0.04, 0.06)))
        pen.rectangle((inset, y, whole - inset, y + whole * 0.045), fill=figure)


def _steps(pen: ImageDraw.ImageDraw, whole: float, figure: Colour, ground: Colour, rng: random.Random) -> None:
    heights = [0.2, 0.34, 0.48, 0.58]
    heights = heights if rng.random() < 0.5 else heights[::-1]
    for i, height in enumerate(heights):
        x = whole * (0.21 + i * 0.15)
        pen.rounded_rectangle((x, whole * (0.78 - height), x + whole * 0.115, whole * 0.78), radius=whole * 0.02, fill=figure)


def _rings(pen: ImageDraw.ImageDraw, whole: float, figure: Colour, ground: Colour, rng: random.Random) -> None:
    for i, r in enumerate((0.31, 0.235, 0.16, 0.085)):
        c = whole * (0.5 + (0.31 - r) * rng.choice((0, 0.9)))
        pen.ellipse((c - r * whole, c - r * whole, c + r * whole, c + r * whole), fill=ground if i % 2 else figure)


def _leaning(pen: ImageDraw.ImageDraw, whole: float, figure: Colour, ground: Colour, rng: random.Random) -> None:
    for i in range(3):
        x = whole * (0.24 + i * 0.19)
        pen.polygon(
            [
                (x, whole * 0.76),
                (x + whole * 0.14, whole * 0.24),
                (x + whole * 0.26, whole * 0.24),
                (x + whole * 0.12, whole * 0.76),
            ],
            fill=figure,
        )
    r, x, y = whole * 0.075, whole * 0.76, whole * 0.69
    pen.ellipse((x - r, y - r, x + r, y + r), fill=figure)
