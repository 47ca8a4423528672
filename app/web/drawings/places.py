"""What stands in the places that are still empty."""

import math

from app.web.drawings.draft import Draft
from app.web.drawings.solids import Flat, ball, circle, curve, lathe, patch, prism, rounded, stroke


def mailbox(d: Draft) -> None:
    """Notices: a letter box with its flag down."""
    d.box((1.6, 0.9, 0), (0.6, 0.6, 3.2), d.sheet.second)
    tunnel = [
        (0.0, 0.0, 3.2),
        (0.0, 0.0, 5.0),
        *[(1.9 - 1.9 * p[0], 0.0, 5.0 + 1.7 * p[1]) for p in _arc()],
        (3.8, 0.0, 5.0),
        (3.8, 0.0, 3.2),
    ]
    d.add(prism(tunnel, (0, 4.6, 0), d.sheet.main, smooth=True))
    d.add(patch([(0.7, 4.61, 4.9), (3.1, 4.61, 4.9), (3.1, 4.61, 5.3), (0.7, 4.61, 5.3)], d.dark))
    d.add(stroke([(3.82, 1.0, 4.2), (3.82, 3.4, 4.2)], 0.24, d.sheet.accent))
    d.box((4.6, 4.2, 0), (2.4, 1.7, 0.12), d.sheet.second)
    d.thin((4.6, 4.2, 0.13), (5.8, 5.2, 0.13), (7.0, 4.2, 0.13))


def _arc() -> list[Flat]:
    return [(math.cos(t), math.sin(t)) for t in (i / 16 * math.pi for i in range(17))]


def parcel(d: Draft) -> None:
    """Perks: a box with its tape and label."""
    d.box((0, 0, 0), (7, 5.4, 4.2), d.sheet.main)
    d.add(patch([(3, 0, 4.21), (4, 0, 4.21), (4, 5.4, 4.21), (3, 5.4, 4.21)], d.dark))
    d.add(patch([(3, 5.41, 4.2), (4, 5.41, 4.2), (4, 5.41, 3.0), (3, 5.41, 3.0)], d.dark))
    d.add(patch([(4.6, 5.42, 0.6), (6.4, 5.42, 0.6), (6.4, 5.42, 2.2), (4.6, 5.42, 2.2)], d.sheet.second))
    for z in (1.0, 1.4, 1.8):
        d.thin((4.9, 5.43, z), (6.1, 5.43, z))


def bulb(d: Draft) -> None:
    """Ideas: a bulb on the workbench."""
    bench(d)
    d.add(lathe((3.6, 2, 2.6), [(0.8, 0), (0.8, 1.1)], d.steel, rings=(0,)), ball((3.6, 2, 5.2), 1.8, d.sheet.main))
    d.add(stroke(curve([(3.3, 2.3, 4.0), (3.0, 2.6, 5.2), (3.6, 2, 4.9), (4.2, 1.4, 5.2), (3.9, 1.7, 4.0)])))


def bench(d: Draft) -> None:
    for at in ((0.3, 0.3), (7.2, 0.3), (0.3, 3.2), (7.2, 3.2)):
        d.box((*at, 0), (0.5, 0.5, 2.2), d.sheet.second)
    d.box((0, 0, 2.2), (8, 4, 0.4), d.sheet.main)


def tickets(d: Draft) -> None:
    """Pledges: a small stack of tickets."""
    for i in range(4):
        d.box((i * 0.25, i * -0.2, i * 0.35), (8, 4.4, 0.22), d.sheet.main)
    top = 3 * 0.35 + 0.23
    x, y = 0.75, -0.6
    d.add(stroke([(x + 5.6, y, top), (x + 5.6, y + 4.4, top)]))
    for w in (1.0, 2.0):
        d.thin((x + 0.9, y + 0.5 + w, top), (x + 4.2 - w * 0.5, y + 0.5 + w, top))
    d.add(patch(circle((x + 6.8, y + 2.2, top), 0.7), d.dark))


def glass(d: Draft) -> None:
    """Search: a magnifier over an empty sheet."""
    d.box((0, 0, 0), (6.4, 7.4, 0.12), d.sheet.second)
    for i in range(4):
        d.thin((0.9, 1.2 + i * 1.1, 0.13), (5.2 - i * 0.6, 1.2 + i * 1.1, 0.13))
    d.add(stroke([(6.6, 6.4, 0.8), (9.4, 8.6, 0.8)], 0.7, d.sheet.accent))
    d.add(stroke(circle((5, 4.9, 0.8), 2.0), 0.4, d.sheet.main, closed=True))


def board(d: Draft) -> None:
    """Challenges: a notice board with sheets pinned to it."""
    for x in (0.4, 7.2):
        d.box((x, 0, 0), (0.5, 0.5, 7.4), d.sheet.second)
    d.box((0, 0.5, 2.4), (8.1, 0.4, 4.8), d.sheet.main)
    for x, z, w, h in ((0.8, 3.1, 2.2, 3.0), (3.5, 4.4, 1.8, 2.2), (5.8, 3.2, 1.6, 2.4)):
        d.add(
            patch(rounded((x, 0.92, z), (w, h), 0.1, "y"), d.sheet.second),
            patch(circle((x + w / 2, 0.93, z + h - 0.3), 0.16, "y"), d.dark),
        )
        d.thin((x + 0.4, 0.93, z + h - 1.0), (x + w - 0.4, 0.93, z + h - 1.0))
        d.thin((x + 0.4, 0.93, z + h - 1.5), (x + w - 0.7, 0.93, z + h - 1.5))
