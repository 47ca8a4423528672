"""All charges that are due, many at a time, at the one pace; each is taken by one worker, for a minute at most."""

import asyncio
import logging

from app.foundation.database import engine, execute, rows
from payments import gateway
from payments.collection import pace
from payments.collection.attempting import collect_charge

CHUNK, TOGETHER, TAKEN_FOR = 100, 32, "60 seconds"

log = logging.getLogger("zhizao.collection")


async def collect_due() -> int:
    """How many were gone through; stops when none is left or the provider wants a pause."""
    total = 0
    while not await pace.pauses() and (taken := await _take()):
        await _each(taken)
        total += len(taken)
    return total


async def _take() -> list[int]:
    found = await rows(
        f"""with due as (select c.id from charge c
          where c.state not in ('succeeded', 'dropped') and c.next_try_at <= app_now()
          and (c.taken_until is null or c.taken_until < clock_timestamp())
          and c.window_ends_at + interval '1 day' > app_now()
          and not exists (select from checkout_session s where s.pledge = c.pledge and s.purpose = 'recovery'
                          and s.state in ('intended', 'open'))
          order by c.id limit {CHUNK} for update skip locked)
        update charge set taken_until = clock_timestamp() + interval '{TAKEN_FOR}' from due
        where charge.id = due.id returning charge.id"""
    )
    return sorted(each["id"] for each in found)


async def _each(charges: list[int]) -> None:
    """Together, except inside one transaction: its connection can do one thing at a time."""
    turns = asyncio.Semaphore(TOGETHER if engine().current_transaction.get() is None else 1)

    async def one(charge: int) -> None:
        async with turns:
            await _collect(charge)

    await asyncio.gather(*(one(charge) for charge in charges))


async def _collect(charge: int) -> None:
    """One that breaks hinders no other; it is due again when its minute is over."""
    try:
        await collect_charge(charge)
    except (gateway.ProviderBusy, gateway.ProviderUnavailable, gateway.NotConfigured) as away:
        log.warning("charge %s waits: %s", charge, away)
        return
    except Exception:
        log.exception("charge %s broke", charge)
        return
    await execute("update charge set taken_until = null where id = {} and state in ('refused', 'created')", charge)
