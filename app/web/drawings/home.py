"""Things for the home."""

import math

from app.web.drawings.draft import Draft
from app.web.drawings.palette import BAMBOO, WHITE, mix
from app.web.drawings.solids import Point, ball, circle, curve, cylinder, lathe, patch, prism, stroke


def cup(d: Draft) -> None:
    """A cup on its saucer, with coffee in it."""
    r, h = d.between(2.3, 2.8), d.between(3.4, 4.6)
    d.add(
        lathe((0, 0, 0), [(2.2, 0), (4.4, 0.55), (4.5, 0.65)], d.sheet.second, rings=(1,)),
        patch(circle((0, 0, 0.66), 2.6), mix(d.sheet.second, d.sheet.ink, 0.12)),
    )
    d.add(
        stroke(
            curve(
                [
                    (r * 0.66, -r * 0.66, h * 0.85),
                    (r * 1.5, -r * 1.3, h * 0.8),
                    (r * 1.4, -r * 1.25, h * 0.35),
                    (r * 0.6, -r * 0.6, h * 0.3),
                ]
            ),
            0.5,
            d.sheet.main,
        )
    )
    d.add(lathe((0, 0, 0.6), [(r * 0.62, 0), (r * 0.8, 0.5), (r, h * 0.6), (r, h)], d.sheet.main, rings=()))
    d.add(lathe((0, 0, 0.6 + h * 0.42), [(r * 0.94, 0), (r + 0.02, h * 0.2)], d.sheet.accent, rings=(0,)))
    d.add(patch(circle((0, 0, h + 0.6), r * 0.9), d.dark), patch(circle((0, 0, h + 0.5), r * 0.84), (126, 78, 48)))
    for x in (-0.8, 0.5):
        d.add(
            stroke(
                curve([(x, x, h + 1.4), (x + 0.5, x - 0.3, h + 2.2), (x - 0.3, x + 0.2, h + 3.0), (x + 0.3, x, h + 3.9)]),
                0.14,
                d.sheet.second,
            )
        )


def leaf(root: Point, tip: Point, width: float, lift: float) -> list[Point]:
    """A bent leaf between two points."""
    side = (-(tip[1] - root[1]), tip[0] - root[0])
    length = math.hypot(*side) or 1
    across = side[0] / length * width, side[1] / length * width
    run: list[Point] = []
    for i in range(11):
        t = i / 10
        bulge = math.sin(math.pi * t**0.8)
        run.append(
            (
                root[0] + (tip[0] - root[0]) * t + across[0] * bulge,
                root[1] + (tip[1] - root[1]) * t + across[1] * bulge,
                root[2] + (tip[2] - root[2]) * t + lift * math.sin(math.pi * t * 0.9),
            )
        )
    back = [
        (
            p[0] - 2 * across[0] * math.sin(math.pi * (i / 10) ** 0.8),
            p[1] - 2 * across[1] * math.sin(math.pi * (i / 10) ** 0.8),
            p[2],
        )
        for i, p in enumerate(run)
    ]
    return [*run, *back[-2:0:-1]]


def planter(d: Draft) -> None:
    """A pot with a plant, and a window that shows the water."""
    r, h = 2.7, d.between(3.2, 4.2)
    d.add(lathe((0, 0, 0), [(r * 0.74, 0), (r, h), (r * 1.1, h), (r * 1.1, h + 0.5)], d.sheet.main, rings=(2,)))
    d.add(patch(circle((0, 0, h + 0.5), r * 0.98), (92, 70, 54)))
    x = r * 0.9
    d.add(patch([(x - 0.25, 1.0, 0.9), (x + 0.2, 1.0, h - 0.7), (x - 0.05, 1.6, h - 0.7), (x - 0.5, 1.6, 0.9)], d.sheet.second))
    turns = [i / 9 * math.tau + d.between(-0.2, 0.2) for i in range(9)]
    greens = (BAMBOO, mix(BAMBOO, WHITE, 0.25), mix(BAMBOO, d.sheet.ink, 0.18))
    for i, t in enumerate(sorted(turns, key=lambda t: math.cos(t - math.pi / 4))):
        far, up = d.between(2.6, 3.8), d.between(2.4, 4.4)
        green = patch(leaf((0, 0, h + 0.4), (math.cos(t) * far, math.sin(t) * far, h + up), 0.75, 1.2), greens[i % 3])
        green.outlined = True
        d.add(green)
        d.add(
            stroke(
                curve(
                    [
                        (0, 0, h + 0.4),
                        (math.cos(t) * far * 0.5, math.sin(t) * far * 0.5, h + 0.4 + up * 0.5 + 1.1),
                        (math.cos(t) * far * 0.86, math.sin(t) * far * 0.86, h + up * 0.88 + 0.5),
                    ]
                )
            )
        )


def chair(d: Draft) -> None:
    """Four legs, a seat, a back with slats."""
    w, seat, tall, leg = 5.0, d.between(3.8, 4.6), d.between(4.4, 5.4), 0.5
    wood, cover = d.sheet.main, d.sheet.second
    for at in ((0.0, 0.0), (w - leg, 0.0), (0.0, w - leg)):
        d.box((*at, 0), (leg, leg, seat), wood)
    d.box((0, 0, seat), (w, w, 0.5), wood)
    d.box((w - leg, w - leg, 0), (leg, leg, seat), wood)
    d.box((0.35, 0.6, seat + 0.5), (w - 0.7, w - 0.9, 0.45), cover)
    slats = d.rng.choice([2, 3, 4])
    d.box((0, 0, seat + 0.5), (leg, leg, tall - 0.5), wood)
    for i in range(slats):
        d.box(
            (leg, 0.1, seat + 1.4 + i * (tall - 1.6) / slats),
            (w - 2 * leg, 0.3, (tall - 1.6) / slats * 0.62),
            d.sheet.accent if i == slats - 1 else wood,
        )
    d.box((w - leg, 0, seat + 0.5), (leg, leg, tall - 0.5), wood)


def teapot(d: Draft) -> None:
    """Round, with a spout and a knob."""
    r = 2.7
    d.add(stroke(curve([(-1.6, 1.6, 3.6), (-3.4, 3.4, 4.0), (-3.6, 3.6, 1.9), (-1.9, 1.9, 1.2)]), 0.5, d.sheet.accent))
    d.add(stroke(curve([(1.4, -1.4, 1.2), (2.9, -2.9, 1.9), (3.3, -3.3, 3.4), (4.1, -4.1, 4.0)]), 1.0, d.sheet.main))
    d.add(lathe((0, 0, 0), [(1.5, 0), (2.2, 0.5), (r, 1.7), (r * 0.98, 2.6), (r * 0.72, 3.9), (1.5, 4.3)], d.sheet.main))
    d.add(lathe((0, 0, 1.75), [(r + 0.01, 0), (r * 0.995, 0.55)], d.sheet.second, rings=(0, 1)))
    d.add(
        lathe((0, 0, 4.3), [(1.6, 0), (1.5, 0.25), (0.5, 0.75)], d.sheet.second, rings=(1,)),
        ball((0, 0, 5.4), 0.5, d.sheet.accent),
    )


def cat_house(d: Draft) -> None:
    """A house with a round door, and who lives in it."""
    w, deep, h = 6.0, 5.4, 4.0
    d.box((0, 0, 0), (w, deep, h), d.sheet.second)
    front = deep + 0.01
    gable = [(-0.5, 0.0, h), (w + 0.5, 0.0, h), (w / 2, 0.0, h + 3.2)]
    d.add(prism([(x, -0.4, z) for x, _, z in gable], (0, deep + 0.9, 0), d.sheet.main))
    d.dot((w / 2, front, 1.9), 1.45, d.dark)
    ear = front + 0.01
    for side in (-1, 1):
        d.add(
            patch(
                [(w / 2 + side * 0.85, ear, 1.9), (w / 2 + side * 0.75, ear, 2.85), (w / 2 + side * 0.15, ear, 2.3)],
                d.sheet.accent,
            )
        )
    d.dot((w / 2, ear, 1.6), 0.85, d.sheet.accent)
    for eye in (-0.35, 0.35):
        d.dot((w / 2 + eye, ear + 0.01, 1.75), 0.13, d.dark)
    d.thin((w / 2 - 0.2, ear + 0.02, 1.35), (w / 2, ear + 0.02, 1.25), (w / 2 + 0.2, ear + 0.02, 1.35))
    d.dot((w / 2, deep + 0.52, h + 1.3), 0.5, d.sheet.accent)


def shelf(d: Draft) -> None:
    """A small shelf with books and a plant."""
    w, deep, h, board = 7.6, 2.6, d.between(7, 8), 0.35
    wood = d.sheet.main
    d.box((0, 0, 0), (board, deep, h), wood)
    d.box((board, 0, 0), (w - board, 0.2, h), mix(wood, d.sheet.ink, 0.2))
    inks = [d.sheet.accent, d.sheet.second, mix(d.sheet.accent, WHITE, 0.5), mix(d.sheet.main, WHITE, 0.6), BAMBOO]
    for level in range(3):
        z = level * (h - board) / 2
        d.box((0, 0, z), (w, deep, board), wood)
        x = board + 0.3
        while level < 2 and x < w - 1.6:
            thick, tall = d.between(0.4, 0.8), d.between(1.7, (h - board) / 2 - board - 0.35)
            d.box((x, 0.3, z + board), (thick, 1.7, tall), d.rng.choice(inks))
            x += thick + (0.9 if d.chance(0.12) else 0.04)
    d.box((w, 0, 0), (board, deep, h), wood)
    d.add(lathe((w * 0.3, deep / 2, h), [(0.6, 0), (0.8, 1.1)], d.sheet.second), ball((w * 0.3, deep / 2, h + 1.9), 0.95, BAMBOO))
    d.add(cylinder((w * 0.72, deep / 2, h), 0.75, 0.9, d.sheet.accent))
