"""The only way a pledge's state changes: with its event and, where the step lets a place go, that place, in one statement."""

from app.foundation.database import rows
from campaigns.pledging.rules import PLACE_HELD, PLEDGE


async def step_pledges(
    ids: list[int], to: str, *, origins: list[str] | None = None, actor: int | None = None, why: str = "", source: str = "rule"
) -> list[int]:
    """Step on those of the pledges that may; their ids come back. A place goes free exactly once, with the step."""
    freed = list(PLACE_HELD) if to not in PLACE_HELD else []
    moved = await rows(
        """with old as (select id, state from pledge where id = any({}) and state = any({}) order by id for update),
        moved as (update pledge set state = {} from old where pledge.id = old.id
                  returning pledge.id, old.state as origin, pledge.tier, pledge.quantity),
        noted as (insert into pledge_event (subject, at, actor, origin, state, why, source)
                  select id, app_now(), {}::bigint, origin, {}, {}, {} from moved returning subject),
        gone as (select tier, sum(quantity) as places from moved where origin = any({}) group by tier),
        freed as (update tier set taken = tier.taken - gone.places from gone where tier.id = gone.tier and tier.cap is not null)
        select subject from noted order by subject""",
        ids, origins or PLEDGE.origins(to), to, actor, to, why, source, freed,
    )  # fmt: skip
    return [each["subject"] for each in moved]


async def step_pledge(
    id_: int, to: str, *, origins: list[str] | None = None, actor: int | None = None, why: str = "", source: str = "rule"
) -> bool:
    return bool(await step_pledges([id_], to, origins=origins, actor=actor, why=why, source=source))
