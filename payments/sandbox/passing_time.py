"""What time brings about: sessions expire, wallets settle refunds, idempotency keys are forgotten."""

from datetime import timedelta

import asyncpg

from payments.sandbox import refunds
from payments.sandbox.checkout_sessions import close
from payments.sandbox.store import transaction

KEYS_LIVE = timedelta(hours=24)
DELIVERIES_KEPT = timedelta(days=3)
EXPIRED = """
select id from objects where kind = 'checkout.session' and body->>'status' = 'open'
and (body->>'expires_at')::bigint <= extract(epoch from clock())::bigint limit 200
"""
SETTLED = """
select id from objects where kind = 'refund' and body->>'status' = 'pending'
and (body->>'_settles_at')::bigint <= extract(epoch from clock())::bigint limit 200
"""


async def _expire(pool: asyncpg.Pool, session_id: str) -> None:
    async with transaction(pool) as books:
        session = await books.lock("checkout.session", session_id)
        if session["status"] == "open" and session["expires_at"] <= books.clock:
            await close(books, session)


async def _settle(pool: asyncpg.Pool, refund_id: str) -> None:
    async with transaction(pool) as books:
        refund = await books.lock("refund", refund_id)
        if refund["status"] == "pending":
            await refunds.settle(books, refund)


async def pass_time(pool: asyncpg.Pool) -> bool:
    """One pass over everything due; whether there was something."""
    expired, settled = await pool.fetch(EXPIRED), await pool.fetch(SETTLED)
    for row in expired:
        await _expire(pool, row["id"])
    for row in settled:
        await _settle(pool, row["id"])
    await pool.execute("delete from remembered where created < clock() - $1::interval", KEYS_LIVE)
    await pool.execute("delete from deliveries where done_at < now() - $1::interval", DELIVERIES_KEPT)
    return bool(expired or settled)
