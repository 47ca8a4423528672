"""Pictures drawn by code for the seeded world: ideas, covers, avatars and logos, each seed its own."""

import random

from PIL import Image

from app.web.drawings import desk, home, outing, play
from app.web.drawings.draft import Draft, Maker
from app.web.drawings.marks import draw_avatar as draw_avatar
from app.web.drawings.marks import draw_logo as draw_logo
from app.web.drawings.palette import SHEETS, Sheet
from app.web.drawings.rendering import Scene, print_sheet

KINDS: dict[str, Maker] = {
    maker.__name__: maker
    for maker in (
        *(desk.lamp, desk.keyboard, desk.notebook, desk.speaker, desk.clock, desk.camera),
        *(outing.bag, outing.umbrella, outing.thermos, outing.bike_light, outing.skateboard, outing.suitcase),
        *(home.cup, home.planter, home.chair, home.teapot, home.cat_house, home.shelf),
        *(play.toy, play.cube, play.board_game, play.robot, play.rocket, play.building_blocks, play.kite),
    )
}


def _sheet(seed: str) -> Sheet:
    return random.Random(f"sheet:{seed}").choice(SHEETS)


def _scene(kind: str, seed: str, sheet: Sheet) -> Scene:
    scene = Scene(sheet)
    KINDS[kind](Draft(scene, random.Random(f"{kind}:{seed}")))
    return scene


def draw_idea(seed: str, kind: str, size: tuple[int, int] = (1200, 900)) -> Image.Image:
    """One object on its sheet, with its measures; the same seed and kind draw the same."""
    return print_sheet(_scene(kind, seed, _sheet(seed)), size)


def draw_detail(seed: str, kind: str, size: tuple[int, int] = (1200, 900)) -> Image.Image:
    """The same object from nearer: a second picture for its page."""
    return print_sheet(_scene(kind, seed, _sheet(seed)), size, share=1.25, centre=(0.56, 0.6), measured=False)


def draw_campaign_cover(seed: str, kind: str, size: tuple[int, int] = (1600, 1000)) -> Image.Image:
    """The finished thing in three colours on one wide sheet: the idea's own stands in front."""
    own = _sheet(seed)
    others = [sheet for sheet in SHEETS if sheet is not own]
    left, right = random.Random(f"cover:{seed}").sample(others, 2)
    cover, x, side = Image.new("RGB", size), 0, round(size[0] * 0.275)
    for sheet, width in ((left, side), (own, size[0] - 2 * side), (right, side)):
        share = 0.82 if sheet is own else 0.76
        cover.paste(
            print_sheet(_scene(kind, seed, sheet), (width, size[1]), share, (0.5, 0.52), measured=False, marked=False), (x, 0)
        )
        x += width
    return cover
