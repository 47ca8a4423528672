"""Jobs for later, over pgqueuer: enqueued in the business transaction, safe to run twice, held when they fail.

The queue is for speed. Correctness is the state in the rows, and the sweeps that find what should have happened.
"""

import asyncio
import json
import logging
import uuid
from collections.abc import AsyncIterator, Awaitable, Callable, Iterable
from contextlib import asynccontextmanager
from datetime import datetime, timedelta
from typing import Any

import asyncpg
from pgqueuer.adapters.drivers.asyncpg import AsyncpgDriver, AsyncpgPoolDriver
from pgqueuer.errors import RetryRequested
from pgqueuer.models import Job, TracebackRecord
from pgqueuer.qm import QueueManager
from pgqueuer.queries import EntrypointExecutionParameter, Queries
from pgqueuer.types import QueueEntrypoint, QueueManagerId

from app.foundation.database import engine, execute, transaction, value

__all__ = ["RetryRequested", "Task", "consume", "enqueue", "hasten", "run_pending", "task"]

Task = Callable[[dict[str, Any]], Awaitable[None]]
AT_ONCE = 8  # jobs of one worker; each takes a connection
HEARTBEAT_TIMEOUT = timedelta(seconds=30)  # a killed worker's jobs run again after this

log = logging.getLogger("zhizao.queue")
_tasks: dict[str, Task] = {}


def task(name: str) -> Callable[[Task], Task]:
    """Register the coroutine that does jobs of this name. It may ask for another try: `raise RetryRequested(delay)`."""

    def register(function: Task) -> Task:
        assert name not in _tasks, f"two tasks are called {name}"
        _tasks[name] = function
        return function

    return register


@asynccontextmanager
async def connection() -> AsyncIterator[asyncpg.Connection]:
    """The current transaction's connection, or one of its own."""
    database = engine()
    current = database.current_transaction.get()
    if current is not None:
        yield current.connection
    elif database.pool is not None:
        async with database.pool.acquire() as pooled:
            yield pooled
    else:
        fresh = await database.get_new_connection()
        try:
            yield fresh
        finally:
            await fresh.close()


@asynccontextmanager
async def _queries() -> AsyncIterator[Queries]:
    async with connection() as found:
        yield Queries(AsyncpgDriver(found))


async def enqueue(
    name: str, payload: dict[str, Any], *, delay: timedelta | None = None, once_key: str | None = None, priority: int = 0
) -> None:
    """Part of the current transaction, if there is one. A `once_key` already waiting or running is not enqueued again."""
    headers = {"due": (await _due(delay)).isoformat()} if delay else None
    body = json.dumps(payload, ensure_ascii=False).encode()
    async with _queries() as queries:
        await queries.enqueue(name, body, priority, execute_after=delay, dedupe_key=once_key, headers=headers, on_conflict="skip")


async def _due(delay: timedelta) -> datetime:
    return await value("select app_now() + {}", delay)


async def forget_mentions(texts: Iterable[str]) -> None:
    """Jobs and their records that hold one of these texts, such as an address in a fault's words."""
    wanted = [f"%{text.replace(chr(92), chr(92) * 2).replace('%', chr(92) + '%').replace('_', chr(92) + '_')}%" for text in texts]
    await execute("delete from pgqueuer_log where traceback::text ilike any({}::text[])", wanted)
    await execute("delete from pgqueuer where status <> 'picked' and convert_from(payload, 'UTF8') ilike any({}::text[])", wanted)


async def hasten() -> None:
    """pgqueuer waits by the machine's clock: let jobs that are due by app_now() go."""
    await execute(
        "update pgqueuer set execute_after = now() - interval '1 second' where status = 'queued' and execute_after >= now()"
        " and coalesce((headers->>'due')::timestamptz, execute_after) <= app_now()"
    )


@asynccontextmanager
async def isolated() -> AsyncIterator[None]:
    """Inside a transaction (a test's), what fails rolls back to here; outside each verb has its own transaction."""
    if engine().current_transaction.get() is None:
        yield
    else:
        async with transaction():
            yield


async def _run(name: str, payload: bytes | None) -> None:
    async with isolated():
        await _tasks[name](json.loads(payload or b"{}"))


async def run_pending(limit: int = 100) -> tuple[int, int]:
    """Run due jobs here and now, one after the other: how many were done, and how many failed (and are held)."""
    await hasten()
    mine = {QueueEntrypoint(name): EntrypointExecutionParameter(concurrency_limit=0) for name in _tasks}
    async with _queries() as queries:
        jobs = await queries.dequeue(limit, mine, QueueManagerId(uuid.uuid4()), None, HEARTBEAT_TIMEOUT)
    outcomes = [await _run_claimed(job) for job in jobs]
    return outcomes.count(True), outcomes.count(False)


async def _run_claimed(job: Job) -> bool:
    try:
        await _run(job.entrypoint, job.payload)
    except RetryRequested as later:
        async with _queries() as queries:
            await queries.retry_job(job, later.delay, None)
        return True
    except Exception as error:
        log.exception("%s failed and is held", job.entrypoint)
        trace = TracebackRecord.from_exception(exc=error, job_id=job.id)
        async with _queries() as queries:
            await queries.log_jobs([(job, "failed", trace)])
        return False
    async with _queries() as queries:
        await queries.log_jobs([(job, "successful", None)])
    return True


def _entrypoint(name: str) -> Callable[[Job], Awaitable[None]]:
    async def run(job: Job) -> None:
        await _run(name, job.payload)

    return run


async def consume(stop: asyncio.Event) -> None:
    """Work the queue until told to stop; raises when the database goes away."""
    async with asyncpg.create_pool(**engine().config, min_size=1, max_size=3) as pool:
        manager = QueueManager(Queries(AsyncpgPoolDriver(pool)))
        manager.shutdown = stop
        for name in _tasks:
            manager.entrypoint(name, on_failure="hold")(_entrypoint(name))
        await manager.run(
            dequeue_timeout=timedelta(seconds=5),
            batch_size=AT_ONCE // 2,
            max_concurrent_tasks=AT_ONCE,
            shutdown_on_listener_failure=True,
            heartbeat_timeout=HEARTBEAT_TIMEOUT,
        )
