"""Drawings: every kind can be drawn, the same seed draws the same, another one differs."""

import pytest

from app.web.drawings import KINDS, draw_avatar, draw_campaign_cover, draw_idea, draw_logo
from app.web.drawings.solids import box, cylinder, flat

SMALL = (300, 225)


@pytest.mark.parametrize("kind", sorted(KINDS))
def test_each_kind_leaves_ink_on_its_paper(kind: str) -> None:
    picture = draw_idea("k7m2qx", kind, SMALL)
    assert picture.size == SMALL
    assert len(picture.getcolors(SMALL[0] * SMALL[1]) or ()) > 50


@pytest.mark.parametrize("draw", [draw_avatar, draw_logo, lambda seed: draw_idea(seed, "lamp", SMALL)])
def test_a_seed_draws_the_same_again_and_others_draw_something_else(draw) -> None:
    drawn = {seed: draw(seed).tobytes() for seed in ("a", "b", "c", "d")}
    assert draw("a").tobytes() == drawn["a"]
    assert len(set(drawn.values())) == 4


def test_a_cover_is_wide_and_whole() -> None:
    assert draw_campaign_cover("k7m2qx", "cup").size == (1600, 1000)


def test_only_the_three_faces_towards_the_viewer_are_drawn() -> None:
    solid = box((0, 0, 0), (1, 1, 1), (200, 80, 60))
    assert [face.tone for face in solid.faces].count(3) == 1
    assert len(solid.faces) == 3


def test_a_round_wall_and_its_lid_are_five_flat_faces_at_most() -> None:
    assert len(cylinder((0, 0, 0), 1, 2, (200, 80, 60)).faces) <= 5


def test_up_is_up_and_nearer_is_lower() -> None:
    assert flat((0, 0, 1))[1] < flat((0, 0, 0))[1] < flat((1, 1, 0))[1]
