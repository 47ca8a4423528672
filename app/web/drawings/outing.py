"""Things one takes along."""

import math

from app.web.drawings.draft import Draft
from app.web.drawings.palette import WHITE, mix
from app.web.drawings.solids import box, circle, curve, cylinder, lathe, patch, plus, prism, rounded, stroke


def bag(d: Draft) -> None:
    """A backpack with a pocket, a flap and a handle."""
    w, h, deep = d.between(5.2, 6.2), d.between(7.4, 8.6), 2.6
    d.add(stroke(curve([(w * 0.2, 0.2, h - 0.6), (w * 0.1, -1.6, h * 0.6), (w * 0.15, -0.6, 0.8)]), 0.55, d.sheet.accent))
    d.add(
        stroke(
            curve(
                [
                    (w * 0.35, deep / 2, h - 0.1),
                    (w * 0.4, deep / 2, h + 1.2),
                    (w * 0.6, deep / 2, h + 1.2),
                    (w * 0.65, deep / 2, h - 0.1),
                ]
            ),
            0.36,
            d.sheet.accent,
        )
    )
    d.add(prism(rounded((0, 0, 0), (w, h), 1.5, "y"), (0, deep, 0), d.sheet.main, smooth=True))
    d.add(
        prism(
            rounded((0.6, deep, 0.4), (w - 1.2, h * 0.42), 0.7, "y"),
            (0, 0.8, 0),
            mix(d.sheet.main, d.sheet.ink, 0.12),
            smooth=True,
        )
    )
    pocket = deep + 0.82
    d.thin((0.9, pocket, h * 0.33), (w - 0.9, pocket, h * 0.33))
    d.add(stroke([(w / 2, pocket, h * 0.33), (w / 2, pocket, h * 0.33 - 0.8)], 0.2, d.sheet.accent))
    seam = deep + 0.02
    d.add(patch(rounded((w / 2 - 1.1, seam, h * 0.56), (2.2, 1.2), 0.2, "y"), d.sheet.second))
    d.thin((0.4, seam, h * 0.8), (w - 0.4, seam, h * 0.8))
    d.thin((w / 2 - 0.7, seam, h * 0.56 + 0.6), (w / 2 + 0.7, seam, h * 0.56 + 0.6))


def umbrella(d: Draft) -> None:
    """Open, with its ribs, on a stick with a crook."""
    r, rise, ribs = 5.4, d.between(2.4, 3.2), 8
    d.rod([(0, 0, 0), (0, 0, -6.2)], 0.3, d.steel)
    d.add(stroke(curve([(0, 0, -6.0), (0, 0.1, -7.2), (0.7, 0.6, -7.7), (1.3, 1.1, -7.0)]), 0.5, d.sheet.accent))
    rim, top = circle((0, 0, 0), r, sides=ribs * 6), (0.0, 0.0, rise)

    def over(p: tuple[float, float, float], t: float) -> tuple[float, float, float]:
        return p[0] * math.sin(t * math.pi / 2), p[1] * math.sin(t * math.pi / 2), rise * math.cos(t * math.pi / 2)

    order = sorted(range(ribs), key=lambda i: math.cos((i + 0.5) / ribs * math.tau - math.pi / 4))
    for i in order:
        edge = [rim[(i * 6 + k) % len(rim)] for k in range(7)]
        scallop = [plus(p, (0, 0, 0.35 * math.sin(k / 6 * math.pi))) for k, p in enumerate(edge)]
        left = [over(edge[0], k / 8) for k in range(1, 8)]
        right = [over(edge[-1], k / 8) for k in range(7, 0, -1)]
        gore = patch([top, *left, *scallop, *right], d.sheet.main if i % 2 else d.sheet.second)
        gore.outlined = True
        d.add(gore)
    d.rod([(0, 0, rise), (0, 0, rise + 0.9)], 0.26, d.steel)


def thermos(d: Draft) -> None:
    """A flask with a cup for a lid and a carrying loop."""
    r, h = d.between(1.7, 2.1), d.between(6.4, 7.8)
    d.add(lathe((0, 0, 0), [(r * 0.92, 0), (r, 0.25), (r, h), (r * 0.8, h + 0.7)], d.sheet.main, rings=(1, 2)))
    d.add(lathe((0, 0, h * 0.3), [(r + 0.02, 0), (r + 0.02, h * 0.28)], d.sheet.second, rings=(0,)))
    d.add(lathe((0, 0, h + 0.7), [(r * 0.84, 0), (r * 0.84, 0.4)], d.steel))
    d.add(lathe((0, 0, h + 1.1), [(r * 0.95, 0), (r * 0.9, 1.7), (r * 0.78, 1.95)], d.sheet.accent, rings=(1,)))
    d.add(
        stroke(
            curve(
                [
                    (r * 0.7, -r * 0.7, h - 0.4),
                    (r * 1.5, -r * 1.2, h + 0.6),
                    (r * 1.3, -r * 1.3, h + 2.4),
                    (r * 0.5, -r * 0.6, h + 2.6),
                ]
            ),
            0.3,
            d.dark,
        )
    )
    x = r * 2.3
    d.add(
        lathe((x, r * 1.4, 0), [(r * 0.55, 0), (r * 0.8, 1.5)], d.sheet.second),
        patch(circle((x, r * 1.4, 1.45), r * 0.68), mix((120, 70, 40), d.sheet.main, 0.2)),
    )


def bike_light(d: Draft) -> None:
    """A lamp clamped to a bar, shining."""
    d.add(cylinder((-5.2, 0, 0), 0.62, 10.4, d.steel, "x"))
    d.add(cylinder((-0.8, 0, 0), 0.95, 1.6, d.dark, "x"), box((-0.55, -0.45, 0.7), (1.1, 0.9, 0.7), d.dark))
    d.add(cylinder((0, -2.0, 2.7), 1.5, 3.6, d.sheet.main, "y"), cylinder((0, 1.6, 2.7), 1.75, 0.55, d.sheet.second, "y"))
    d.dot((0, 2.16, 2.7), 1.45, (255, 226, 150))
    for r in (1.0, 0.5):
        d.dot((0, 2.17, 2.7), r, mix((255, 226, 150), WHITE, 0.8 - r * 0.6))
    d.box((-0.5, -0.6, 4.1), (1.0, 1.0, 0.3), d.sheet.accent)
    for t in (-0.5, 0, 0.5):
        d.rod(
            [(math.sin(t) * 2.2, 3.4, 2.7 + math.cos(t) * 0.2 + t), (math.sin(t) * 3.4, 5.6, 2.7 + t * 2.2)], 0.16, d.sheet.accent
        )


def skateboard(d: Draft) -> None:
    """A board on four wheels."""
    long, w = 12.0, 3.2
    for x in (2.4, long - 2.8):
        d.add(cylinder((x, 0.1, 0.6), 0.62, 0.6, d.sheet.accent, "y"))
        d.box((x - 0.3, 0.5, 0.5), (0.6, 2.2, 0.5), d.steel)
        d.add(cylinder((x, w - 0.7, 0.6), 0.62, 0.6, d.sheet.accent, "y"))
        d.dot((x, w - 0.09, 0.6), 0.22, d.steel)
    d.add(prism(rounded((0, 0, 1.15), (long, w), 1.58), (0, 0, 0.34), d.sheet.main, smooth=True))
    top = 1.5
    d.add(patch(rounded((0.3, 0.28, top), (long - 0.6, w - 0.56), 1.3), d.sheet.second))
    for i in range(4):
        x = 3 + i * 1.5
        d.add(patch([(x, 0.28, top), (x + 0.7, 0.28, top), (x + 1.7, w - 0.28, top), (x + 1.0, w - 0.28, top)], d.sheet.main))
    for x in (1.9, 2.5, long - 2.5, long - 1.9):
        for y in (1.1, 2.1):
            d.dot((x, y, top + 0.01), 0.12, d.steel, "z")


def suitcase(d: Draft) -> None:
    """A cabin case with ribs, wheels and its handle out."""
    w, h, deep = 5.4, d.between(6.6, 7.6), 2.8
    d.rod([(1.5, 0.5, h), (1.5, 0.5, h + 2.4), (w - 1.5, 0.5, h + 2.4), (w - 1.5, 0.5, h)], 0.28, d.steel)
    for x in (0.5, w - 1.1):
        d.add(cylinder((x, deep - 0.7, 0), 0.36, 0.5, d.dark, "y"))
    d.add(prism(rounded((0, 0, 0.4), (w, h), 0.8, "y"), (0, deep, 0), d.sheet.main, smooth=True))
    front = deep + 0.01
    for i in range(5):
        x = 0.9 + i * (w - 1.8) / 4
        d.add(stroke([(x, front, 1.2), (x, front, h - 0.4)], 0.16, mix(d.sheet.main, d.sheet.ink, 0.22)))
    d.add(patch(rounded((w / 2 - 0.8, front, h * 0.62), (1.6, 0.9), 0.15, "y"), d.sheet.second))
    d.add(stroke([(w + 0.02, 0.9, h * 0.45), (w + 0.02, 0.9, h * 0.72)], 0.36, d.sheet.accent))
    d.add(stroke([(w * 0.3, deep * 0.6, h + 0.42), (w * 0.7, deep * 0.6, h + 0.42)], 0.3, d.sheet.accent))
