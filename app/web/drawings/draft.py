"""What every object's function is handed: the scene, the inks and the seed's own choices."""

import random
from collections.abc import Callable
from dataclasses import dataclass

from app.web.drawings.palette import INK, WHITE, Colour, Sheet, mix
from app.web.drawings.rendering import Scene
from app.web.drawings.solids import Point, box, circle, patch, stroke


@dataclass
class Draft:
    scene: Scene
    rng: random.Random

    @property
    def sheet(self) -> Sheet:
        return self.scene.sheet

    @property
    def dark(self) -> Colour:
        """The deep tone of holes, lenses and tyres: dark on any paper."""
        return mix(INK, self.sheet.main, 0.14)

    @property
    def steel(self) -> Colour:
        return mix(WHITE, INK, 0.24)

    def between(self, low: float, high: float) -> float:
        return self.rng.uniform(low, high)

    def one_of(self, *options: Colour) -> Colour:
        return self.rng.choice(options)

    def chance(self, share: float) -> bool:
        return self.rng.random() < share

    def add(self, *items) -> None:  # type: ignore[no-untyped-def]
        self.scene.add(*items)

    def box(self, at: Point, size: Point, colour: Colour) -> None:
        self.scene.add(box(at, size, colour))

    def dot(self, centre: Point, r: float, colour: Colour, axis: str = "y") -> None:
        self.scene.add(patch(circle(centre, r, axis), colour))

    def thin(self, *points: Point) -> None:
        self.scene.add(stroke(points))

    def rod(self, points: list[Point], width: float, colour: Colour) -> None:
        self.scene.add(stroke(points, width, colour))


Maker = Callable[[Draft], None]
