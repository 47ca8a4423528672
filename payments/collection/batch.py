"""All charges that are due, many at a time, at the one pace; each is taken by one worker, for a minute at most."""

import asyncio
import logging

from app.foundation.database import engine, execute, rows
from payments import gateway
from payments.collection import pace
from payments.collection.attempting import collect_charge

CHUNK, TOGETHER, TAKEN_FOR = 100, 40, "60 seconds"

log = logging.getLogger("zhizao.collection")


class Batch:
    """What is due, taken in chunks as it is worked off: no worker waits for the slowest of a chunk."""

    def __init__(self) -> None:
        self.total = 0
        self._taken: list[int] = []
        self._refilling = asyncio.Lock()

    async def next(self) -> int | None:
        """None when nothing is left, or the provider wants a pause."""
        async with self._refilling:
            if not self._taken and not await pace.pauses():
                self._taken = await _take()
            self.total += bool(self._taken)
            return self._taken.pop(0) if self._taken else None

    async def work(self) -> None:
        while (charge := await self.next()) is not None:
            await _collect(charge)


async def collect_due() -> int:
    """How many were gone through. Many together, except inside one transaction: its connection can do one thing at a time."""
    batch, together = Batch(), TOGETHER if engine().current_transaction.get() is None else 1
    await asyncio.gather(*(batch.work() for _ in range(together)))
    return batch.total


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
