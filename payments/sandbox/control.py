"""What tests and developers may do to the local Stripe, under /_sandbox/: faults, disputes, failing refunds, fees."""

import re
from typing import Any

import asyncpg

from payments.sandbox import delivering, disputes, faults, refunds
from payments.sandbox.dispatching import authorise, refused
from payments.sandbox.passing_time import pass_time
from payments.sandbox.presenting import public
from payments.sandbox.store import transaction
from payments.sandbox.wire import ApiError, Reply, Request, invalid, json_reply

KNOBS = ("fee_basis_points", "fee_fixed", "dispute_fee", "refund_settles_after")


async def answer(pool: asyncpg.Pool, request: Request) -> Reply:
    try:
        authorise(request)
        for method, pattern, act in ACTS:
            if method == request.method and (match := re.fullmatch(pattern, request.path)):
                return json_reply(200, public(await act(pool, request, *match.groups())))
    except ApiError as error:
        return refused(request, error)
    except (ValueError, TypeError) as wrong:
        return refused(request, invalid(str(wrong)))
    return refused(request, ApiError(404, "invalid_request_error", f"Nothing at {request.method} {request.path}."))


async def _add_fault(pool: asyncpg.Pool, request: Request) -> Any:
    return (await faults.add(request.json())).shown()


async def _list_faults(pool: asyncpg.Pool, request: Request) -> Any:
    return [fault.shown() for fault in faults.all_faults()]


async def _clear_faults(pool: asyncpg.Pool, request: Request) -> Any:
    await faults.clear()
    return {"faults": 0}


async def _turn_knobs(pool: asyncpg.Pool, request: Request) -> Any:
    """A null puts the default back."""
    for name, value in request.json().items():
        if name not in KNOBS:
            raise ValueError(f"settings are {', '.join(KNOBS)}")
        await pool.execute("delete from knobs where name = $1", name)
        if value is not None:
            await pool.execute("insert into knobs (name, value) values ($1, $2)", name, int(value))
    return {row["name"]: row["value"] for row in await pool.fetch("select * from knobs")}


async def _open_dispute(pool: asyncpg.Pool, request: Request) -> Any:
    asked = request.json()
    async with transaction(pool, request.id) as books:
        charge_id = asked.get("charge")
        if charge_id is None:
            intent = await books.get("payment_intent", str(asked.get("payment_intent")))
            charge_id = str(intent["latest_charge"])
        charge = await books.lock("charge", charge_id)
        return await disputes.open_dispute(
            books, charge, amount=asked.get("amount"), reason=asked.get("reason", "product_not_received")
        )


async def _close_dispute(pool: asyncpg.Pool, request: Request, dispute_id: str) -> Any:
    status = request.json().get("status", "lost")
    if status not in ("won", "lost"):
        raise ValueError("status must be won or lost")
    async with transaction(pool, request.id) as books:
        return await disputes.close_dispute(books, await books.lock("dispute", dispute_id), status)


async def _settle_refund(pool: asyncpg.Pool, request: Request, refund_id: str) -> Any:
    async with transaction(pool, request.id) as books:
        refund = await books.lock("refund", refund_id)
        if refund["status"] != "pending":
            raise ValueError("only a pending refund can be settled")
        return await refunds.settle(books, refund)


async def _fail_refund(pool: asyncpg.Pool, request: Request, refund_id: str) -> Any:
    reason = request.json().get("reason", "lost_or_stolen_card")
    async with transaction(pool, request.id) as books:
        return await refunds.fail(books, await books.lock("refund", refund_id), reason)


async def _tick(pool: asyncpg.Pool, request: Request) -> Any:
    await pass_time(pool)
    return {"ticked": True}


async def _deliveries(pool: asyncpg.Pool, request: Request) -> Any:
    counted = "select count(*) filter (where done_at is null) as waiting, count(*) as all, max(attempts) as tries from deliveries"
    return {**dict(await pool.fetchrow(counted)), "to": delivering.address()}


async def _forget_keys(pool: asyncpg.Pool, request: Request) -> Any:
    return {"forgotten": await pool.execute("delete from remembered")}


ACTS = (
    ("POST", "/_sandbox/faults", _add_fault),
    ("GET", "/_sandbox/faults", _list_faults),
    ("DELETE", "/_sandbox/faults", _clear_faults),
    ("POST", "/_sandbox/settings", _turn_knobs),
    ("POST", "/_sandbox/disputes", _open_dispute),
    ("POST", r"/_sandbox/disputes/(\w+)/close", _close_dispute),
    ("POST", r"/_sandbox/refunds/(\w+)/settle", _settle_refund),
    ("POST", r"/_sandbox/refunds/(\w+)/fail", _fail_refund),
    ("POST", "/_sandbox/tick", _tick),
    ("GET", "/_sandbox/deliveries", _deliveries),
    ("DELETE", "/_sandbox/idempotency_keys", _forget_keys),
)
