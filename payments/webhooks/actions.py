"""The provider's word: kept once before it is acknowledged, then worked off by reading the thing it speaks of."""

import logging
from datetime import timedelta
from typing import Any

import msgspec

from app.foundation.database import execute, row, transaction, value
from app.foundation.queue import enqueue, isolated
from app.foundation.refusals import NotFound
from payments import gateway
from payments.checkout.completion import read_session, session_of
from payments.collection.attempting import read_intent
from payments.refunds.actions import apply_refund

log = logging.getLogger("zhizao.webhooks")

OVERLAP = timedelta(minutes=15)
FIRST_LOOK_BACK = timedelta(days=3)
SAYS_NOTHING = ("payment_intent.created",)
LIST_EVERY = timedelta(minutes=3)


async def keep_event(event: gateway.Event) -> bool:
    """Durable with its job before anybody hears of it; False where we had it."""
    async with transaction():
        kept = await row(
            """insert into webhook_event (provider_id, kind, object_id, body, happened_at)
            values ({}, {}, {}, jsonb_build_object('object', {}::text, 'intent', {}::text, 'metadata', {}::jsonb), {})
            on conflict (provider_id) do nothing returning id""",
            event.id, event.type[:60], event.object_id[:120], event.object_kind, event.intent_id,
            _json(event.metadata), event.created,
        )  # fmt: skip
        if kept is None:
            return False
        await enqueue("handle_webhook", {"event": kept["id"]}, once_key=f"handle_webhook:{kept['id']}")
        return True


def _json(metadata: dict[str, str]) -> str:
    return msgspec.json.encode(metadata).decode()


async def receive(raw: bytes, signature: str | None) -> None:
    try:
        event = gateway.parse_webhook(raw, signature, await value("select app_now()"))
    except gateway.NotConfigured:
        raise NotFound from None
    await keep_event(event)


async def handle_event(event_id: int) -> None:
    """What fails is noted and tried again by the sweep; staff see it."""
    event = await row(
        """update webhook_event set tries = tries + 1, tried_at = app_now() where id = {} and handled_at is null
        returning *, body->>'object' as object, body->>'intent' as intent, body->'metadata' as metadata""",
        event_id,
    )
    if event is None:
        return
    try:
        async with isolated():
            await _apply(event)
    except Exception as fault:
        log.warning("event %s (%s) is tried again later: %s", event["provider_id"], event["kind"], fault)
        await execute("update webhook_event set fault = {} where id = {}", f"{type(fault).__name__}: {fault}"[:500], event_id)
        return
    await execute("update webhook_event set handled_at = app_now(), fault = '' where id = {}", event_id)


async def _apply(event: dict[str, Any]) -> None:
    """Only the object's name is believed; its state is read from the provider, so order and repetition don't matter."""
    kind, metadata = event["object"], msgspec.json.decode(event["metadata"] or "{}")
    if kind == "checkout.session":
        session = await session_of(event["object_id"], metadata)
        if session is not None:
            await read_session(session)
    elif kind == "refund":
        refund = await row(
            "select id from refund where provider_id = {} or public_id = {}", event["object_id"], metadata.get("refund", "")
        )
        if refund is not None:
            await apply_refund(refund["id"], await gateway.read_refund(event["object_id"]))
    elif kind in ("payment_intent", "charge") and event["kind"] not in SAYS_NOTHING and not await _is_known(event["intent"]):
        await read_intent(event["intent"])


async def _is_known(intent_id: str | None) -> bool:
    """Booked with its fee: nothing that the provider could say about the payment is news."""
    return intent_id is None or bool(await value("select fee is not null from payment where intent_id = {}", intent_id))


async def list_missed() -> int:
    """Events since the last listing, with some overlap: whatever was never delivered is kept now. How many were new."""
    now = await value("select app_now()")
    before = await row("select * from event_listing where provider = 'stripe'")
    if before is not None and timedelta() <= now - before["listed_at"] < LIST_EVERY:
        return 0
    since = before["seen_until"] - OVERLAP if before is not None else now - FIRST_LOOK_BACK
    fresh = [await keep_event(event) for event in await gateway.list_events(since)]
    await execute(
        """insert into event_listing (provider, seen_until, listed_at) values ('stripe', {}, {})
        on conflict (provider) do update set seen_until = excluded.seen_until, listed_at = excluded.listed_at""",
        now, now,
    )  # fmt: skip
    return sum(fresh)
