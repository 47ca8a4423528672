"""Counts come out when the voting that hid them has ended: as the challenge's phases still to come say, in batches."""

from app.foundation.database import execute, rows, transaction
from ideas.ranking import recount
from ideas.voting.locking import lock_ideas

BATCH = 500

# What the phases with votes that haven't ended ask, the strictest first; none: the counts are shown.
_ASKED = """coalesce((select p.counts from challenge_phase p where p.challenge = i.challenge and 'vote' = any(p.doors)
  and p.ends_at > app_now() and p.counts <> 'shown' order by p.counts = 'until_end' desc limit 1), 'shown')"""


async def reveal() -> int:
    """How many ideas' counts came out, or are hidden in another way from now on. Safe to run twice, and at the same time."""
    changed = 0
    while due := await rows(
        f"select i.id from idea i where i.counts <> 'shown' and i.counts <> {_ASKED} order by i.id limit {BATCH}"
    ):
        changed += await _reveal([one["id"] for one in due])
    return changed


async def _reveal(ideas: list[int]) -> int:
    async with transaction():
        locked = await lock_ideas(ideas)
        await execute(f"update idea i set counts = {_ASKED} where i.id = any({{}}::bigint[])", locked)
        await recount(locked)
    return len(locked)
