"""One request from key to answer: authorised, remembered under its idempotency key, committed before it is answered."""

import asyncio
import hashlib
import hmac

import asyncpg
import msgspec

from app.settings import settings
from payments.sandbox import routing
from payments.sandbox.params import BadParam
from payments.sandbox.presenting import present, public
from payments.sandbox.store import API_VERSION, Books, reading, transaction
from payments.sandbox.wire import ApiError, Reply, Request, json_reply

OURS_FAILED = ApiError(500, "api_error", "An unknown error occurred in the local Stripe.")
_running: set[str] = set()


def refused(request: Request, error: ApiError) -> Reply:
    reply = json_reply(error.status, {"error": public(error.error())})
    if error.status == 409:
        reply.headers["stripe-should-retry"] = "true"
    return dressed(request, reply)


def dressed(request: Request, reply: Reply) -> Reply:
    reply.headers |= {"request-id": request.id, "stripe-version": API_VERSION, "cache-control": "no-store"}
    if key := request.headers.get("idempotency-key"):
        reply.headers["idempotency-key"] = key
    return reply


def authorise(request: Request) -> None:
    scheme, _, key = request.headers.get("authorization", "").partition(" ")
    if not key or scheme.lower() != "bearer":
        raise ApiError(401, "invalid_request_error", "You did not provide an API key.")
    if not hmac.compare_digest(key.encode(), settings.stripe_secret_key.encode()):
        raise ApiError(401, "invalid_request_error", f"Invalid API Key provided: {key[:8]}****")


async def answer(pool: asyncpg.Pool, request: Request, *, spoiled: bool = False, delay: float = 0) -> Reply:
    """`spoiled`: the effect happens, but the answer (also the remembered one) is a 500."""
    try:
        authorise(request)
        request.read_params()
        handler = routing.find(request)
        if handler is None:
            message = f"Unrecognized request URL ({request.method}: {request.path})."
            raise ApiError(404, "invalid_request_error", message)
        if request.method == "GET":
            await asyncio.sleep(delay)
            async with reading(pool) as books:
                return dressed(request, await _perform(books, request, handler))
        return dressed(request, await _write(pool, request, handler, spoiled, delay))
    except BadParam as bad:
        return refused(request, _as_error(bad))
    except ApiError as error:
        return refused(request, error)


def _as_error(bad: BadParam) -> ApiError:
    return ApiError(400, "invalid_request_error", bad.message, remembered=False, param=bad.param, code=bad.code)


async def _perform(books: Books, request: Request, handler: routing.Handler) -> Reply:
    result = await handler(books, request)
    expand = request.params.texts("expand")
    request.params.refuse_others()
    if isinstance(result, ApiError):
        return json_reply(result.status, {"error": public(result.error())})
    return json_reply(200, await present(books, result, expand))


def _fingerprint(request: Request) -> str:
    return hashlib.sha256(request.body).hexdigest()


async def _write(pool: asyncpg.Pool, request: Request, handler: routing.Handler, spoiled: bool, delay: float) -> Reply:
    key = request.headers.get("idempotency-key")
    if key is None or request.method != "POST":
        await asyncio.sleep(delay)
        async with transaction(pool, request.id) as books:
            reply = await _perform(books, request, handler)
        return _spoil() if spoiled else reply
    if key in _running:
        raise _in_use(key)
    _running.add(key)
    try:
        await asyncio.sleep(delay)
        return await _once(pool, request, handler, key, spoiled)
    finally:
        _running.discard(key)


async def _once(pool: asyncpg.Pool, request: Request, handler: routing.Handler, key: str, spoiled: bool) -> Reply:
    async with pool.acquire() as connection:
        known = await connection.fetchrow("select * from remembered where key = $1", key)
    if known:
        return _replay(known, request, key)
    try:
        async with transaction(pool, request.id, key) as books:
            reply = await _perform(books, request, handler)
            if spoiled:
                reply = _spoil()
            await _remember(books, request, key, reply)
        return reply
    except asyncpg.UniqueViolationError as twice:
        raise _in_use(key) from twice
    except ApiError as error:
        if not error.remembered:
            raise
        reply = json_reply(error.status, {"error": public(error.error())})
        async with transaction(pool, request.id, key) as books:
            await _remember(books, request, key, reply)
        return reply


def _spoil() -> Reply:
    spoiled = json_reply(500, {"error": OURS_FAILED.error()})
    spoiled.headers["stripe-should-retry"] = "false"
    return spoiled


async def _remember(books: Books, request: Request, key: str, reply: Reply) -> None:
    sql = "insert into remembered (key, fingerprint, path, status, body, created) values ($1, $2, $3, $4, $5, $6)"
    args = (key, _fingerprint(request), request.path, reply.status, reply.body.decode(), books.now)
    await books.connection.execute(sql, *args)


def _replay(known: asyncpg.Record, request: Request, key: str) -> Reply:
    if known["path"] != request.path:
        raise _misused(f"Keys for idempotent requests can only be used for the same endpoint ('{known['path']}').", key)
    if known["fingerprint"] != _fingerprint(request):
        raise _misused("Keys for idempotent requests can only be used with the same parameters they were first used with.", key)
    reply = json_reply(known["status"], msgspec.Raw(known["body"].encode()))
    reply.headers["idempotent-replayed"] = "true"
    if known["status"] >= 500:
        reply.headers["stripe-should-retry"] = "false"
    return reply


def _misused(message: str, key: str) -> ApiError:
    more = f"Try using a key other than '{key}' if you meant to execute a different request."
    return ApiError(400, "idempotency_error", f"{message} {more}", remembered=False)


def _in_use(key: str) -> ApiError:
    message = f"There is currently another in-progress request using this Idempotent Key: {key}. Please try again later."
    return ApiError(409, "idempotency_error", message, remembered=False, code="idempotency_key_in_use")
