"""Things that stand on a desk."""

import math

from app.web.drawings.draft import Draft
from app.web.drawings.palette import WHITE, mix
from app.web.drawings.solids import ball, box, circle, curve, cylinder, lathe, patch, prism, rounded, stroke


def lamp(d: Draft) -> None:
    """Two arms, a shade, and its light on the desk."""
    reach, tall = d.between(4.2, 5.6), d.between(7, 8.4)
    head = (reach, 0.0, tall - 3.2)
    d.add(patch(circle((reach, 0, 0), 3.5), mix(d.sheet.paper, (255, 214, 120), 0.6), outlined=False))
    d.add(lathe((0, 0, 0), [(2.3, 0), (2.3, 0.45), (1.9, 0.7)], d.sheet.second, rings=(1,)))
    elbow = (-1.6, 0.0, tall * 0.55)
    d.rod([(0, 0, 0.7), elbow], 0.42, d.steel)
    d.add(cylinder((elbow[0], -0.3, elbow[2]), 0.5, 0.7, d.sheet.accent, "y"))
    d.rod([elbow, (reach - 0.2, 0, tall)], 0.42, d.steel)
    d.add(ball((reach, 0, head[2] + 0.25), 0.95, (255, 226, 150)))
    d.add(lathe(head, [(2.3, 0), (2.2, 0.35), (1.05, 2.3), (0.8, 2.75), (0.8, 3.3), (0.5, 3.6)], d.sheet.main, rings=(1, 3)))


def keyboard(d: Draft) -> None:
    """Rows of caps, one in the accent's colour, the cable going away."""
    wide, deep = d.rng.choice([11, 13, 15]), 5
    d.add(
        stroke(
            curve([(wide / 2, 0, 0.5), (wide / 2 - 0.5, -1.6, 0.2), (wide / 2 + 2.6, -2.6, 0.1), (wide / 2 + 2, -4.4, 0.1)]),
            0.26,
            d.dark,
        )
    )
    d.add(prism(rounded((-0.45, -0.45, 0), (wide + 0.9, deep + 0.9), 0.5), (0, 0, 0.85), d.sheet.main, smooth=True))
    specials = {(4, 0), (0, 0), (2, wide - 2), (d.rng.randrange(5), d.rng.randrange(wide - 2))}
    for row in range(5):
        column = 0.0
        while column < wide - 0.01:
            span = 5.0 if row == 4 and column == 3 else 2.0 if (row == 2 and column >= wide - 2) else 1.0
            span = min(span, wide - column)
            colour = d.sheet.accent if (row, int(column)) in specials else d.sheet.second
            d.box((column + 0.09, row + 0.09, 0.85), (span - 0.18, 0.82, 0.42), colour)
            column += span


def notebook(d: Draft) -> None:
    """A thick notebook with its band, a pencil beside it."""
    w, h, thick = 7.0, 9.4, d.between(0.9, 1.5)
    d.box((0, 0, 0), (w, h, 0.22), d.sheet.main)
    d.box((0.1, 0.15, 0.22), (w - 0.3, h - 0.3, thick), WHITE)
    for i in range(1, 4):
        z = 0.22 + thick * i / 4
        d.thin((w - 0.2, 0.15, z), (w - 0.2, h - 0.15, z))
        d.thin((0.1, h - 0.15, z), (w - 0.2, h - 0.15, z))
    top = 0.22 + thick
    d.box((0, 0, top), (w, h, 0.22), d.sheet.main)
    d.box((w - 1.5, -0.04, top + 0.2), (0.42, h + 0.08, 0.06), d.sheet.accent)
    d.add(patch([(1, 1.4, top + 0.22), (4.2, 1.4, top + 0.22), (4.2, 3.4, top + 0.22), (1, 3.4, top + 0.22)], d.sheet.second))
    d.thin((1.5, 2.1, top + 0.22), (3.7, 2.1, top + 0.22))
    d.thin((1.5, 2.7, top + 0.22), (3.0, 2.7, top + 0.22))
    pencil(d, (w + 1.2, 0.6, 0.36), 7.4)


def pencil(d: Draft, at: tuple[float, float, float], long: float) -> None:
    x, y, z = at
    d.add(prism(circle((x, y, z), 0.36, "y", 6), (0, long, 0), d.sheet.accent))
    d.add(cylinder((x, y - 0.6, z), 0.34, 0.6, d.steel, "y"))
    tip, wood = (x, y + long + 1.2, z - 0.1), (226, 194, 150)
    ring = circle((x, y + long, z), 0.36, "y", 6)
    d.add(patch([ring[0], ring[1], ring[2], tip], wood), patch([ring[5], ring[0], tip], mix(wood, d.dark, 0.25)))
    d.add(patch([ring[2], ring[3], tip], wood))


def speaker(d: Draft) -> None:
    """A wooden box with two cones and a knob."""
    w, deep, h = d.between(4.6, 6), 3.6, d.between(7, 8.4)
    d.add(stroke(curve([(0.8, 0.5, h), (0.4, 0, h + 2.4), (1.6, -0.6, h + 4.6)]), 0.16, d.steel)) if d.chance(0.5) else None
    d.add(prism(rounded((0, 0, 0.3), (w, h), 0.7, "y"), (0, deep, 0), d.sheet.main, smooth=True))
    for x in (0.7, w - 1.2):
        d.box((x, deep - 1, 0), (0.5, 0.6, 0.32), d.dark)
    front, mid = deep + 0.01, w / 2
    for z, r in ((2.7, min(1.75, w / 2 - 0.5)), (h - 1.5, 1.05)):
        d.dot((mid, front, z), r, d.sheet.second)
        d.dot((mid, front, z), r * 0.72, d.dark)
        d.dot((mid, front, z), r * 0.3, d.sheet.accent)
    d.add(
        cylinder((w - 1.3, 1.8, h + 0.3), 0.55, 0.45, d.sheet.accent),
        cylinder((w - 2.9, 1.8, h + 0.3), 0.55, 0.45, d.sheet.second),
    )


def clock(d: Draft) -> None:
    """An alarm clock with two bells."""
    r = 3.4
    for x in (-1.9, 1.9):
        d.rod([(x, 0.6, -r + 0.8), (x * 1.5, 1.0, -r - 0.5)], 0.5, d.steel)
        d.add(ball((x, 0.7, r + 0.1), 1.15, d.sheet.accent))
    d.rod([(0, 0.7, r), (0, 0.7, r + 1.5)], 0.3, d.steel)
    d.add(cylinder((0, -0.4, 0), r, 2.0, d.sheet.main, "y"))
    face = 1.61
    d.dot((0, face, 0), r * 0.82, WHITE)
    for hour in range(12):
        t = hour / 12 * math.tau
        d.thin((math.cos(t) * r * 0.62, face, math.sin(t) * r * 0.62), (math.cos(t) * r * 0.74, face, math.sin(t) * r * 0.74))
    turn = d.between(0, math.tau)
    d.add(stroke([(0, face, 0), (math.cos(turn) * 1.3, face, math.sin(turn) * 1.3)], 0.2, d.dark))
    d.add(stroke([(0, face, 0), (math.cos(turn * 5) * 1.95, face, math.sin(turn * 5) * 1.95)], 0.12, d.dark))
    d.dot((0, face, 0), 0.26, d.sheet.accent)


def camera(d: Draft) -> None:
    """A small camera on its strap."""
    w, h, deep = 7.2, 4.4, 2.2
    loop = [
        (w, 1, 3.6),
        (w + 1.6, 0.6, 2.2),
        (w + 2.4, 2.6, 0.2),
        (w + 0.6, 5.4, 0.1),
        (3.4, 6.6, 0.1),
        (-1.8, 5.2, 0.1),
        (-2.2, 2.4, 0.6),
        (0, 1, 3.6),
    ]
    d.add(stroke(curve(loop[:4]), 0.5, d.sheet.accent))
    d.add(prism(rounded((0, 0, 0), (w, h), 0.6, "y"), (0, deep, 0), d.sheet.main, smooth=True))
    d.add(
        box((2.2, 0.4, h), (2.8, 1.4, 0.75), d.sheet.second),
        cylinder((6.1, 1.1, h), 0.55, 0.4, d.steel),
        cylinder((1.0, 1.1, h), 0.7, 0.3, d.steel),
    )
    front = deep + 0.01
    d.add(patch([(0, front, 0.9), (w, front, 0.9), (w, front, 2.9), (0, front, 2.9)], d.dark))
    d.add(cylinder((3.6, deep, 2.0), 1.85, 0.9, d.sheet.second, "y"), cylinder((3.6, deep + 0.9, 2.0), 1.5, 0.8, d.dark, "y"))
    d.dot((3.6, deep + 1.71, 2.0), 1.1, mix(d.dark, (90, 140, 200), 0.5))
    d.dot((3.3, deep + 1.72, 2.4), 0.3, WHITE)
    d.add(patch([(5.6, front, 3.3), (6.6, front, 3.3), (6.6, front, 3.9), (5.6, front, 3.9)], WHITE))
    d.add(stroke(curve(loop[3:]), 0.5, d.sheet.accent))
