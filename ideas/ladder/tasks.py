"""Every minute: ideas that come near a rung, reach it or miss it."""

import logging

from app.foundation.sweeps import sweep
from ideas.ladder.settling import due, settle

ROUNDS = 20  # of some hundred ideas each; an idea may reach several rungs at once

log = logging.getLogger("zhizao.ladder")


@sweep("ladder")
async def climb() -> None:
    failed: dict[int, Exception] = {}
    for _ in range(ROUNDS):
        changed = False
        for idea in await due():
            try:
                changed = (idea not in failed and await settle(idea)) or changed
            except Exception as error:  # the others' clocks go on
                log.exception("the ladder of idea %s could not be settled", idea)
                failed[idea] = error
        if not changed:
            break
    if failed:
        raise next(iter(failed.values()))
