"""The bell rings: prelaunch becomes live, once, at its second by the database's clock, whoever notices first.

A claim that was refused at that second, a job that is awake then and a sweep all call ring(). Whoever holds the campaign's
lock alone writes what everybody already saw (rules.as_rung): nothing hangs on who comes first, or how late.
"""

import asyncio
from contextvars import Context
from datetime import datetime, timedelta
from typing import Any

from app.community.moderation.checking import hold_words
from app.foundation.database import engine, execute, row, rows, sole_lock, transaction, value
from app.foundation.lifecycle import move
from app.foundation.queue import enqueue
from app.foundation.refusals import Refusal
from app.notifications.actions import notify
from app.settings import settings
from campaigns.announcing import many
from campaigns.reserving.rules import early_end, why_silent
from campaigns.tables import Campaign, CampaignEvent
from campaigns.telling import desk_address, editors_of, tell_later
from campaigns.tiers.queries import tiers_of

TASK = "ring_bell"
# The queue looks every five seconds only: its job comes early and waits for the second.
AWAKE = timedelta(seconds=8)

_ringing: dict[int, asyncio.Task[bool]] = {}


async def ring(campaign_id: int) -> bool:
    """Whether this call moved it to live. However many ask in that second, in each process one goes for the lock."""
    if engine().current_transaction.get() is not None:
        return await _ring(campaign_id)
    if not await value("select state = 'prelaunch' and opens_at <= app_now() from campaign where id = {}", campaign_id):
        return False
    under_way = _ringing.get(campaign_id)
    if under_way is None:
        under_way = _ringing[campaign_id] = asyncio.get_running_loop().create_task(_ring(campaign_id), context=Context())
        under_way.add_done_callback(lambda _: _ringing.pop(campaign_id, None))
    return await asyncio.shield(under_way)


async def _ring(campaign_id: int) -> bool:
    async with transaction():
        await sole_lock("campaign", campaign_id)
        campaign = await row(
            """select c.*, b.visibility = 'visible' as brand_is_visible, b.public_id as brand_public_id
            from campaign c join brand b on b.id = c.brand
            where c.id = {} and c.state = 'prelaunch' and c.opens_at <= app_now() for update of c""",
            campaign_id,
        )
        if campaign is None:
            return False
        silent = why_silent(campaign, await tiers_of(campaign_id))
        if silent is not None:
            await _fall_silent(campaign, silent)
            return False
        await execute(
            "update campaign set launched_at = opens_at, early_ends_at = {}, fee_percent = {} where id = {}",
            early_end(campaign, campaign["opens_at"]), settings.fee_percent, campaign_id,
        )  # fmt: skip
        await move(Campaign, campaign_id, "live", source="rule", why="the bell")
        await hold_words("campaign", campaign_id)
        await tell_later(campaign_id, "launched")
        return True


async def _fall_silent(campaign: dict[str, Any], why: Refusal) -> None:
    """It can't begin like this: the bell is taken back, those who waited and the team hear of it."""
    edition = await note_bell(campaign["id"], None, why=why.sentence)
    await execute("update campaign set opens_at = null where id = {}", campaign["id"])
    await many.tell_later("bell_taken_back", campaign["id"], edition)
    await notify(
        await editors_of(campaign), "bell_stayed_silent", desk_address(campaign), campaign=campaign["title"], why=why.sentence
    )


async def note_bell(campaign_id: int, actor: int | None, *, why: str) -> str:
    """A row for every setting, moving and taking back; its id tells their tellings apart."""
    made = await value(
        f"""insert into {CampaignEvent._meta.tablename} (subject, at, actor, origin, state, why, source)
        select id, app_now(), {{}}::bigint, state, state, {{}}, {{}} from campaign where id = {{}} returning id""",
        actor, f"bell: {why}", "rule" if actor is None else "person", campaign_id,
    )  # fmt: skip
    return str(made)


async def wake_at(campaign_id: int, opens_at: datetime) -> None:
    """Part of the transaction that sets the bell. A job that comes for a bell that was moved finds nothing to do."""
    delay = opens_at - await value("select app_now()") - AWAKE
    await enqueue(TASK, {"campaign": campaign_id}, delay=max(delay, timedelta(seconds=1)))


async def ring_at_its_second(campaign_id: int) -> None:
    left = await value(
        "select extract(epoch from opens_at - app_now())::float from campaign where id = {} and state = 'prelaunch'", campaign_id
    )
    if left is None or left > 2 * AWAKE.total_seconds():
        return
    if left > 0:
        await asyncio.sleep(left)
    await ring(campaign_id)


async def ring_due() -> None:
    """What no job and no claim has rung."""
    for due in await rows(
        "select id from campaign where state = 'prelaunch' and opens_at <= app_now() order by opens_at limit 100"
    ):
        await ring(due["id"])
