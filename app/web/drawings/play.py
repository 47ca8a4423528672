"""Things to play with."""

import math

from app.web.drawings.draft import Draft
from app.web.drawings.palette import BAMBOO, BLUE, OCHRE, VERMILION, WHITE, mix
from app.web.drawings.solids import ball, box, curve, cylinder, lathe, patch, prism, rounded, stroke


def toy(d: Draft) -> None:
    """A wooden train, engine and wagon, on its track."""
    for i in range(8):
        d.box((-4.6 + i * 2.1, -0.2, -0.35), (0.8, 4.0, 0.2), mix(d.sheet.second, d.sheet.ink, 0.25))
    for y in (0.45, 2.75):
        d.box((-5.2, y, -0.15), (16.6, 0.3, 0.2), d.steel)
    wagon(d, -4.6)
    d.box((0.6, 0.3, 0.7), (6.8, 3.0, 0.7), d.sheet.second)
    wheels(d, (1.8, 4.2, 6.4))
    d.box((0.8, 0.5, 1.4), (2.2, 2.6, 3.4), d.sheet.main)
    d.add(patch([(1.3, 3.11, 3.0), (2.5, 3.11, 3.0), (2.5, 3.11, 4.2), (1.3, 3.11, 4.2)], WHITE))
    d.box((0.5, 0.2, 4.8), (2.8, 3.2, 0.4), d.sheet.accent)
    d.add(cylinder((3.0, 1.8, 2.7), 1.25, 4.2, d.sheet.main, "x"))
    for x in (4.2, 5.8):
        d.add(cylinder((x, 1.8, 2.7), 1.3, 0.3, d.sheet.second, "x"))
    d.add(lathe((6.2, 1.8, 3.8), [(0.45, 0), (0.45, 1.1), (0.75, 1.7)], d.dark), ball((4.9, 1.8, 4.1), 0.45, OCHRE))
    d.dot((7.21, 1.8, 2.7), 0.7, OCHRE, "x")


def wheels(d: Draft, where: tuple[float, ...]) -> None:
    for x in where:
        d.add(cylinder((x, 3.25, 0.85), 0.85, 0.4, d.sheet.accent, "y"))
        d.dot((x, 3.66, 0.85), 0.3, WHITE)


def wagon(d: Draft, x: float) -> None:
    d.box((x, 0.3, 0.7), (4.2, 3.0, 1.7), d.sheet.main)
    for i, colour in enumerate((OCHRE, BAMBOO, BLUE)):
        d.box((x + 0.4 + i * 1.2, 0.8, 2.4), (1.0, 1.0, 1.0), colour)
    d.add(ball((x + 1.4, 2.4, 2.9), 0.7, VERMILION), cylinder((x + 3.0, 2.4, 2.4), 0.6, 1.1, d.sheet.second))
    wheels(d, (x + 1.1, x + 3.1))
    d.rod([(x + 4.2, 1.8, 1.2), (x + 5.2, 1.8, 1.2)], 0.3, d.steel)


def cube(d: Draft) -> None:
    """A puzzle cube with one layer half turned, its faces also told apart by shape."""
    inks = [VERMILION, BLUE, BAMBOO, OCHRE, WHITE, mix(OCHRE, VERMILION, 0.5)]
    side, gap = 2.0, 0.12
    turned = d.between(0.2, 0.5)

    def layer(z: float, turn: float) -> None:
        c, s, m = math.cos(turn), math.sin(turn), side * 1.5

        def at(x: float, y: float, h: float) -> tuple[float, float, float]:
            return m + (x - m) * c - (y - m) * s, m + (x - m) * s + (y - m) * c, h

        d.add(prism([at(0, 0, z), at(3 * side, 0, z), at(3 * side, 3 * side, z), at(0, 3 * side, z)], (0, 0, side), d.dark))
        for i in range(3):
            low, high = i * side + gap, (i + 1) * side - gap
            b, t, e = z + gap, z + side - gap, 3 * side
            d.add(patch([at(low, e, b), at(high, e, b), at(high, e, t), at(low, e, t)], d.rng.choice(inks)))
            d.add(patch([at(e, low, b), at(e, high, b), at(e, high, t), at(e, low, t)], d.rng.choice(inks)))
            if z > 3.9:
                for j in range(3):
                    y0, y1 = j * side + gap, (j + 1) * side - gap
                    d.add(patch([at(low, y0, e), at(high, y0, e), at(high, y1, e), at(low, y1, e)], d.rng.choice(inks)))
                    if d.chance(0.4):
                        d.add(
                            patch(
                                [
                                    at((low + high) / 2 + 0.4 * math.cos(k), (y0 + y1) / 2 + 0.4 * math.sin(k), e)
                                    for k in range(6)
                                ],
                                d.dark,
                            )
                        )

    layer(0, 0)
    layer(2, 0)
    layer(4, turned if d.chance(0.7) else 0)


def board_game(d: Draft) -> None:
    """A board, its pieces and a die."""
    n, side, top = 6, 1.5, 0.6
    d.box((-0.4, -0.4, 0), (n * side + 0.8, n * side + 0.8, top), d.sheet.main)
    for i in range(n):
        for j in range(n):
            x, y = i * side, j * side
            colour = d.sheet.second if (i + j) % 2 else mix(d.sheet.main, d.sheet.ink, 0.1)
            d.add(patch([(x, y, top), (x + side, y, top), (x + side, y + side, top), (x, y + side, top)], colour))
    spots = d.rng.sample([(i, j) for i in range(n) for j in range(n)], 8)
    for i, j in sorted(spots, key=lambda spot: spot[0] + spot[1]):
        at = (i * side + side / 2, j * side + side / 2, top)
        colour = d.one_of(d.sheet.accent, d.sheet.second, d.dark)
        d.add(
            lathe(at, [(0.56, 0), (0.56, 0.25), (0.24, 0.9), (0.24, 1.3)], colour, rings=(1,)),
            ball((at[0], at[1], at[2] + 1.6), 0.42, colour),
        )
    die(d, (n * side + 1.6, n * side - 2.6, 0))


def die(d: Draft, at: tuple[float, float, float]) -> None:
    x, y, z = at
    s = 1.7
    d.box(at, (s, s, s), WHITE)
    for a, b in ((0.25, 0.25), (0.75, 0.75), (0.5, 0.5)):
        d.dot((x + s * a, y + s * b, z + s + 0.01), 0.17, d.dark, "z")
    for a, b in ((0.25, 0.25), (0.25, 0.75), (0.75, 0.25), (0.75, 0.75)):
        d.dot((x + s * a, y + s + 0.01, z + s * b), 0.17, d.dark, "y")
    d.dot((x + s + 0.01, y + s * 0.5, z + s * 0.5), 0.17, VERMILION, "x")


def robot(d: Draft) -> None:
    """A tin robot that one builds oneself."""
    body, head = d.sheet.main, d.sheet.second
    for x in (0.5, 2.7):
        d.box((x, 0.6, 0), (1.3, 2.2, 0.6), d.dark)
        d.box((x + 0.2, 0.9, 0.6), (0.9, 1.2, 1.6), d.steel)
    d.add(cylinder((-0.5, 1.4, 4.6), 0.55, 0.5, d.steel, "x"))
    d.box((-1.2, 0.9, 2.2), (0.8, 1.1, 2.7), head)
    d.box((0, 0, 2.2), (4.5, 3.0, 3.4), body)
    front = 3.01
    d.add(patch([(0.6, front, 3.4), (2.9, front, 3.4), (2.9, front, 5.0), (0.6, front, 5.0)], head))
    for i in range(3):
        d.thin((0.9, front + 0.01, 3.8 + i * 0.4), (2.6 - i * 0.5, front + 0.01, 3.8 + i * 0.4))
    for i, colour in enumerate((VERMILION, OCHRE, BAMBOO)):
        d.dot((3.7, front, 4.8 - i * 0.7), 0.25, colour)
    d.add(cylinder((4.5, 1.4, 4.6), 0.55, 0.5, d.steel, "x"))
    d.box((5.0, 0.9, 2.2), (0.8, 1.1, 2.7), head)
    d.box((1.7, 1.0, 5.6), (1.1, 1.0, 0.4), d.steel)
    d.box((0.6, 0.2, 6.0), (3.3, 2.6, 2.4), head)
    for x in (1.5, 3.0):
        d.dot((x, 2.81, 7.4), 0.5, WHITE)
        d.dot((x + d.between(-0.15, 0.15), 2.82, 7.4), 0.22, d.dark)
    d.add(stroke([(1.5, 2.82, 6.5), (3.0, 2.82, 6.5)], 0.2, d.sheet.accent))
    d.rod([(2.25, 1.5, 8.4), (2.25, 1.5, 9.5)], 0.18, d.steel)
    d.add(ball((2.25, 1.5, 9.8), 0.4, d.sheet.accent))


def rocket(d: Draft) -> None:
    """A model rocket on its stand."""
    d.add(lathe((0, 0, 0), [(3.2, 0), (3.2, 0.35)], d.sheet.second), cylinder((0, 0, 0.35), 0.4, 1.4, d.steel))
    r = 1.6
    for t in (math.pi * 1.25, math.pi * 0.92, math.pi * 1.58):
        fin(d, t, r)
    d.add(lathe((0, 0, 1.7), [(0.9, 0), (r, 0.9), (r, 6.2), (r * 0.82, 8.0), (r * 0.4, 9.6), (0.02, 10.4)], WHITE, rings=(1,)))
    d.add(lathe((0, 0, 7.9), [(r, 0), (r * 0.82, 1.8), (r * 0.4, 3.4), (0.02, 4.2)], d.sheet.main, rings=(0,)))
    d.add(lathe((0, 0, 3.2), [(r + 0.01, 0), (r + 0.01, 0.7)], d.sheet.main, rings=(0,)))
    c = r * 0.71 + 0.02
    window = [
        (c + 0.5 * math.cos(t) * 0.7, c - 0.5 * math.cos(t) * 0.7, 6.2 + 0.75 * math.sin(t))
        for t in [i / 24 * math.tau for i in range(24)]
    ]
    glass = [(x * 0.7 + c * 0.3, y * 0.7 + c * 0.3, z * 0.7 + 6.2 * 0.3) for x, y, z in window]
    d.add(patch(window, d.steel), patch(glass, BLUE))
    for t in (math.pi * 0.58, -math.pi * 0.08):
        fin(d, t, r)


def fin(d: Draft, turn: float, r: float) -> None:
    c, s = math.cos(turn), math.sin(turn)
    shape = [(c * r, s * r, 2.4), (c * r, s * r, 4.6), (c * (r + 1.7), s * (r + 1.7), 2.4), (c * (r + 1.7), s * (r + 1.7), 1.0)]
    made = patch(shape, d.sheet.accent)
    made.outlined = True
    d.add(made)


def building_blocks(d: Draft) -> None:
    """A gate of blocks: an arch, two pillars, a roof, a ball."""
    d.add(cylinder((-2.6, 2.4, 0), 0.9, 2.2, OCHRE))
    d.box((0, 0, 0), (1.8, 1.8, 4), d.sheet.main)
    d.box((5.2, 0, 0), (1.8, 1.8, 4), d.sheet.main)
    arch = [(0.0, 1.8, 4.0), (0.0, 1.8, 6.2), (7.0, 1.8, 6.2), (7.0, 1.8, 4.0)]
    curve_ = [(3.5 + 1.7 * math.cos(t), 1.8, 4 + 1.5 * math.sin(t)) for t in [i / 16 * math.pi for i in range(17)]]
    d.add(prism([(x, 0, z) for x, _, z in [*arch, *curve_]], (0, 1.8, 0), d.sheet.second, smooth=True))
    d.add(prism([(0.6, 0, 6.2), (6.4, 0, 6.2), (3.5, 0, 8.6)], (0, 1.8, 0), d.sheet.accent))
    d.add(ball((8.6, 2.6, 1.0), 1.0, VERMILION))
    d.box((2.2, 3.6, 0), (1.5, 1.5, 1.5), BLUE)
    d.add(prism([(2.2, 3.6, 1.5), (3.7, 3.6, 1.5), (2.95, 3.6, 2.9)], (0, 1.5, 0), BAMBOO))
    d.add(patch(rounded((2.5, 5.11, 0.3), (0.9, 0.9), 0.2, "y"), WHITE))


def kite(d: Draft) -> None:
    """A paper kite and its reel."""
    tail = [(1.2 + i * 0.7, 0.0, 0.4 - i * 0.5 + 0.5 * math.sin(i * 1.3)) for i in range(9)]
    d.add(stroke(curve(tail, 6)))
    for i in (2, 4, 6, 8):
        x, y, z = tail[i]
        d.add(
            patch([(x - 0.5, y, z + 0.3), (x, y, z), (x - 0.5, y, z - 0.3)], d.sheet.accent),
            patch([(x + 0.5, y, z + 0.3), (x, y, z), (x + 0.5, y, z - 0.3)], d.sheet.accent),
        )
    top, low, west, east, mid = (0.0, 0.0, 9.4), (1.2, 0.0, 0.4), (-4.0, 0.0, 6.2), (5.0, 0.0, 6.0), (0.45, 0.4, 6.1)
    for shape, colour in (
        ((top, west, mid), d.sheet.main),
        ((top, mid, east), d.sheet.second),
        ((west, low, mid), d.sheet.second),
        ((mid, low, east), d.sheet.main),
    ):
        panel = patch(shape, colour)
        panel.outlined = True
        d.add(panel)
    d.dot((-0.9, 0.5, 6.9), 0.35, d.dark)
    d.dot((1.6, 0.5, 6.9), 0.35, d.dark)
    d.add(stroke([mid, (-3.6, 4.4, 1.0)]), cylinder((-4.6, 4.4, 0.6), 0.5, 2.0, d.sheet.accent, "x"))
    d.add(box((-4.8, 3.9, 0.1), (0.2, 1.0, 1.0), d.sheet.main), box((-2.6, 3.9, 0.1), (0.2, 1.0, 1.0), d.sheet.main))
