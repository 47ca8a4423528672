"""The report handed on: a link with a name and an end, for whoever decides and has no account here."""

from typing import Any

from app.accounts.capabilities import DeadLink, opened_link
from app.accounts.handing_on import hand_on, handed, take_back
from app.accounts.viewer import Viewer
from app.foundation.database import row
from ideas.challenges.queries import ChallengeView, desk_challenge

SCOPE = "report"
DAYS = (7, 30, 90)


async def make_link(viewer: Viewer, challenge: ChallengeView, note: str, days: int) -> None:
    await hand_on(viewer, SCOPE, challenge.public_id, note, days)


async def links_of(challenge: ChallengeView) -> list[dict[str, Any]]:
    return await handed(SCOPE, challenge.public_id, f"{challenge.url}/report")


async def revoke_report(challenge: ChallengeView, link_id: str) -> None:
    await take_back(SCOPE, challenge.public_id, link_id)


async def reported(public_id: str, key: str) -> ChallengeView:
    """The challenge whose report this key opens."""
    if await opened_link(key, SCOPE, public_id) is None:
        raise DeadLink
    found = await row("select brand from challenge where public_id = {}", public_id)
    if found is None:
        raise DeadLink
    return await desk_challenge(found["brand"], public_id)
