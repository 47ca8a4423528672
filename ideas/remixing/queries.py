"""What an idea was remixed from, and what was remixed from it."""

from typing import Any

from app.foundation.database import row, rows
from ideas.rules import PUBLIC

_PUBLIC = ", ".join(repr(state) for state in PUBLIC)
_COLUMNS = "id, public_id, title, author, cover, lang, state, created_at, published_at"


async def source_of(idea: dict[str, Any]) -> dict[str, Any] | None:
    """None where there is none on view."""
    if not idea["remixed_from"]:
        return None
    return await row(
        f"select {_COLUMNS} from idea where id = {{}} and visibility = 'visible' and state in ({_PUBLIC})", idea["remixed_from"]
    )


async def remixes_of(idea: int, limit: int = 12) -> list[dict[str, Any]]:
    """Those on view, the most voted for first."""
    return await rows(
        f"""select {_COLUMNS} from idea where remixed_from = {{}} and visibility = 'visible' and state in ({_PUBLIC})
        order by ranked_votes desc, published_at limit {{}}""",
        idea, limit,
    )  # fmt: skip


async def merged_into(idea: int, limit: int = 6) -> list[dict[str, Any]]:
    """Ideas that became part of this one."""
    return await rows(
        f"""select {_COLUMNS} from idea where merged_into = {{}} and state = 'merged' and visibility = 'visible'
        order by id limit {{}}""",
        idea, limit,
    )  # fmt: skip
