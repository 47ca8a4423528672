"""Sweeps find what should have happened and didn't: run every minute, each by one process at a time."""

import logging
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager

from app.foundation.database import engine
from app.foundation.queue import connection, isolated

Sweep = Callable[[], Awaitable[None]]

log = logging.getLogger("zhizao.sweeps")
_sweeps: dict[str, Sweep] = {}


def sweep(name: str) -> Callable[[Sweep], Sweep]:
    """Register a coroutine that looks through the rows for what is due and does it or enqueues it."""

    def register(function: Sweep) -> Sweep:
        assert name not in _sweeps, f"two sweeps are called {name}"
        _sweeps[name] = function
        return function

    return register


@asynccontextmanager
async def _alone(name: str) -> AsyncIterator[bool]:
    """False where another process is at it. The lock belongs to a connection, so it dies with its holder."""
    key = f"sweep {name}"
    async with connection() as holder:
        if engine().current_transaction.get() is not None:
            yield await holder.fetchval("select pg_try_advisory_xact_lock(hashtextextended($1, 0))", key)
            return
        won = await holder.fetchval("select pg_try_advisory_lock(hashtextextended($1, 0))", key)
        try:
            yield won
        finally:
            if won and not holder.is_closed():
                await holder.execute("select pg_advisory_unlock(hashtextextended($1, 0))", key)


async def run_sweeps() -> list[str]:
    """All sweeps in the order of their names; one that fails is logged and named in the answer, the others go on."""
    failed = []
    for name, function in sorted(_sweeps.items()):
        try:
            async with _alone(name) as won, isolated():
                if won:
                    await function()
        except Exception:
            log.exception("the sweep “%s” failed", name)
            failed.append(name)
    return failed
