"""Jobs live and die with the transaction that asked for them; a failed one is kept for a person to look at."""

import asyncio
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest

from app.foundation import clock, queue, sweeps
from app.foundation.database import transaction, value
from app.foundation.queue import enqueue, run_pending, task
from app.foundation.sweeps import run_sweeps, sweep
from app.jobs import tick

done: list[Any] = []
swept: list[str] = []


@task("test.note")
async def note(payload: dict[str, Any]) -> None:
    done.append(payload["word"])


@task("test.break")
async def break_down(payload: dict[str, Any]) -> None:
    await value("select 1 / 0")


@task("test.again")
async def try_again(payload: dict[str, Any]) -> None:
    raise queue.RetryRequested(timedelta(hours=1))


async def broken_sweep() -> None:
    swept.append("broken")
    await value("select 1 / 0")


async def working_sweep() -> None:
    swept.append("working")


OURS = {"test.a_broken": broken_sweep, "test.b_working": working_sweep}


@pytest.fixture(autouse=True)
def forgotten() -> Iterator[None]:
    """These sweeps are known only while these tests run: every other tick must be clean."""
    done.clear()
    swept.clear()
    for name, function in OURS.items():
        sweep(name)(function)
    yield
    for name in OURS:
        del sweeps._sweeps[name]


async def test_a_job_runs_with_its_payload(db: None) -> None:
    await enqueue("test.note", {"word": "造物"})
    assert await run_pending() == (1, 0)
    assert done == ["造物"]
    assert await run_pending() == (0, 0)


async def test_a_rolled_back_promise_leaves_no_job(db: None) -> None:
    with pytest.raises(RuntimeError):
        async with transaction():
            await enqueue("test.note", {"word": "never"})
            raise RuntimeError
    await run_pending()
    assert done == []


async def test_a_failing_job_is_held_and_hinders_no_other(db: None) -> None:
    await enqueue("test.break", {})
    await enqueue("test.note", {"word": "after"})
    assert await run_pending() == (1, 1)
    assert done == ["after"]
    assert await value("select entrypoint || ' ' || status from pgqueuer") == "test.break failed"


async def test_a_delayed_job_waits_for_the_clock_that_we_shift(db: None) -> None:
    await clock.shift(timedelta(days=30))
    await enqueue("test.note", {"word": "later"}, delay=timedelta(days=2))
    await clock.shift(timedelta(days=1))
    await run_pending()
    assert done == []
    await clock.shift(timedelta(days=1, minutes=1))
    await run_pending()
    assert done == ["later"]


async def test_a_job_may_ask_for_another_try(db: None) -> None:
    await enqueue("test.again", {})
    await run_pending()
    assert await value("select status || ' ' || attempts from pgqueuer") == "queued 1"


async def test_what_waits_once_is_not_enqueued_twice(db: None) -> None:
    for word in ("first", "second"):
        await enqueue("test.note", {"word": word}, once_key="the campaign's end")
    await run_pending()
    assert done == ["first"]
    await enqueue("test.note", {"word": "third"}, once_key="the campaign's end")
    await run_pending()
    assert done == ["first", "third"]


async def test_a_failing_sweep_hinders_no_other(db: None) -> None:
    assert await run_sweeps() == ["test.a_broken"]
    assert swept == ["broken", "working"]


async def test_a_sweep_is_left_to_the_process_that_is_at_it(committed_db: str) -> None:
    async with queue.connection() as other:
        await other.execute("select pg_advisory_lock(hashtextextended('sweep test.b_working', 0))")
        await run_sweeps()
        await other.execute("select pg_advisory_unlock_all()")
    assert swept == ["broken"]
    await run_sweeps()
    assert swept == ["broken", "broken", "working"]


async def test_a_tick_goes_on_until_nothing_is_due(db: None) -> None:
    for number in range(250):
        await enqueue("test.note", {"word": number})
    total = await tick()
    assert total.done == 250
    assert sorted(done) == list(range(250))


async def test_the_worker_takes_committed_jobs_as_they_come(committed_db: str) -> None:
    stop = asyncio.Event()
    worker = asyncio.create_task(queue.consume(stop))
    await enqueue("test.break", {})
    await enqueue("test.note", {"word": "at once"})
    async with asyncio.timeout(10):
        while await value("select count(*) from pgqueuer where status <> 'failed'") or not done:
            await asyncio.sleep(0.05)
    stop.set()
    await asyncio.wait_for(worker, 10)
    assert done == ["at once"]
    assert await value("select count(*) from pgqueuer where status = 'failed'") == 1
