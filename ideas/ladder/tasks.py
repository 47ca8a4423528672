"""Every minute: ideas that come near a rung, reach it or miss it."""

import logging
from time import monotonic

from app.foundation.sweeps import sweep
from ideas.ladder.settling import due, settle

ROUNDS = 20  # of some hundred ideas each; an idea may reach several rungs at once
SECONDS = 20  # other sweeps wait for this one: what is left is for the next minute

log = logging.getLogger("zhizao.ladder")


@sweep("ladder")
async def climb() -> None:
    failed: dict[int, Exception] = {}
    until = monotonic() + SECONDS
    for _ in range(ROUNDS):
        if not await _settle_all(failed, until) or monotonic() > until:
            break
    if failed:
        raise next(iter(failed.values()))


async def _settle_all(failed: dict[int, Exception], until: float) -> bool:
    """Whether anything changed. What fails holds nobody else up."""
    changed = False
    for idea in await due():
        if idea in failed or monotonic() > until:
            continue
        try:
            changed = await settle(idea) or changed
        except Exception as error:
            log.exception("the ladder of idea %s could not be settled", idea)
            failed[idea] = error
    return changed
