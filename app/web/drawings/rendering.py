"""From solids to a picture: fitted to the sheet, outlined, drawn three times as large and brought down for smooth edges."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import chain

from PIL import Image, ImageDraw

from app.web.drawings.palette import WHITE, Colour, Sheet, mix
from app.web.drawings.solids import COS, SIN, Flat, Solid, Stroke

OVER = 3
OUTLINE, CREASE = 4.4, 2.0  # in pixels of a 1200 wide picture


@dataclass
class Scene:
    """What is drawn, back to front."""

    sheet: Sheet
    items: list[Solid | Stroke] = field(default_factory=list)

    def add(self, *items: Solid | Stroke) -> None:
        self.items += items

    def extent(self) -> tuple[float, float, float, float]:
        points = list(chain.from_iterable(_points(item) for item in self.items))
        xs, ys = [p[0] for p in points], [p[1] for p in points]
        return min(xs), min(ys), max(xs), max(ys)


def _points(item: Solid | Stroke) -> list[Flat]:
    return item.points if isinstance(item, Stroke) else [p for face in item.faces for p in face.points]


def inked(colour: Colour, tone: int, ink: Colour) -> Colour:
    """The colour in one of its printed tones; on dark paper the shade is blue, since the ink is light."""
    shade = ink if sum(ink) < 384 else (20, 40, 84)
    return {0: mix(colour, shade, 0.34), 1: mix(colour, shade, 0.2), 3: mix(colour, WHITE, 0.34)}.get(tone, colour)


def _turn(a: Flat, b: Flat, c: Flat) -> float:
    return (b[0] - a[0]) * (c[1] - a[1]) - (b[1] - a[1]) * (c[0] - a[0])


def hull(points: Sequence[Flat]) -> list[Flat]:
    """The convex outline of points."""
    ordered = sorted(set(points))

    def half(run: Sequence[Flat]) -> list[Flat]:
        kept: list[Flat] = []
        for p in run:
            while len(kept) > 1 and _turn(kept[-2], kept[-1], p) <= 0:
                kept.pop()
            kept.append(p)
        return kept[:-1]

    return half(ordered) + half(ordered[::-1]) if len(ordered) > 2 else ordered


class Press:
    """Draws in the scene's units onto one image."""

    def __init__(self, scene: Scene, size: tuple[int, int], share: float, centre: Flat = (0.5, 0.5)) -> None:
        self.scene, self.sheet = scene, scene.sheet
        self.size = size[0] * OVER, size[1] * OVER
        self.image = Image.new("RGB", self.size, scene.sheet.paper)
        self.pen = ImageDraw.Draw(self.image)
        left, top, right, bottom = scene.extent()
        self.scale = min(self.size[0] * share * 0.98 / (right - left), self.size[1] * share / (bottom - top))
        self.shift = (
            self.size[0] * centre[0] - (left + right) / 2 * self.scale,
            self.size[1] * centre[1] - (top + bottom) / 2 * self.scale,
        )
        self.unit = max(self.size[0], self.size[1] * 4 / 3) / 1200

    def at(self, points: Sequence[Flat]) -> list[Flat]:
        return [(x * self.scale + self.shift[0], y * self.scale + self.shift[1]) for x, y in points]

    def line(self, points: Sequence[Flat], width: float, colour: Colour, *, closed: bool = False) -> None:
        """With round ends and joints; `points` and width in pixels of the large image."""
        way = [*points, points[0]] if closed else list(points)
        self.pen.line(way, fill=colour, width=max(1, round(width)), joint="curve")
        r = width / 2
        if width > 2.5:
            for x, y in (way[0], way[-1]):
                self.pen.ellipse((x - r, y - r, x + r, y + r), fill=colour)

    def solid(self, solid: Solid) -> None:
        if solid.outlined:
            for face in solid.faces:
                self.line(self.at(face.points), OUTLINE * 2 * self.unit, self.sheet.ink, closed=True)
        for face in solid.faces:
            self.pen.polygon(self.at(face.points), fill=inked(solid.colour, face.tone, self.sheet.ink))
        for crease in solid.creases:
            self.line(self.at(crease), CREASE * self.unit, self.sheet.ink)

    def stroke(self, stroke: Stroke) -> None:
        points = self.at(stroke.points)
        if not stroke.width:
            self.line(points, CREASE * self.unit, stroke.colour or self.sheet.ink, closed=stroke.closed)
            return
        width = stroke.width * self.scale
        self.line(points, width + OUTLINE * 2 * self.unit, self.sheet.ink, closed=stroke.closed)
        self.line(points, width, stroke.colour or self.sheet.main, closed=stroke.closed)

    def shadows(self) -> None:
        for item in self.scene.items:
            if isinstance(item, Solid) and len(item.ground) > 2:
                self.pen.polygon(self.at(hull(item.ground)), fill=self.sheet.shadow)

    def grid(self, step: float = 64) -> None:
        """The drafting paper: thin isometric lines, and the sheet's corner marks."""
        width, height = self.size
        rise, gap = width * SIN / COS, step * self.unit / COS
        for i in range(-int(rise / gap) - 1, int((height + rise) / gap) + 1):
            y = i * gap
            self.pen.line([(0, y), (width, y + rise)], fill=self.sheet.faint, width=round(1.2 * self.unit))
            self.pen.line([(0, y + rise), (width, y)], fill=self.sheet.faint, width=round(1.2 * self.unit))

    def marks(self) -> None:
        """Crop marks in the corners, as on a drawing that goes to the workshop."""
        width, height = self.size
        inset, arm = 44 * self.unit, 34 * self.unit
        ink = mix(self.sheet.paper, self.sheet.ink, 0.55)
        for x, sx in ((inset, 1), (width - inset, -1)):
            for y, sy in ((inset, 1), (height - inset, -1)):
                self.line([(x, y + sy * arm), (x, y), (x + sx * arm, y)], 2.4 * self.unit, ink)

    def measures(self) -> None:
        """Dimension lines below and beside the object, with their ticks, as the workshop needs them."""
        left, top, right, bottom = self.scene.extent()
        (x0, y0), (x1, y1) = self.at([(left, top), (right, bottom)])
        away, tick, ink = 46 * self.unit, 9 * self.unit, mix(self.sheet.paper, self.sheet.ink, 0.42)
        below, beside = y1 + away, x1 + away
        for one, two in (((x0, below), (x1, below)), ((beside, y0), (beside, y1))):
            self.line([one, two], 2 * self.unit, ink)
            for x, y in (one, two):
                self.line([(x - tick, y + tick), (x + tick, y - tick)], 3 * self.unit, ink)
        for x in (x0, x1):
            self.line([(x, below - 22 * self.unit), (x, below + 14 * self.unit)], 1.6 * self.unit, ink)
        for y in (y0, y1):
            self.line([(beside - 22 * self.unit, y), (beside + 14 * self.unit, y)], 1.6 * self.unit, ink)

    def finish(self) -> Image.Image:
        for item in self.scene.items:
            if isinstance(item, Solid):
                self.solid(item)
            else:
                self.stroke(item)
        return self.image.resize((self.size[0] // OVER, self.size[1] // OVER), Image.Resampling.LANCZOS)


def print_sheet(
    scene: Scene,
    size: tuple[int, int] = (1200, 900),
    share: float = 0.66,
    centre: Flat = (0.49, 0.49),
    *,
    measured: bool = True,
    marked: bool = True,
) -> Image.Image:
    press = Press(scene, size, share, centre)
    press.grid()
    press.shadows()
    if marked:
        press.marks()
    if measured:
        press.measures()
    return press.finish()
