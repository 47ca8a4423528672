"""Solids in an isometric view: visible faces with their tone, creases, and the shadow on the ground."""

import math
from collections.abc import Sequence
from dataclasses import dataclass, field

from app.web.drawings.palette import Colour

Point = tuple[float, float, float]
Flat = tuple[float, float]

LIGHT = (0.2, 0.52, 0.83)
COS, SIN = math.cos(math.pi / 6), 0.5
ROUND = 56  # sides of a circle


def flat(p: Point) -> Flat:
    """Where a point in space lies on the sheet: x runs down to the right, y down to the left, z up."""
    return (p[0] - p[1]) * COS, (p[0] + p[1]) * SIN - p[2]


def plus(a: Point, b: Point, times: float = 1) -> Point:
    return a[0] + b[0] * times, a[1] + b[1] * times, a[2] + b[2] * times


def cross(a: Point, b: Point) -> Point:
    return a[1] * b[2] - a[2] * b[1], a[2] * b[0] - a[0] * b[2], a[0] * b[1] - a[1] * b[0]


def dot(a: Point, b: Point) -> float:
    return a[0] * b[0] + a[1] * b[1] + a[2] * b[2]


def unit(a: Point) -> Point:
    length = math.sqrt(dot(a, a)) or 1
    return a[0] / length, a[1] / length, a[2] / length


@dataclass
class Face:
    """A polygon and its tone, 0 (deepest) to 3; PLAIN keeps the colour as it is."""

    points: list[Flat]
    tone: int


PLAIN = -1


@dataclass
class Solid:
    """What stands in the drawing: outlined as a whole, creased inside."""

    colour: Colour
    faces: list[Face] = field(default_factory=list)
    creases: list[list[Flat]] = field(default_factory=list)
    ground: list[Flat] = field(default_factory=list)  # its shadow's corners
    outlined: bool = True


@dataclass
class Stroke:
    """A line of some thickness: a cable, a strap, a wire; width 0 is a thin ink line."""

    points: list[Flat]
    width: float = 0
    colour: Colour | None = None
    closed: bool = False


def shadow_of(points: Sequence[Point]) -> list[Flat]:
    """Each point carried along the light down to the ground."""
    return [flat((p[0] - LIGHT[0] * p[2] * 0.9, p[1] - LIGHT[1] * p[2] * 0.35, 0)) for p in points]


def _tone(outward: Point) -> int:
    """Flat printed tones, four of a colour and no more: 3 in full light, 0 in the deepest shade."""
    light = dot(unit(outward), LIGHT)
    return sum(light > step for step in (0.2, 0.44, 0.72))


def _face(points: Sequence[Point], outward: Point) -> Face | None:
    return Face([flat(p) for p in points], _tone(outward)) if _is_seen(outward) else None


def _is_seen(outward: Point) -> bool:
    return dot(outward, (1, 1, 1)) > 1e-6


Quad = tuple[Point, Point, Point, Point]  # two corners below, two above


def _strips(quads: Sequence[tuple[Quad, Point]]) -> list[Face]:
    """Neighbours of one tone become one face, so that round things stay few and flat."""
    runs: list[tuple[int, list[Quad]]] = []
    for quad, outward in quads:
        if not _is_seen(outward):
            continue
        tone = _tone(outward)
        if runs and runs[-1][0] == tone and runs[-1][1][-1][1] == quad[0]:
            runs[-1][1].append(quad)
        else:
            runs.append((tone, [quad]))
    return [Face([flat(p) for p in _round_the_run(run)], tone) for tone, run in runs]


def _round_the_run(run: Sequence[Quad]) -> list[Point]:
    below = [run[0][0], *(quad[1] for quad in run)]
    above = [run[0][3], *(quad[2] for quad in run)]
    return [*below, *reversed(above)]


def _middle(points: Sequence[Point]) -> Point:
    return tuple(sum(p[i] for p in points) / len(points) for i in range(3))  # type: ignore[return-value]


def _normal(base: Sequence[Point]) -> Point:
    """Of a flat shape, whatever its corners do (Newell)."""
    total: Point = (0.0, 0.0, 0.0)
    for one, two in zip(base, [*base[1:], base[0]], strict=True):
        total = plus(total, cross(one, two))
    return total


def prism(base: Sequence[Point], along: Point, colour: Colour, *, smooth: bool = False) -> Solid:
    """A flat shape carried along a direction; `smooth` sides show no creases."""
    way = 1 if dot(_normal(base), along) > 0 else -1
    quads: list[tuple[Quad, Point]] = []
    for one, two in zip(base, [*base[1:], base[0]], strict=True):
        outward = plus((0, 0, 0), cross(plus(two, one, -1), along), way)
        quads.append(((one, two, plus(two, along), plus(one, along)), outward))
    far = min(range(len(quads)), key=lambda i: dot(_middle(quads[i][0]), (1, 1, 1)))
    quads = quads[far:] + quads[:far]  # begin behind, so that no visible run is cut in two
    solid = Solid(colour, ground=shadow_of([*base, *(plus(p, along) for p in base)]))
    solid.faces = _strips(quads) if smooth else _by_depth(quads)
    if not smooth:
        solid.creases = [[flat(quad[i]), flat(quad[3 - i])] for quad, outward in quads if _is_seen(outward) for i in (0, 1)]
    for end, outward in ((base, plus((0, 0, 0), along, -1)), ([plus(p, along) for p in base], along)):
        if cap := _face(end, outward):
            solid.faces.append(cap)
            solid.creases.append([*cap.points, cap.points[0]])
    return solid


def _by_depth(quads: Sequence[tuple[Quad, Point]]) -> list[Face]:
    nearest_last = sorted(quads, key=lambda pair: dot(_middle(pair[0]), (1, 1, 1)))
    return [face for quad, outward in nearest_last if (face := _face(quad, outward))]


def box(at: Point, size: Point, colour: Colour) -> Solid:
    x, y, z = at
    dx, dy, dz = size
    return prism([(x, y, z), (x + dx, y, z), (x + dx, y + dy, z), (x, y + dy, z)], (0, 0, dz), colour)


def circle(centre: Point, r: float, axis: str = "z", sides: int = ROUND, start: float = 0, end: float = math.tau) -> list[Point]:
    """Points round a centre, in the plane across the axis."""
    x, y, z = centre
    steps = sides if end - start >= math.tau else sides + 1
    turns = [start + (end - start) * i / sides for i in range(steps)]
    if axis == "z":
        return [(x + r * math.cos(t), y + r * math.sin(t), z) for t in turns]
    if axis == "x":
        return [(x, y + r * math.cos(t), z + r * math.sin(t)) for t in turns]
    return [(x + r * math.cos(t), y, z + r * math.sin(t)) for t in turns]


def cylinder(at: Point, r: float, height: float, colour: Colour, axis: str = "z") -> Solid:
    along = {"x": (height, 0.0, 0.0), "y": (0.0, height, 0.0), "z": (0.0, 0.0, height)}[axis]
    return prism(circle(at, r, axis), along, colour, smooth=True)


def rounded(at: Point, size: tuple[float, float], r: float, plane: str = "z") -> list[Point]:
    """A rectangle with round corners, in the plane across the named axis."""
    (x, y, z), (w, h) = at, size
    corners = [(w - r, h - r, 0.0), (r, h - r, 0.25), (r, r, 0.5), (w - r, r, 0.75)]
    points: list[Flat] = []
    for cx, cy, quarter in corners:
        points += [
            (cx + r * math.cos((quarter + i / 32) * math.tau), cy + r * math.sin((quarter + i / 32) * math.tau)) for i in range(9)
        ]
    if plane == "z":
        return [(x + a, y + b, z) for a, b in points]
    if plane == "x":
        return [(x, y + a, z + b) for a, b in points]
    return [(x + a, y, z + b) for a, b in points]


def _band(low: Sequence[Point], high: Sequence[Point], rise: float, out: float) -> list[tuple[Quad, Point]]:
    """The ring between two hoops, from behind round to behind."""
    quads: list[tuple[Quad, Point]] = []
    for k in range(ROUND):
        i = (k + ROUND * 5 // 8) % ROUND
        j, t = (i + 1) % ROUND, (i + 0.5) / ROUND * math.tau
        quads.append(((low[i], low[j], high[j], high[i]), (math.cos(t) * rise, math.sin(t) * rise, -out)))
    return quads


def lathe(at: Point, profile: Sequence[Flat], colour: Colour, *, rings: Sequence[int] = ()) -> Solid:
    """A turned solid: (radius, height) from the foot up; `rings` names the heights that show a crease."""
    x, y, z = at
    solid = Solid(colour)
    hoops = [circle((x, y, z + h), max(r, 1e-3)) for r, h in profile]
    for (low, below), (high, above) in zip(
        zip(hoops, profile, strict=True), zip(hoops[1:], profile[1:], strict=False), strict=False
    ):
        solid.faces += _strips(_band(low, high, above[1] - below[1], above[0] - below[0]))
    top = _face(hoops[-1], (0, 0, 1))
    if top and profile[-1][0] > 0.01:
        solid.faces.append(top)
        solid.creases.append([*top.points, top.points[0]])
    for ring in rings:
        front = circle((x, y, z + profile[ring][1]), profile[ring][0], start=-math.pi / 4, end=math.pi * 3 / 4)
        solid.creases.append([flat(p) for p in front])
    solid.ground = shadow_of([p for hoop in hoops for p in hoop[::4]])
    return solid


def ball(centre: Point, r: float, colour: Colour) -> Solid:
    steps = [math.pi * i / 20 - math.pi / 2 for i in range(21)]
    return lathe(centre, [(r * math.cos(t), r * math.sin(t)) for t in steps], colour)


def patch(points: Sequence[Point], colour: Colour, *, outlined: bool = True) -> Solid:
    """Something flat on a face: a label, a screen, a hole."""
    shape = [flat(p) for p in points]
    return Solid(colour, [Face(shape, PLAIN)], [[*shape, shape[0]]] if outlined else [], outlined=False)


def stroke(points: Sequence[Point], width: float = 0, colour: Colour | None = None, *, closed: bool = False) -> Stroke:
    return Stroke([flat(p) for p in points], width, colour, closed)


def curve(points: Sequence[Point], steps: int = 12) -> list[Point]:
    """A smooth way through the points (Catmull-Rom)."""
    ends = [plus(points[0], plus(points[0], points[1], -1)), *points, plus(points[-1], plus(points[-1], points[-2], -1))]
    way: list[Point] = []
    for a, b, c, d in zip(ends, ends[1:], ends[2:], ends[3:], strict=False):
        for i in range(steps):
            t = i / steps
            way.append(
                tuple(  # type: ignore[arg-type]
                    0.5
                    * (
                        2 * b[k]
                        + (c[k] - a[k]) * t
                        + (2 * a[k] - 5 * b[k] + 4 * c[k] - d[k]) * t**2
                        + (3 * b[k] - a[k] - 3 * c[k] + d[k]) * t**3
                    )
                    for k in range(3)
                )
            )
    return [*way, points[-1]]
