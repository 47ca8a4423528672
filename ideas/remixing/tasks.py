"""A remix that waited unseen for staff tells of its source's part once it is let through."""

from app.foundation.database import rows, transaction
from app.foundation.sweeps import sweep
from ideas.remixing.actions import tell_of_remix
from ideas.rules import PUBLIC


@sweep("remixes_let_through")
async def find_untold_remixes() -> None:
    found = await rows(
        """select distinct c.idea from contribution c join idea i on i.id = c.idea
        where c.role = 'remixed' and c.told_at is null and i.visibility = 'visible' and i.state = any({}) limit 50""",
        list(PUBLIC),
    )
    for one in found:
        async with transaction():
            await tell_of_remix(one["idea"])
