"""What lists need is put in order: tags are counted, and what isn't new any more leaves the places for new ideas."""

from app.foundation.database import execute
from app.foundation.sweeps import sweep
from ideas.finding.rules import YOUNG
from ideas.finding.tags import count_tags, is_counted


@sweep("fresh_ideas")
async def let_go() -> None:
    await execute(
        "delete from fresh_idea f using idea i where i.id = f.idea and i.published_at <= app_now() - {}::interval", YOUNG
    )


@sweep("tags_in_use")
async def count_again() -> None:
    if not await is_counted():
        await count_tags()
