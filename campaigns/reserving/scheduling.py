"""The brand sets its bell, moves it, takes it back: each time those who reserved are told."""

from datetime import datetime, timedelta
from typing import Any

from app.accounts.limits import limit
from app.accounts.viewer import Viewer
from app.foundation import clock
from app.foundation.database import execute, row, sole_lock, transaction, value
from app.foundation.i18n import N_
from app.foundation.refusals import Refusal, SlowDown
from campaigns.announcing import many
from campaigns.reserving.actions import open_prelaunch
from campaigns.reserving.ringing import note_bell, wake_at
from campaigns.reserving.rules import BEGUN, check_bell, has_rung
from campaigns.tiers.queries import tiers_of
from ideas.agreeing.actions import hold_consent

MOVES = 4  # a day: each is told to everybody who waits


async def schedule_bell(viewer: Viewer, campaign: dict[str, Any], opens_at: datetime, deadline: datetime | None) -> None:
    """All that a launch is asked is asked now; an approved campaign goes into prelaunch with it."""
    async with transaction():
        now = await _held(campaign["id"])
        if opens_at == now["opens_at"] and deadline in (None, now["deadline"]):
            return
        last = deadline or now["deadline"]
        check_bell(now, opens_at, last, await tiers_of(campaign["id"]), await clock.now())
        if now["idea"] is not None:
            await hold_consent(now["idea"])
        await _limit_moves(campaign["id"])
        await execute("update campaign set opens_at = {}, deadline = {} where id = {}", opens_at, last, campaign["id"])
        if now["state"] == "approved":
            await open_prelaunch(viewer, campaign)
        edition = await note_bell(campaign["id"], viewer.id, why=opens_at.isoformat())
        await wake_at(campaign["id"], opens_at)
        if opens_at != now["opens_at"] and await _anybody_waits(campaign["id"]):
            await many.tell_later("bell_moved" if now["opens_at"] else "bell_set", campaign["id"], edition)


async def take_bell_back(viewer: Viewer, campaign: dict[str, Any]) -> None:
    """It stays in prelaunch; when it begins is open again."""
    async with transaction():
        now = await _held(campaign["id"])
        if now["opens_at"] is None:
            return
        await _limit_moves(campaign["id"])
        await execute("update campaign set opens_at = null where id = {}", campaign["id"])
        edition = await note_bell(campaign["id"], viewer.id, why="taken back")
        if await _anybody_waits(campaign["id"]):
            await many.tell_later("bell_taken_back", campaign["id"], edition)


async def _held(campaign_id: int) -> dict[str, Any]:
    """Alone: no bell is moved in the second in which it rings."""
    await sole_lock("campaign", campaign_id)
    now = await row("select *, app_now() as now from campaign where id = {} for update", campaign_id)
    assert now is not None
    if has_rung(now) or now["state"] == "live":
        raise Refusal(BEGUN)
    if now["state"] not in ("approved", "prelaunch"):
        raise Refusal(N_("审核通过之后才能定开始时间。"))
    return now


async def _limit_moves(campaign_id: int) -> None:
    try:
        await limit("bell", str(campaign_id), most=MOVES, within=timedelta(days=1))
    except SlowDown:
        raise SlowDown(N_("开始时间一天最多改 4 次，每次都会通知所有预约的人，明天再改。")) from None


async def _anybody_waits(campaign_id: int) -> bool:
    return bool(await value("select exists (select from reservation where campaign = {})", campaign_id))
