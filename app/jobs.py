"""The roof over all background work: every slice's tasks and sweeps, run by a worker or by one tick."""

import asyncio
import importlib
import logging
from dataclasses import dataclass

import asyncpg

from app.foundation import queue, sweeps
from app.foundation.database import engine, execute
from app.foundation.schema import modules_named
from app.site.profile import keep_renewed, renew_if_old

SWEEP_EVERY, BEAT_EVERY = 60, 5

log = logging.getLogger("zhizao.jobs")


@dataclass
class Tally:
    done: int = 0
    failed: int = 0
    failed_sweeps: tuple[str, ...] = ()

    @property
    def is_clean(self) -> bool:
        return not self.failed and not self.failed_sweeps


def load() -> None:
    """Importing a slice's tasks module registers what it does."""
    for package in ("app", "ideas", "campaigns", "payments"):
        for module in modules_named("tasks", package):
            importlib.import_module(module)


async def tick(rounds: int = 20) -> Tally:
    """One pass of everything due by app_now(): sweeps, then their jobs, again until nothing more gets done."""
    load()
    await renew_if_old()
    total = Tally()
    for _ in range(rounds):
        total.failed_sweeps = tuple(await sweeps.run_sweeps())
        done_now = await _drain(total)
        if not done_now:
            break
    return total


async def _drain(total: Tally) -> int:
    before = total.done
    while True:
        done, failed = await queue.run_pending()
        total.done += done
        total.failed += failed
        if not done:
            return total.done - before


async def work(stop: asyncio.Event) -> bool:
    """Jobs as they come, sweeps every minute, a sign of life; False when the database went away or something broke."""
    load()
    database = engine()
    await database.start_connection_pool(min_size=1, max_size=queue.AT_ONCE + 4)
    watched = await asyncpg.connect(**database.config)
    lost = asyncio.Event()
    watched.add_termination_listener(lambda _: lost.set())
    duties = [asyncio.create_task(each) for each in (queue.consume(stop), _sweep_regularly(), _beat(), keep_renewed())]
    ends = [asyncio.create_task(stop.wait()), asyncio.create_task(lost.wait())]
    done, _ = await asyncio.wait([*duties, *ends], return_when=asyncio.FIRST_COMPLETED)
    if stop.is_set():
        await asyncio.wait(duties[:1], timeout=8)  # jobs in hand may finish
    else:
        log.error("the worker ends: %s", "the database went away" if lost.is_set() else [t.exception() for t in done])
    for each in (*duties, *ends):
        each.cancel()
    await asyncio.wait([*duties, *ends], timeout=2)
    return stop.is_set()


async def _sweep_regularly() -> None:
    while True:
        await queue.hasten()
        await sweeps.run_sweeps()
        await asyncio.sleep(SWEEP_EVERY)


async def _beat() -> None:
    while True:
        await execute(
            "insert into heartbeat values ('worker', clock_timestamp())"
            " on conflict (process) do update set beat_at = excluded.beat_at"
        )
        await asyncio.sleep(BEAT_EVERY)
