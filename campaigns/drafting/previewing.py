"""Showing a draft to somebody outside the team: links with a name and an end, seen and revoked at the desk."""

from datetime import timedelta
from typing import Any

from app.accounts.capabilities import DeadLink, key_of, living_links, new_link, opened_link, revoke_link
from app.accounts.limits import limit
from app.accounts.viewer import Viewer
from app.foundation.database import row
from app.foundation.i18n import N_
from app.foundation.refusals import Refusal
from campaigns.queries import SHOWN
from campaigns.rules import PUBLIC

SCOPE = "preview"
DAYS = (1, 7, 30)
MOST = 20


async def make_preview(viewer: Viewer, campaign: dict[str, Any], note: str, days: int) -> None:
    if campaign["state"] in PUBLIC:
        raise Refusal(N_("这个众筹已经公开，直接分享公开页面就行。"))
    await limit("preview", str(campaign["id"]), most=60, within=timedelta(days=1))
    if len(await living_links(SCOPE, campaign["public_id"])) >= MOST:
        raise Refusal(N_("能用的预览链接已经有 %(most)s 个了，先作废几个。"), most=MOST)
    await new_link(SCOPE, campaign["public_id"], member=viewer.id, lasting=timedelta(days=days), note=note)


async def previews_of(campaign: dict[str, Any]) -> list[dict[str, Any]]:
    """Those that open now, with their addresses."""
    address = f"/campaigns/{campaign['public_id']}/preview?key="
    return [link | {"address": address + key_of(link)} for link in await living_links(SCOPE, campaign["public_id"])]


async def revoke_preview(campaign: dict[str, Any], link_id: str) -> None:
    if not await revoke_link(SCOPE, campaign["public_id"], link_id):
        raise Refusal(N_("这个链接已经失效了。"))


async def previewed(public_id: str, key: str) -> tuple[dict[str, Any], dict[str, Any]]:
    """The campaign and the link that opened it. A hidden or cancelled one is previewed by nobody."""
    link = await opened_link(key, SCOPE, public_id)
    campaign = await row(f"{SHOWN} where c.public_id = {{}} and c.visibility = 'visible'", public_id) if link else None
    if link is None or campaign is None or (campaign["state"] == "cancelled" and campaign["launched_at"] is None):
        raise DeadLink
    return campaign, link
