"""Every minute: who voted lately, and whether it looks organised."""

import logging

from app.foundation.database import execute, value
from app.foundation.sweeps import sweep
from ideas.guarding.actions import look_at
from ideas.guarding.queries import ideas_to_look_at

log = logging.getLogger("zhizao.guarding")


@sweep("ideas.guard_votes")
async def guard_votes() -> None:
    """One idea's trouble hinders no other; what came meanwhile is the next run's."""
    seen = await value("select seen from vote_watch")
    newest = await value("select coalesce(max(id), 0) from vote")
    for idea in await ideas_to_look_at(seen):
        try:
            await look_at(idea)
        except Exception:
            log.exception("votes of idea %s could not be looked at", idea)
    await execute("update vote_watch set seen = {}", newest)
