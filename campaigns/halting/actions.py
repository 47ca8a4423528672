"""Suspending, resuming and calling off; each alone under the campaign's lock, as its deadline's decision is."""

from typing import Any

from app.accounts.viewer import Viewer
from app.foundation.database import execute, row, rows, sole_lock, transaction
from app.foundation.lifecycle import move
from app.foundation.queue import enqueue
from app.foundation.refusals import NotFound
from campaigns.announcing.many import tell_later
from campaigns.closing import kept_pledges, settle_pledges
from campaigns.halting.queries import refundable_until
from campaigns.halting.rules import check_may_suspend, deadline_after
from campaigns.pledging.methods import AFTER_DEADLINE
from campaigns.pledging.steps import step_pledges
from campaigns.tables import Campaign
from campaigns.waiting.closing import prolong_offers

BY_RULE = "suspended for too long"


async def suspend_campaign(viewer: Viewer, campaign: dict[str, Any], why: str) -> None:
    """Staff's: no pledges from now on, nothing is charged, backers may leave at any time; all read why."""
    async with transaction():
        now = await _held(campaign["id"])
        check_may_suspend(now["state"], now["deadline"], now["now"])
        await move(Campaign, now["id"], "suspended", actor=viewer.id, why=why, also="suspended_at = app_now()")
        await _close_pages(now["id"], "the campaign was suspended")
        await tell_later("campaign_suspended", now["id"], f"{now['now']:%Y-%m-%dT%H:%M:%S}")


async def resume_campaign(viewer: Viewer, campaign: dict[str, Any]) -> None:
    """All that was still to come comes later by the time lost: the deadline, early windows, tiers' ends, waitlist offers."""
    async with transaction():
        now = await _held(campaign["id"])
        if now["state"] == "suspended":
            must_end = [until - AFTER_DEADLINE for until in (await refundable_until(now["id"])).values()]
            deadline = deadline_after(now["deadline"], now["suspended_at"], now["now"], must_end)
            await execute("update campaign set deadline = {} where id = {}", deadline, now["id"])
            await _move_dates(now)
        await move(Campaign, now["id"], "live", actor=viewer.id, also="suspended_at = null")
        await tell_later("campaign_resumed", now["id"], f"{now['now']:%Y-%m-%dT%H:%M:%S}")


async def _move_dates(campaign: dict[str, Any]) -> None:
    lost, since = campaign["now"] - campaign["suspended_at"], campaign["suspended_at"]
    await execute(
        "update campaign set early_ends_at = early_ends_at + {}::interval where id = {} and early_ends_at > {}",
        lost, campaign["id"], since,
    )  # fmt: skip
    await execute("select from tier where campaign = {} order by id for no key update", campaign["id"])  # as orders lock them
    for column in ("closes_at", "opens_at"):
        await execute(
            f"update tier set {column} = {column} + {{}}::interval where campaign = {{}} and {column} > {{}}",
            lost, campaign["id"], since,
        )  # fmt: skip
    await prolong_offers(campaign["id"], lost)


async def cancel_campaign(campaign: dict[str, Any], actor: int | None, why: str = "", *, source: str = "person") -> None:
    """Called off: cards are let go, wallets get everything back, whoever waits is told that there is nothing to wait for."""
    async with transaction():
        now = await _held(campaign["id"])
        was_live = now["state"] in ("live", "suspended")
        kept = await kept_pledges(now["id"]) if was_live else []
        also = (
            f"ended_at = app_now(), decided_total = {sum(one['amount'] for one in kept):d}"
            if was_live
            else "ended_at = app_now()"
        )
        await move(Campaign, now["id"], "cancelled", actor=actor, why=why, source=source, also=also)
        if was_live:
            await _close_pages(now["id"], "the campaign was cancelled")
            await settle_pledges(now["id"], kept, "released")
        if was_live or now["state"] == "prelaunch":
            await tell_later("campaign_cancelled", now["id"])


async def _held(campaign_id: int) -> dict[str, Any]:
    await sole_lock("campaign", campaign_id)
    now = await row("select *, app_now() as now from campaign where id = {} for update", campaign_id)
    if now is None:
        raise NotFound
    return now


async def _close_pages(campaign_id: int, why: str) -> None:
    """Orders on their way to be paid: the provider's pages are closed, what it says is paid already counts."""
    begun = await rows("select id from pledge where campaign = {} and state = 'started' order by id", campaign_id)
    for pledge in await step_pledges([one["id"] for one in begun], "expiring", why=why):
        await enqueue("close_checkout", {"pledge": pledge}, once_key=f"close_checkout:{pledge}")
