"""Showing a draft to somebody outside the team: links with a name and an end, seen and revoked at the desk."""

from typing import Any

from app.accounts.capabilities import DeadLink, opened_link
from app.accounts.handing_on import hand_on, handed, take_back
from app.accounts.viewer import Viewer
from app.foundation.i18n import N_
from app.foundation.refusals import Refusal
from ideas.challenges.queries import ChallengeView, challenge_for_preview

SCOPE = "preview"
DAYS = (1, 7, 30)


def subject(public_id: str) -> str:
    """Campaigns have preview links too, and public ids are drawn per table."""
    return f"challenge:{public_id}"


async def make_preview(viewer: Viewer, challenge: ChallengeView, note: str, days: int) -> None:
    if not challenge.is_draft:
        raise Refusal(N_("这个征集已经公开，直接分享公开页面就行。"))
    await hand_on(viewer, SCOPE, subject(challenge.public_id), note, days)


async def previews_of(challenge: ChallengeView) -> list[dict[str, Any]]:
    return await handed(SCOPE, subject(challenge.public_id), f"{challenge.url}/preview")


async def revoke_preview(challenge: ChallengeView, link_id: str) -> None:
    await take_back(SCOPE, subject(challenge.public_id), link_id)


async def previewed(public_id: str, key: str) -> tuple[ChallengeView, dict[str, Any]]:
    """The challenge and the link that opened it. A hidden one is previewed by nobody, and one that was dropped is gone."""
    link = await opened_link(key, SCOPE, subject(public_id))
    challenge = await challenge_for_preview(public_id) if link else None
    if link is None or challenge is None:
        raise DeadLink
    return challenge, link
