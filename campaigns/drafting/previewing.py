"""Showing a draft to somebody outside the team: links with a name and an end, seen and revoked at the desk."""

from typing import Any

from app.accounts.capabilities import DeadLink, opened_link
from app.accounts.handing_on import hand_on, handed, take_back
from app.accounts.viewer import Viewer
from app.foundation.database import row
from app.foundation.i18n import N_
from app.foundation.refusals import Refusal
from campaigns.queries import SHOWN
from campaigns.rules import PUBLIC

SCOPE = "preview"
DAYS = (1, 7, 30)


async def make_preview(viewer: Viewer, campaign: dict[str, Any], note: str, days: int) -> None:
    if campaign["state"] in PUBLIC:
        raise Refusal(N_("这个众筹已经公开，直接分享公开页面就行。"))
    await hand_on(viewer, SCOPE, campaign["public_id"], note, days)


async def previews_of(campaign: dict[str, Any]) -> list[dict[str, Any]]:
    return await handed(SCOPE, campaign["public_id"], f"/campaigns/{campaign['public_id']}/preview")


async def revoke_preview(campaign: dict[str, Any], link_id: str) -> None:
    await take_back(SCOPE, campaign["public_id"], link_id)


async def previewed(public_id: str, key: str) -> tuple[dict[str, Any], dict[str, Any]]:
    """The campaign and the link that opened it. A hidden or cancelled one is previewed by nobody."""
    link = await opened_link(key, SCOPE, public_id)
    campaign = await row(f"{SHOWN} where c.public_id = {{}} and c.visibility = 'visible'", public_id) if link else None
    if link is None or campaign is None or (campaign["state"] == "cancelled" and campaign["launched_at"] is None):
        raise DeadLink
    return campaign, link
