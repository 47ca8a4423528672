"""Noting what changed on a public page, for everybody to read."""

from collections.abc import Iterable
from typing import Any

from app.accounts.viewer import Viewer
from app.foundation.database import insert
from app.foundation.money import Money
from campaigns.revising.rules import Change
from campaigns.revising.tables import CampaignChange
from campaigns.rules import PUBLIC


async def note_changes(viewer: Viewer | None, campaign: dict[str, Any], changes: Iterable[Change]) -> None:
    """Part of the current transaction. Doubtful words are the page's own case, not one more for each entry."""
    for change in changes:
        await insert(
            CampaignChange, campaign=campaign["id"], actor=viewer.id if viewer else None, what=change.what, about=change.about,
            before=change.before, after=change.after, lang=campaign["lang"],
        )  # fmt: skip


async def note_change(viewer: Viewer | None, campaign: dict[str, Any], what: str, before: str, after: str) -> None:
    """For the texts of other slices: `what` is one of WORDS in this slice's rules."""
    await note_changes(viewer, campaign, [Change(what, before, after)])


async def note_tier(campaign: dict[str, Any], what: str, tier: dict[str, Any], before: int | None = None) -> None:
    """More tiers, more places and an earlier end are what may change of tiers in public; of a secret one nothing is told."""
    if campaign["state"] not in PUBLIC or tier["secret"]:
        return
    if what == "tier_cap":
        change = Change(what, f"{tier['title']} ×{before}", f"{tier['title']} ×{tier['cap']}")
    else:
        price = Money(tier["price"], campaign["currency"]).plain
        change = Change(what, after=f"{tier['title']}: {price}" + (f" ×{tier['cap']}" if tier["cap"] else ""))
    await note_changes(None, campaign, [change])
