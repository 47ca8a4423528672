"""Who has reserved."""

from typing import Any

from app.accounts.viewer import Viewer
from app.foundation.database import row, rows


async def reservations_of(viewer: Viewer, campaign: dict[str, Any]) -> dict[str, Any]:
    """How many, and whether the viewer is among them."""
    found = await row(
        "select count(*) as count, coalesce(bool_or(member = {}), false) as is_mine from reservation where campaign = {}",
        viewer.id, campaign["id"],
    )  # fmt: skip
    assert found is not None
    return found


async def reserver_ids(campaign: int) -> list[int]:
    """In the order in which they came."""
    return [one["member"] for one in await rows("select member from reservation where campaign = {} order by id", campaign)]
