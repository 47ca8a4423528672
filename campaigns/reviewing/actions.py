"""Staff's verbs: approve a submitted campaign, or ask for changes with a sentence."""

from typing import Any

from app.accounts.viewer import Viewer
from app.foundation.database import transaction
from app.foundation.lifecycle import move
from app.notifications.actions import notify
from campaigns.tables import Campaign
from campaigns.telling import desk_address, editors_of


async def approve_campaign(viewer: Viewer, campaign: dict[str, Any]) -> None:
    async with transaction():
        await move(Campaign, campaign["id"], "approved", actor=viewer.id)
        await notify(
            await editors_of(campaign),
            "campaign_approved",
            desk_address(campaign),
            campaign=campaign["title"],
        )


async def request_changes(viewer: Viewer, campaign: dict[str, Any], why: str) -> None:
    async with transaction():
        await move(Campaign, campaign["id"], "changes_requested", actor=viewer.id, why=why)
        await notify(
            await editors_of(campaign),
            "campaign_changes_requested",
            desk_address(campaign),
            campaign=campaign["title"],
            why=why,
        )
