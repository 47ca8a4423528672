"""The report handed on: a link with a name and an end, for whoever decides and has no account here."""

from datetime import timedelta
from typing import Any

from app.accounts.capabilities import DeadLink, key_of, living_links, new_link, opened_link, revoke_link
from app.accounts.limits import limit
from app.accounts.viewer import Viewer
from app.foundation.database import row
from app.foundation.i18n import N_
from app.foundation.refusals import Refusal
from ideas.challenges.queries import ChallengeView, desk_challenge

SCOPE = "report"
DAYS = (7, 30, 90)
MOST = 20


async def make_link(viewer: Viewer, challenge: ChallengeView, note: str, days: int) -> None:
    await limit("report-link", str(challenge.id), most=60, within=timedelta(days=1))
    if len(await living_links(SCOPE, challenge.public_id)) >= MOST:
        raise Refusal(N_("能用的报告链接已经有 %(most)s 个了，先作废几个。"), most=MOST)
    await new_link(SCOPE, challenge.public_id, member=viewer.id, lasting=timedelta(days=days), note=note)


async def links_of(challenge: ChallengeView) -> list[dict[str, Any]]:
    """Those that open now, with their addresses."""
    links = await living_links(SCOPE, challenge.public_id)
    return [link | {"address": f"{challenge.url}/report?key={key_of(link)}"} for link in links]


async def revoke_report(challenge: ChallengeView, link_id: str) -> None:
    if not await revoke_link(SCOPE, challenge.public_id, link_id):
        raise Refusal(N_("这个链接已经失效了。"))


async def reported(public_id: str, key: str) -> ChallengeView:
    """The challenge whose report this key opens."""
    if await opened_link(key, SCOPE, public_id) is None:
        raise DeadLink
    found = await row("select brand from challenge where public_id = {}", public_id)
    if found is None:
        raise DeadLink
    return await desk_challenge(found["brand"], public_id)
