"""Reports as their senders see them, and as they stand in a case."""

from typing import Any

from app.accounts.capabilities import opens
from app.accounts.viewer import Viewer
from app.foundation.database import row, rows
from app.foundation.refusals import NotFound


async def own_report(viewer: Viewer, public_id: str, key: str) -> dict[str, Any]:
    """By the session of whoever sent it, or by the link in their mail; NotFound for others."""
    found = await row(
        """select r.*, c.kind as thing_kind, c.thing, c.state as case_state, c.reason from report r
        join moderation_case c on c.id = r.case_id where r.public_id = {}""",
        public_id,
    )
    is_own = found is not None and viewer.is_signed_in and found["member"] == viewer.id
    if found is None or not (is_own or (key and await opens(key, "report", public_id))):
        raise NotFound
    return found


async def reports_of(case: int) -> list[dict[str, Any]]:
    return await rows("select * from report where case_id = {} order by is_claimant desc, weight desc, id limit 200", case)


async def claims_of(case: int) -> list[dict[str, Any]]:
    """What its author is shown: what is claimed, never by whom or how they are reached."""
    return await rows(
        """select kind, details, owner, original_url, lang, created_at from report
        where case_id = {} and is_claimant order by id limit 20""",
        case,
    )
