"""Places that go free are set aside for the head of the list, in order, each with an end; nobody is passed over."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from app.foundation.database import execute, row, rows, share_lock, transaction, value
from app.foundation.lifecycle import move_all
from app.foundation.queue import enqueue
from campaigns.waiting.rules import offer_end, shares
from campaigns.waiting.tables import WaitlistEntry
from campaigns.waiting.telling import tell_of_offers, tell_run_out

TASK = "offer_places"
AT_ONCE = 50  # offers in one transaction, which holds the tier's row


async def places_freed(tiers: Iterable[int]) -> None:
    """Part of the current transaction: where somebody waits, the next are offered what is free."""
    for tier in await rows("select id from tier where id = any({}) and waiting > 0 order by id", sorted(tiers)):
        await enqueue(TASK, {"tier": tier["id"]}, once_key=f"{TASK}:{tier['id']}")


async def offer_places(tier_id: int) -> int:
    """All that is free, to as many as it reaches; offers that ran out are free again. How many offers were made."""
    made = 0
    while more := await _offer_some(tier_id):
        made += more
    return made


async def _offer_some(tier_id: int) -> int:
    async with transaction():
        tier = await lock_tier(tier_id)
        if tier is None or tier["state"] == "suspended":  # nobody can take their places now: their time stands still
            return 0
        freed = await _run_out(tier)
        if not tier["is_to_be_had"] or tier["cap"] is None:
            return 0
        heads = await rows(
            "select * from waitlist_entry where tier = {} and state = 'waiting' order by place limit {} for update",
            tier_id,
            AT_ONCE,
        )
        given = shares(tier["cap"] - tier["taken"] - tier["offered"] + freed, [one["quantity"] for one in heads])
        if given:
            await _offer(tier, heads[: len(given)], given)
        return len(given)


async def lock_tier(tier_id: int) -> dict[str, Any] | None:
    """Its row held, and its campaign's lock shared: so the deadline's decision is before or after, never meanwhile."""
    campaign = await value("select campaign from tier where id = {}", tier_id)
    if campaign is None:
        return None
    await share_lock("campaign", campaign)
    return await row(
        """select t.*, c.title as campaign_title, c.public_id as campaign_public_id, c.state, is_to_be_had(t, c) as is_to_be_had,
          app_now() as now, least(case c.state when 'live' then c.deadline else c.late_closed_at end, t.closes_at) as until
        from tier t join campaign c on c.id = t.campaign where t.id = {} for no key update of t""",
        tier_id,
    )


async def _run_out(tier: dict[str, Any]) -> int:
    """Offers that nobody took in time; so many places are free again."""
    overdue = await rows(
        """select * from waitlist_entry where tier = {} and state = 'offered' and offer_ends_at <= app_now()
        order by place for update""",
        tier["id"],
    )
    if not overdue:
        return 0
    await end_entries(tier["id"], [one["id"] for one in overdue], "passed", why="ran out")
    await tell_run_out(tier, overdue)
    return sum(one["offered_quantity"] for one in overdue)


async def _offer(tier: dict[str, Any], heads: list[dict[str, Any]], given: list[int]) -> None:
    ends: datetime = offer_end(tier["now"], tier["until"])
    await rows(
        """with turn as (select * from unnest({}::bigint[], {}::int[]) as turn (entry, n)),
        moved as (update waitlist_entry w set state = 'offered', offered_quantity = turn.n, offer_ends_at = {} from turn
                  where w.id = turn.entry and w.state = 'waiting' returning w.id)
        insert into waitlist_event (subject, at, actor, origin, state, why, source)
        select id, app_now(), null, 'waiting', 'offered', '', 'rule' from moved""",
        [one["id"] for one in heads], given, ends,
    )  # fmt: skip
    await execute(
        "update tier set offered = offered + {}::int, waiting = waiting - {}::int where id = {}",
        sum(given),
        len(given),
        tier["id"],
    )
    await enqueue(TASK, {"tier": tier["id"]}, delay=ends - tier["now"], once_key=f"{TASK}:{tier['id']}:{ends.isoformat()}")
    await tell_of_offers(tier, heads, given, ends)


async def end_entries(
    tier: int, ids: list[int], to: str, *, actor: int | None = None, why: str = "", source: str = "rule"
) -> list[int]:
    """Under the tier's lock: entries end, and what the tier counts of them with it."""
    before = await rows(
        "select id, state, offered_quantity from waitlist_entry where id = any({}) and tier = {} order by id for update",
        ids,
        tier,
    )
    moved = set(await move_all(WaitlistEntry, [one["id"] for one in before], to, actor=actor, why=why, source=source))
    ended = [one for one in before if one["id"] in moved]
    await execute(
        "update tier set waiting = waiting - {}::int, offered = offered - {}::int where id = {}",
        sum(one["state"] == "waiting" for one in ended),
        sum(one["offered_quantity"] for one in ended if one["state"] == "offered"),
        tier,
    )
    return sorted(moved)
