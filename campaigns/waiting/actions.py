"""Verbs of whoever waits: join, pass an offer on, leave."""

import logging
from typing import Any

from app.accounts.viewer import Viewer
from app.foundation.database import transaction, value
from app.foundation.i18n import N_
from app.foundation.refusals import NotFound, Refusal
from campaigns.pledging.claiming import offer_of
from campaigns.pledging.queries import find_offer
from campaigns.waiting.joining import Wish, take_number
from campaigns.waiting.offering import end_entries, lock_tier, places_freed
from campaigns.waiting.rules import check_join

log = logging.getLogger("zhizao.waiting")
TRIES = 3  # a place may be freed or taken between the try and the look at what stood in its way

GONE = N_("这个候补已经结束了。")
NO_OFFER = N_("现在没有留给你的名额，可能时间到了，已经轮到下一位。")


async def join_waitlist(
    viewer: Viewer, campaign: dict[str, Any], tier: str, quantity: int, ref: str = "", *, opened: bool = False
) -> dict[str, Any]:
    """A number at the end of a tier's list; whoever waits there already keeps theirs. StillFree while there are places."""
    for _ in range(TRIES):
        found = await find_offer(viewer.id, campaign["id"], tier, opened)
        if found is None:
            raise NotFound
        entry = await take_number(Wish(campaign["id"], found["id"], viewer.id, quantity, ref[:40], opened))
        if entry is not None:
            return entry
        await check_wish(viewer.id, campaign["id"], tier, quantity, opened=opened)
        log.warning("nothing stands in the way any more of a number for %s on %s, tried again", viewer.id, tier)
    raise Refusal(N_("名额刚刚有变动，请再试一次。"), field="quantity")


async def check_wish(member: int, campaign: int, tier: str, quantity: int, *, opened: bool = False) -> None:
    """Refuses what this member (0: nobody yet) could not wait for at this moment."""
    found = await find_offer(member, campaign, tier, opened)
    if found is None:
        raise NotFound
    times = await value("select count(*) from waitlist_entry where tier = {} and member = {}", found["id"], member)
    check_join(offer_of(found), quantity, is_add_on=found["is_add_on"], times=times)


async def leave_waitlist(viewer: Viewer, entry: dict[str, Any]) -> None:
    """What was set aside for them goes to the next."""
    await _end(viewer, entry, "left", GONE)


async def pass_offer(viewer: Viewer, entry: dict[str, Any]) -> None:
    """Not wanted any more: the next one's turn."""
    await _end(viewer, entry, "passed", NO_OFFER)


async def _end(viewer: Viewer, entry: dict[str, Any], to: str, otherwise: str) -> None:
    if entry["member"] != viewer.id:
        raise NotFound
    async with transaction():
        await lock_tier(entry["tier"])
        if not await end_entries(entry["tier"], [entry["id"]], to, actor=viewer.id, source="person"):
            raise Refusal(otherwise)
        await places_freed([entry["tier"]])
