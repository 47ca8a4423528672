"""The small world's open floor has a ladder of its size: a first rung that a neighbourhood can reach."""

from functools import partial

from app.seeding.cast import Cast
from app.seeding.timeline import Timeline
from ideas.ladder.actions import set_ladder
from ideas.ladder.rules import DEFAULT, Rung

LADDER = (Rung(20, 14), *DEFAULT)
SET = -129.0


def plan_ladder(timeline: Timeline, cast: Cast) -> None:
    timeline.at(SET, partial(_set, cast))


async def _set(cast: Cast) -> None:
    await set_ladder(LADDER, by=cast.people["staff"].id)
