"""Showing a draft to somebody outside the team: links with a name and an end, seen and revoked at the desk."""

from datetime import timedelta
from typing import Any

from app.accounts.capabilities import DeadLink, key_of, living_links, new_link, opened_link, revoke_link
from app.accounts.limits import limit
from app.accounts.viewer import Viewer
from app.foundation.i18n import N_
from app.foundation.refusals import Refusal
from ideas.challenges.queries import ChallengeView, challenge_for_preview

SCOPE = "preview"
DAYS = (1, 7, 30)
MOST = 20


def subject(public_id: str) -> str:
    """Campaigns have preview links too, and public ids are drawn per table."""
    return f"challenge:{public_id}"


async def make_preview(viewer: Viewer, challenge: ChallengeView, note: str, days: int) -> None:
    if not challenge.is_draft:
        raise Refusal(N_("这个征集已经公开，直接分享公开页面就行。"))
    await limit("preview-challenge", str(challenge.id), most=60, within=timedelta(days=1))
    if len(await living_links(SCOPE, subject(challenge.public_id))) >= MOST:
        raise Refusal(N_("能用的预览链接已经有 %(most)s 个了，先作废几个。"), most=MOST)
    await new_link(SCOPE, subject(challenge.public_id), member=viewer.id, lasting=timedelta(days=days), note=note)


async def previews_of(challenge: ChallengeView) -> list[dict[str, Any]]:
    """Those that open now, with their addresses."""
    links = await living_links(SCOPE, subject(challenge.public_id))
    return [link | {"address": f"{challenge.url}/preview?key={key_of(link)}"} for link in links]


async def revoke_preview(challenge: ChallengeView, link_id: str) -> None:
    if not await revoke_link(SCOPE, subject(challenge.public_id), link_id):
        raise Refusal(N_("这个链接已经失效了。"))


async def previewed(public_id: str, key: str) -> tuple[ChallengeView, dict[str, Any]]:
    """The challenge and the link that opened it. A hidden one is previewed by nobody, and one that was dropped is gone."""
    link = await opened_link(key, SCOPE, subject(public_id))
    challenge = await challenge_for_preview(public_id) if link else None
    if link is None or challenge is None:
        raise DeadLink
    return challenge, link
