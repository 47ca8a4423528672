"""Noting what changed on a public page, for everybody to read."""

from collections.abc import Iterable
from typing import Any

from app.accounts.viewer import Viewer
from app.foundation.database import insert
from campaigns.revising.rules import Change
from campaigns.revising.tables import CampaignChange


async def note_changes(viewer: Viewer, campaign: dict[str, Any], changes: Iterable[Change]) -> None:
    """Part of the current transaction. Doubtful words are the page's own case, not one more for each entry."""
    for change in changes:
        await insert(
            CampaignChange, campaign=campaign["id"], actor=viewer.id, what=change.what, about=change.about,
            before=change.before, after=change.after, lang=campaign["lang"],
        )  # fmt: skip


async def note_change(viewer: Viewer, campaign: dict[str, Any], what: str, before: str, after: str) -> None:
    """For the texts of other slices: `what` is one of WORDS in this slice's rules."""
    await note_changes(viewer, campaign, [Change(what, before, after)])
