"""The local Stripe's ASGI application: the API under /v1/, hosted pages under /c/, its controls under /_sandbox/."""

import asyncio
import logging
import time
from contextlib import suppress

import asyncpg

from app.settings import SettingsError, settings

if settings.is_production:
    raise SettingsError("The local Stripe does not run in production: set STRIPE_SECRET_KEY, or leave paying closed.")

from payments.sandbox import (
    balance,  # noqa: F401 (each module below brings its routes)
    charges,  # noqa: F401
    checkout_sessions,  # noqa: F401
    control,
    customers,  # noqa: F401
    delivering,
    dispatching,
    disputes,  # noqa: F401
    events,  # noqa: F401
    faults,
    hosted,
    passing_time,
    payment_intents,  # noqa: F401
    payment_methods,  # noqa: F401
    refunds,  # noqa: F401
    setup_intents,  # noqa: F401
)
from payments.sandbox.store import AWAY, open_pool
from payments.sandbox.wire import ApiError, Receive, Reply, Request, Scope, Send, json_reply, read, write

log = logging.getLogger("sandbox")
TRY_DATABASE_FOR = 60


class Application:
    def __init__(self) -> None:
        self.pool: asyncpg.Pool | None = None
        self._tasks: list[asyncio.Task[None]] = []

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "lifespan":
            await self._live(receive, send)
        elif scope["type"] == "http":
            await self._serve(scope, receive, send)

    async def _live(self, receive: Receive, send: Send) -> None:
        await receive()
        try:
            await self._start()
        except AWAY as error:
            await send({"type": "lifespan.startup.failed", "message": f"The database can't be reached: {error}"})
            return
        await send({"type": "lifespan.startup.complete"})
        await receive()
        await self._stop()
        await send({"type": "lifespan.shutdown.complete"})

    async def _start(self) -> None:
        until = time.monotonic() + TRY_DATABASE_FOR
        while self.pool is None:
            try:
                self.pool = await open_pool()
            except AWAY:
                if time.monotonic() > until:
                    raise
                await asyncio.sleep(0.3)
        await faults.load(self.pool)
        await delivering.take_up(self.pool)
        self._tasks = [asyncio.create_task(delivering.run(self.pool)), asyncio.create_task(self._pass_time(self.pool))]

    async def _pass_time(self, pool: asyncpg.Pool) -> None:
        while True:
            try:
                if await passing_time.pass_time(pool):
                    delivering.wake.set()
            except AWAY:
                log.warning("the database is away; time stands still")
            except Exception:
                log.exception("time could not pass")
            await asyncio.sleep(1)

    async def _stop(self) -> None:
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        if self.pool is not None:
            with suppress(TimeoutError):
                await asyncio.wait_for(self.pool.close(), timeout=2)

    async def _serve(self, scope: Scope, receive: Receive, send: Send) -> None:
        request = await read(scope, receive)
        try:
            reply, cut_at = await self._answer(request)
        except Exception as error:
            log.error("%s %s failed: %s", request.method, request.path, error, exc_info=not isinstance(error, AWAY))
            reply, cut_at = dispatching.refused(request, dispatching.OURS_FAILED), None
        delivering.wake.set()
        await write(send, reply, cut_at=cut_at)

    async def _answer(self, request: Request) -> tuple[Reply, int | None]:
        """The answer, and after how many bytes a fault cuts it."""
        assert self.pool is not None
        if request.path.startswith("/v1/"):
            return await self._answer_api(self.pool, request)
        if request.path.startswith("/_sandbox/"):
            return await control.answer(self.pool, request), None
        if request.path.startswith("/c/"):
            return await hosted.answer(self.pool, request), None
        if request.path == "/healthz":
            return json_reply(200, {"ok": True}), None
        return json_reply(404, {"error": {"type": "invalid_request_error", "message": "This is a local Stripe."}}), None

    async def _answer_api(self, pool: asyncpg.Pool, request: Request) -> tuple[Reply, int | None]:
        fault = await faults.strikes(faults.API_KINDS, f"{request.method} {request.path}")
        kind = fault.kind if fault else None
        if kind == "rate_limited":
            return dispatching.refused(
                request, ApiError(429, "invalid_request_error", "Too many requests hit the API too quickly.")
            ), None
        if kind == "error_before":
            return dispatching.refused(request, dispatching.OURS_FAILED), None
        delay = fault.seconds if fault and kind == "slow" else 0
        reply = await dispatching.answer(pool, request, spoiled=kind == "error_after", delay=delay)
        cut_at = {"lost_answer": 0, "truncated": len(reply.body) // 2}.get(kind or "")
        return reply, cut_at


app = Application()
