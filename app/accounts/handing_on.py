"""Links handed to somebody outside a team: each with a name and an end, seen and revoked where it was made."""

from datetime import timedelta
from typing import Any

from app.accounts.capabilities import key_of, living_links, new_link, revoke_link
from app.accounts.limits import limit
from app.accounts.viewer import Viewer
from app.foundation.i18n import N_
from app.foundation.refusals import Refusal

MOST = 20  # that open at the same time, for one subject
MOST_A_DAY = 60


async def hand_on(viewer: Viewer, scope: str, subject: str, note: str, days: int) -> None:
    await limit(f"{scope} links", subject, most=MOST_A_DAY, within=timedelta(days=1))
    if len(await living_links(scope, subject)) >= MOST:
        raise Refusal(N_("能用的链接已经有 %(most)s 个了，先作废几个。"), most=MOST)
    await new_link(scope, subject, member=viewer.id, lasting=timedelta(days=days), note=note)


async def handed(scope: str, subject: str, path: str) -> list[dict[str, Any]]:
    """Those that open now, with their addresses: the path and the key."""
    return [link | {"address": f"{path}?key={key_of(link)}"} for link in await living_links(scope, subject)]


async def take_back(scope: str, subject: str, link_id: str) -> None:
    if not await revoke_link(scope, subject, link_id):
        raise Refusal(N_("这个链接已经失效了。"))
