"""Offers at the very moment; and what a lost job forgot: places free while somebody waits, offers over, lists that ended."""

from typing import Any

from app.foundation.database import rows
from app.foundation.queue import task
from app.foundation.sweeps import sweep
from campaigns.waiting.closing import close_waitlist
from campaigns.waiting.offering import TASK, offer_places


@task(TASK)
async def offer_freed_places(payload: dict[str, Any]) -> None:
    await offer_places(payload["tier"])


@sweep("campaigns.0_waitlists")
async def go_on_with_waitlists() -> None:
    """Before campaigns are closed, since an offer's end is never after the deadline."""
    for tier in await rows(
        """select t.id from tier t join campaign c on c.id = t.campaign
        where (t.waiting > 0 and t.cap > t.taken + t.offered and is_to_be_had(t, c))
        or (c.state <> 'suspended' and exists (select from waitlist_entry w where w.tier = t.id and w.state = 'offered'
          and w.offer_ends_at <= app_now())) order by t.id limit 1000"""
    ):
        await offer_places(tier["id"])


@sweep("campaigns.2_waitlists")
async def close_waitlists() -> None:
    for tier in await rows(
        """select t.id from tier t join campaign c on c.id = t.campaign
        where (t.waiting > 0 or t.offered > 0) and why_never_again(t, c) <> '' order by t.id limit 1000"""
    ):
        await close_waitlist(tier["id"])
