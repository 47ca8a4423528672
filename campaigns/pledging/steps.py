"""The only way a pledge's state changes: with its event and, where the step lets a place go, that place, in one statement."""

from app.foundation.database import rows
from app.foundation.queue import enqueue
from campaigns.pledging.rules import PLACE_HELD, PLEDGE


async def step_pledges(
    ids: list[int], to: str, *, origins: list[str] | None = None, actor: int | None = None, why: str = "", source: str = "rule"
) -> list[int]:
    """Step on those of the pledges that may; their ids come back. A place goes free exactly once, with the step."""
    freed = list(PLACE_HELD) if to not in PLACE_HELD else []
    moved = await rows(_STEP, ids, origins or PLEDGE.origins(to), to, actor, to, why, source, freed)
    for tier in (tier for each in moved for tier in each["queued"]):  # lost with a crash, a sweep finds it
        await enqueue("offer_places", {"tier": tier}, once_key=f"offer_places:{tier}")
    return sorted(each["subject"] for each in moved)


# Pledges first, then the tiers whose places go free, both by their ids. `queued`: those of them on whose waitlist somebody is.
_STEP = """with old as (select id, state from pledge where id = any({}) and state = any({}) order by id for update),
    moved as (update pledge set state = {} from old where pledge.id = old.id returning pledge.id, old.state as origin),
    noted as (insert into pledge_event (subject, at, actor, origin, state, why, source)
              select id, app_now(), {}::bigint, origin, {}, {}, {} from moved),
    gone as (select l.tier, sum(l.quantity) as places from moved join pledge_line l on l.pledge = moved.id and l.tier is not null
             where origin = any({}) group by l.tier),
    held as (select id from tier where id in (select tier from gone) and cap is not null order by id for no key update),
    freed as (update tier set taken = tier.taken - gone.places from gone join held on held.id = gone.tier
              where tier.id = gone.tier returning tier.id, tier.waiting)
    select m.id as subject,
      case when m.id = min(m.id) over () then array(select id from freed where waiting > 0 order by id) else '{{}}' end as queued
    from moved m"""


async def step_pledge(
    id_: int, to: str, *, origins: list[str] | None = None, actor: int | None = None, why: str = "", source: str = "rule"
) -> bool:
    return bool(await step_pledges([id_], to, origins=origins, actor=actor, why=why, source=source))
