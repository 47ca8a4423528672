"""The house's printed parts, as its pages have them: the seal, the line of five stations, the ruler, the postmark, the code."""

import random
from collections.abc import Sequence

import segno
from PIL import Image, ImageChops, ImageDraw, ImageFilter

from app.sharing.drawing import setting
from app.sharing.drawing.paper import BENCH, FAINT, INK, PAPER, RULE, SOFT, Colour, Paper, mix

STATIONS = ("idea", "vote", "fund", "make", "hand", "done")


def seal(paper: Paper, x: float, y: float, side: float, big: str, small: str, colour: Colour, *, turn: float = 4) -> None:
    """An imprint with its centre at x, y: bitten edges, a thin inner frame, a slight turn, ink that missed some paper."""
    over, room = 3, side * 1.3
    whole, inner = round(room * over), side * over
    shape, start = Image.new("L", (whole, whole)), (whole - inner) / 2
    pen = ImageDraw.Draw(shape)
    pen.rounded_rectangle([start, start, start + inner, start + inner], radius=inner * 0.075, fill=255)
    ground = shape.copy()
    edge = inner * 0.045
    pen.rounded_rectangle(
        [start + edge, start + edge, start + inner - edge, start + inner - edge], radius=inner * 0.05, outline=40,
        width=round(inner * 0.014),
    )  # fmt: skip
    _cut_text(paper, shape, big, small, side * over)
    for ink, block in ((PAPER, ground), (colour, ImageChops.darker(shape, _worn((whole, whole), big + small)))):
        turned = block.rotate(turn, Image.Resampling.BICUBIC).resize((round(room), round(room)), Image.Resampling.LANCZOS)
        at = (round(x - room / 2), round(y - room / 2))
        paper.image.paste(ink, (*at, at[0] + turned.width, at[1] + turned.height), turned)


def _cut_text(paper: Paper, shape: Image.Image, big: str, small: str, side: float) -> None:
    """The figures stay paper: they are cut out of the block."""
    broad = setting.width(big, side, paper.lang, bold=True)
    sizes = [one for one in (0.46, 0.4, 0.34, 0.28, 0.23, 0.19) if broad * one < side * 0.8]
    size = side * (sizes[0] if sizes else 0.16)
    middle = shape.width / 2
    rows = [(big, size, middle + (size * 0.18 if small else size * 0.36))]
    rows += [(small, side * 0.2, middle + side * 0.33)] if small else []
    for text, tall, baseline in rows:
        line = setting.mask(text, tall, paper.lang, bold=True)
        broad = setting.width(text, tall, paper.lang, bold=True)
        shape.paste(0, (round(middle - broad / 2 - tall / 4), round(baseline - tall * setting.BASELINE)), line)


def _worn(size: tuple[int, int], seed: str) -> Image.Image:
    """Paper shows through here and there, the same for the same seal."""
    chance = random.Random(seed)
    grain = Image.new("L", (size[0] // 6, size[1] // 6), 255)
    for _ in range(grain.width * grain.height // 40):
        grain.putpixel((chance.randrange(grain.width), chance.randrange(grain.height)), chance.choice((150, 190, 215)))
    return grain.filter(ImageFilter.GaussianBlur(0.6)).resize(size, Image.Resampling.BICUBIC)


def rail(
    paper: Paper, x: float, y: float, width: float, at: str, names: Sequence[str], colour: Colour, *, size: float = 24,
    ended: bool = False,
) -> None:  # fmt: skip
    """Five stations: what lies behind is drawn, what lies ahead is dashed; y is the line's own height."""
    here, step = STATIONS.index(at), width / 4
    broadest = max(setting.width(name, size, paper.lang, bold=True) for name in names)
    size = min(size, size * step * 0.62 / broadest)
    radius = size * 0.36
    for i in range(4):
        left, right = x + i * step + radius + 7, x + (i + 1) * step - radius - 7
        paper.rule(left, y - 1, right - left, INK if i < here else RULE, 3, dash=0 if i < here else 7)
    for i, name in enumerate(names):
        centre = x + i * step
        if i == here and not ended:
            paper.dot(centre, y, radius * 1.75, mix(PAPER, colour, 0.18))
            paper.dot(centre, y, radius * 1.1, colour)
        else:
            paper.dot(centre, y, radius, INK if i <= here else RULE, filled=i < here)
        ink = colour if i == here and not ended else SOFT if i < here else FAINT
        align = "left" if i == 0 else "right" if i == 4 else "middle"
        edge = {"left": centre - radius, "right": centre + radius, "middle": centre}[align]
        paper.text(edge, y + size * 1.75, name, size, ink, bold=i == here, align=align)


def ruler(paper: Paper, x: float, y: float, width: float, percent: int, colour: Colour, *, tall: float = 26) -> None:
    """Progress with its ticks; beyond the goal the scale grows and the goal keeps its long tick."""
    scale = width / max(percent, 100)
    paper.pen.rectangle([x, y, x + width, y + tall], fill=BENCH)
    if percent:
        paper.pen.rectangle([x, y, x + max(3, percent * scale), y + tall], fill=colour)
    for tick in range(51):
        at, long = x + tick * width / 50, 16 if tick % 5 == 0 else 8
        paper.pen.line([at, y + tall + 5, at, y + tall + 5 + long], fill=RULE, width=2)
    goal = x + 100 * scale
    paper.pen.line([goal, y - 8, goal, y + tall + 21], fill=INK, width=4)


def postmark(paper: Paper, x: float, y: float, radius: float, lines: Sequence[tuple[str, float]], colour: Colour) -> None:
    """A round date stamp, slightly turned; each line has its size as a share of the radius."""
    over, room = 3, round(radius * 2.3)
    shape = Image.new("L", (room * over, room * over))
    pen, middle = ImageDraw.Draw(shape), room * over / 2
    for share, thick in ((1, 0.045), (0.86, 0.018)):
        ring = radius * share * over
        pen.ellipse([middle - ring, middle - ring, middle + ring, middle + ring], outline=255, width=round(radius * thick * over))
    heights = [share * radius * over for _, share in lines]
    baseline = middle - sum(heights) * 1.24 / 2
    for (text, _), tall in zip(lines, heights, strict=True):
        baseline += tall * 1.24
        broad = setting.width(text, tall, paper.lang, bold=True)
        off = max(abs(baseline - tall * 1.24 - middle), abs(baseline - middle))  # the ring is narrower away from its middle
        chord = 2 * max((radius * 0.8 * over) ** 2 - off**2, (radius * 0.3 * over) ** 2) ** 0.5
        if broad > chord:
            tall, broad = tall * chord / broad, chord
        line = setting.mask(text, tall, paper.lang, bold=True)
        shape.paste(255, (round(middle - broad / 2 - tall / 4), round(baseline - tall * 0.24 - tall * setting.BASELINE)), line)
    shape = ImageChops.darker(shape, _worn(shape.size, lines[0][0])).rotate(7, Image.Resampling.BICUBIC)
    shape = shape.resize((room, room), Image.Resampling.LANCZOS)
    paper.image.paste(colour, (round(x - room / 2), round(y - room / 2)), shape)


def qr_matrix(link: str) -> list[list[bool]]:
    """The code's squares without its margin."""
    return [[bool(one) for one in row] for row in segno.make(link, error="m", micro=False).matrix]


def qr(paper: Paper, x: float, y: float, side: float, link: str, colour: Colour = INK) -> float:
    """As large as fits into `side` in whole pixels, with its margin of four; the real side comes back."""
    matrix = qr_matrix(link)
    module = int(side // (len(matrix) + 8))
    whole = module * (len(matrix) + 8)
    paper.pen.rectangle([x, y, x + whole - 1, y + whole - 1], fill=(255, 255, 255))
    for j, row in enumerate(matrix):
        for i, dark in enumerate(row):
            if dark:
                left, top = x + (i + 4) * module, y + (j + 4) * module
                paper.pen.rectangle([left, top, left + module - 1, top + module - 1], fill=colour)
    return whole


_MARK = [(4, 1), (28.5, 1), (31, 3.6), (31, 28), (30.1, 30.1), (28, 31), (3.4, 31), (1, 28.4), (1, 4), (1.9, 1.9)]
_HOLES = (
    [(5, 20), (5, 23), (9, 23), (9, 27.5), (12, 27.5), (12, 23), (20, 23), (20, 27.5), (23, 27.5), (23, 23), (27, 23), (27, 20)],
    [(16, 3.7), (22.9, 7.7), (22.9, 8.7), (16, 12.7), (9.1, 8.7), (9.1, 7.7)],
    [(9.1, 10.9), (15.1, 14.4), (15.1, 18.7), (9.6, 18.7), (9.1, 18.3)],
    [(22.9, 10.9), (16.9, 14.4), (16.9, 18.7), (22.4, 18.7), (22.9, 18.3)],
)


def mark(paper: Paper, x: float, y: float, side: float, colour: Colour = INK) -> None:
    """The house's mark (templates/layouts/_mark.html), its upper left corner at x, y."""

    def draw(pen: ImageDraw.ImageDraw, k: float) -> None:
        unit = side * k / 32
        pen.polygon([(a * unit, b * unit) for a, b in _MARK], fill=255)
        for hole in _HOLES:
            pen.polygon([(a * unit, b * unit) for a, b in hole], fill=0)

    paper.shape((x, y, x + side, y + side), colour, draw)


def perforation(paper: Paper, y: float, ground: Colour) -> None:
    """Where a stub is torn off: two bites at the edges and dashes between them."""
    for x in (0, paper.image.width):
        paper.dot(x, y, 26, ground)
    paper.rule(48, y - 1, paper.image.width - 96, RULE, 3, dash=12)


def imprint(paper: Paper, right: float, y: float, name: str, *, size: float = 24, colour: Colour = SOFT) -> None:
    """The site's mark and name, ending at `right`, the mark's middle at y."""
    broad = paper.text(right, y + size * 0.36, paper.short(name, size, 320, bold=True), size, colour, bold=True, align="right")
    mark(paper, right - broad - size * 1.55, y - size * 0.6, size * 1.2, colour)
