"""All ideas that were ever public, the newest first, as staff goes through them."""

from typing import Any

from app.foundation.database import row, rows
from app.foundation.refusals import NotFound

PAGE = 50


async def ideas_for_staff(hidden_only: bool, page: int = 1) -> list[dict[str, Any]]:
    """One row more than a page shows tells whether there is another."""
    return await rows(
        """select i.id, i.public_id, i.title, i.summary, i.state, i.visibility, i.hidden_reason, i.vote_count,
          i.published_at, i.author from idea i where i.published_at is not null and ({} = false or i.visibility = 'hidden')
        order by i.id desc limit {} offset {}""",
        hidden_only, PAGE + 1, (page - 1) * PAGE,
    )  # fmt: skip


async def idea_for_staff(public_id: str) -> dict[str, Any]:
    found = await row("select * from idea where public_id = {} and state <> 'draft'", public_id)
    if found is None:
        raise NotFound
    return dict(found)
