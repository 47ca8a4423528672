"""A scene as SVG whose faces and lines take the page's own colours: `python -m app.web.drawings.as_svg` writes static/images."""

import random
from collections.abc import Callable, Sequence

from app.settings import ROOT
from app.web.drawings import KINDS, places
from app.web.drawings.draft import Draft
from app.web.drawings.palette import SHEETS
from app.web.drawings.rendering import Scene, hull
from app.web.drawings.solids import Face, Flat, Solid, Stroke

WIDE, HIGH, MARGIN = 240, 180, 8
MOST_FACES = 24


def _path(points: Sequence[Flat], *, closed: bool) -> str:
    spots = [f"{x:.1f} {y:.1f}" for x, y in (points[::2] if len(points) > 40 else points)]
    kept = [spot for i, spot in enumerate(spots) if i == 0 or spot != spots[i - 1]]
    return f"M{'L'.join(kept)}{'Z' if closed else ''}"


NAMES = {-1: "d-top", 3: "d-top", 2: "d-side", 1: "d-dark", 0: "d-dark"}


def svg_of(scene: Scene) -> str:
    left, top, right, bottom = scene.extent()
    scale = min((WIDE - 2 * MARGIN) / (right - left), (HIGH - 2 * MARGIN) / (bottom - top))
    dx, dy = WIDE / 2 - (left + right) / 2 * scale, HIGH / 2 - (top + bottom) / 2 * scale

    def at(points: Sequence[Flat]) -> list[Flat]:
        return [(x * scale + dx, y * scale + dy) for x, y in points]

    parts = [part for item in scene.items for part in _item(item, at, scale)]
    head = f'<svg xmlns="http://www.w3.org/2000/svg" class="drawing" viewBox="0 0 {WIDE} {HIGH}" aria-hidden="true">'
    return f"{head}{''.join(parts)}</svg>\n"


def _rope(way: str, wide: float) -> list[str]:
    return [
        f'<path class="{name}" stroke-width="{width:.1f}" d="{way}"/>' for name, width in (("d-rope", wide + 3), ("d-core", wide))
    ]


def _item(item: Solid | Stroke, at: Callable[[Sequence[Flat]], list[Flat]], scale: float) -> list[str]:
    if isinstance(item, Stroke):
        way = _path(at(item.points), closed=item.closed)
        if not item.width:
            return [f'<path class="d-thin" d="{way}"/>']
        return _rope(way, item.width * scale)
    faces = item.faces
    if len(faces) > MOST_FACES:  # a round thing is too fine for a small drawing: its outline says enough
        faces = [Face(hull([p for face in faces for p in face.points]), 3)]
    ways = [(NAMES[face.tone], _path(at(face.points), closed=True)) for face in faces]
    parts = [f'<path class="d-edge" d="{"".join(way for _, way in ways)}"/>'] if item.outlined else []
    for name in ("d-dark", "d-side", "d-top"):
        if merged := "".join(way for tone, way in ways if tone == name):
            parts.append(f'<path class="{name}" d="{merged}"/>')
    if item.creases:
        parts.append(f'<path class="d-thin" d="{"".join(_path(at(crease), closed=False) for crease in item.creases)}"/>')
    return parts


DRAWN = {
    "ideas": places.bulb, "challenges": places.board, "campaigns": KINDS["robot"], "perks": places.parcel,
    "pledges": places.tickets, "notices": places.mailbox, "search": places.glass, "team": KINDS["chair"],
}  # fmt: skip


def write_all() -> None:
    for name, maker in DRAWN.items():
        scene = Scene(SHEETS[0])
        maker(Draft(scene, random.Random(name)))
        (ROOT / "static" / "images" / f"empty-{name}.svg").write_text(svg_of(scene), "utf-8")


if __name__ == "__main__":
    write_all()
