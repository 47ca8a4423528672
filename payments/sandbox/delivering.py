"""Webhooks on their way: signed as Stripe signs, tried again until a 2xx, in no promised order."""

import asyncio
import hmac
import logging
import random
from contextlib import suppress
from hashlib import sha256
from typing import Any

import asyncpg
import httpx
import msgspec

from app.settings import settings
from payments.sandbox import faults
from payments.sandbox.store import AWAY
from payments.sandbox.wire import fresh_id

log = logging.getLogger("sandbox")

LEASE = 30
LONGEST_WAIT = 20
BATCH = 4
COURIERS = 4  # so that one slow answer holds up only a few
TIMEOUT = httpx.Timeout(10, connect=3)
wake = asyncio.Event()

DUE = """
update deliveries set attempts = attempts + 1, next_at = now() + make_interval(secs => $1)
where id in (
    select id from deliveries where done_at is null and next_at <= now() order by next_at limit $2 for update skip locked
)
returning id, event, type, body, forged, attempts, extract(epoch from clock())::bigint as moment
"""


def address() -> str:
    return f"{settings.public_url}/webhooks/stripe"


def signature(body: str, moment: int, *, secret: str) -> str:
    mac = hmac.new(secret.encode(), f"{moment}.{body}".encode(), sha256)
    return f"t={moment},v1={mac.hexdigest()}"


async def _twist(pool: asyncpg.Pool, row: asyncpg.Record) -> float | None:
    """What the faults do to a first delivery: the seconds to wait before it is sent; None means never."""
    wait = 0.0
    if fault := await faults.strikes("lost", row["type"]):
        return None
    if fault := await faults.strikes("duplicated", row["type"]):
        sql = "insert into deliveries (event, type, body, attempts) values ($1, $2, $3, 1)"
        await pool.execute(sql, row["event"], row["type"], row["body"])
    if await faults.strikes("forged", row["type"]):
        await _forge(pool, row)
    if fault := await faults.strikes("late", row["type"]):
        wait = fault.seconds
    elif fault := await faults.strikes("shuffled", row["type"]):
        wait = random.Random(f"{fault.seed}:{fault.met}:wait").uniform(0.01, fault.seconds)
    return wait


async def _forge(pool: asyncpg.Pool, row: asyncpg.Record) -> None:
    """A stranger's copy: another id, signed with a secret that is not ours."""
    body: dict[str, Any] = msgspec.json.decode(row["body"])
    body["id"] = fresh_id("evt_forged")
    sql = "insert into deliveries (event, type, body, forged, attempts) values ($1, $2, $3, true, 1)"
    await pool.execute(sql, body["id"], row["type"], msgspec.json.encode(body).decode())


async def _deliver(pool: asyncpg.Pool, client: httpx.AsyncClient, row: asyncpg.Record) -> None:
    if row["attempts"] == 1:
        wait = await _twist(pool, row)
        if wait is None:
            await pool.execute("update deliveries set done_at = now() where id = $1", row["id"])
            return
        if wait:
            await pool.execute("update deliveries set next_at = now() + make_interval(secs => $2) where id = $1", row["id"], wait)
            return
    status = await _send(client, row)
    if row["forged"] or 200 <= status < 300:
        await pool.execute("update deliveries set done_at = now(), status = $2 where id = $1", row["id"], status)
        return
    pause = min(LONGEST_WAIT, 0.5 * 2 ** min(row["attempts"], 8)) * random.uniform(0.7, 1.3)
    sql = "update deliveries set next_at = now() + make_interval(secs => $2), status = $3 where id = $1"
    await pool.execute(sql, row["id"], pause, status)


async def _send(client: httpx.AsyncClient, row: asyncpg.Record) -> int:
    """The answer's status; 0 when there was none."""
    secret = "whsec_not_ours" if row["forged"] else settings.stripe_webhook_secret
    headers = {
        "content-type": "application/json; charset=utf-8",
        "user-agent": "Stripe/1.0 (local sandbox)",
        "stripe-signature": signature(row["body"], row["moment"], secret=secret),
    }
    try:
        return (await client.post(address(), content=row["body"].encode(), headers=headers)).status_code
    except httpx.HTTPError:
        return 0


async def deliver_due(pool: asyncpg.Pool, client: httpx.AsyncClient) -> int:
    rows = await pool.fetch(DUE, LEASE, BATCH)
    await asyncio.gather(*(_deliver(pool, client, row) for row in rows))
    return len(rows)


async def take_up(pool: asyncpg.Pool) -> None:
    """At the start: what a killed process had begun is due again."""
    await pool.execute("update deliveries set next_at = now() where done_at is null and attempts > 0")


async def _courier(pool: asyncpg.Pool, client: httpx.AsyncClient) -> None:
    while True:
        wake.clear()
        try:
            sent = await deliver_due(pool, client)
        except AWAY:
            sent = 0  # what is due stays due
        except Exception:
            log.exception("a delivery failed in an unforeseen way")
            sent = 0
        if not sent:
            with suppress(TimeoutError):
                await asyncio.wait_for(wake.wait(), timeout=0.25)


async def run(pool: asyncpg.Pool) -> None:
    async with httpx.AsyncClient(timeout=TIMEOUT, follow_redirects=False, trust_env=False) as client:
        await asyncio.gather(*(_courier(pool, client) for _ in range(COURIERS)))
