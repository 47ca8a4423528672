"""Idempotency keys: the same answer again, errors included; other parameters refused; two at once refused."""

import asyncio
from typing import Any

import asyncpg
import pytest
import stripe

from tests.payments.sandbox.local_stripe import LocalStripe, Shop, said

CHARGE: Any = {"amount": 1000, "currency": "hkd", "payment_method": "pm_card_visa", "confirm": True}


async def charge(shop: Shop, key: str, **more: Any) -> Any:
    return await shop.v1.payment_intents.create_async({**CHARGE, **more}, {"idempotency_key": key})


async def count(shop: Shop, note: str) -> int:
    found = await shop.v1.payment_intents.list_async({"limit": 100})
    return sum(intent.description == note for intent in found.data)


async def test_the_same_key_gives_the_same_answer_and_charges_once(shop: Shop) -> None:
    first = await charge(shop, "twice", description="twice")
    again = await charge(shop, "twice", description="twice")
    assert first.id == again.id
    assert again.last_response.headers["idempotent-replayed"] == "true"
    assert await count(shop, "twice") == 1


async def test_a_refusal_is_kept_with_its_key(shop: Shop) -> None:
    seen = []
    for key in ("refused", "refused", "refused-anew"):
        with pytest.raises(stripe.CardError) as refused:
            await charge(shop, key, payment_method="pm_card_chargeDeclined", off_session=True)
        seen.append(said(refused).payment_intent.id)
    assert seen[0] == seen[1] != seen[2]


async def test_a_state_that_forbids_is_kept_with_its_key_too(shop: Shop) -> None:
    intent = await charge(shop, "paid-first")
    for _ in range(2):
        with pytest.raises(stripe.InvalidRequestError) as refused:
            await shop.v1.payment_intents.confirm_async(intent.id, {}, {"idempotency_key": "confirm-paid"})
    assert refused.value.headers is not None and refused.value.headers["idempotent-replayed"] == "true"


async def test_other_parameters_under_the_same_key_are_refused(shop: Shop) -> None:
    await charge(shop, "once")
    with pytest.raises(stripe.IdempotencyError) as refused:
        await charge(shop, "once", amount=2000)
    assert refused.value.http_status == 400
    with pytest.raises(stripe.IdempotencyError):
        await shop.v1.customers.create_async({}, {"idempotency_key": "once"})


async def test_a_parameter_that_cannot_be_read_does_not_use_up_the_key(shop: Shop) -> None:
    with pytest.raises(stripe.InvalidRequestError):
        await charge(shop, "mended", amount=1)
    assert (await charge(shop, "mended")).status == "succeeded"


async def test_while_the_first_runs_a_second_is_told_to_wait(sandbox: LocalStripe, shop: Shop) -> None:
    sandbox.fault("slow", "POST /v1/payment_intents", seconds=0.5, times=1)
    first = asyncio.create_task(charge(shop, "busy", description="busy"))
    await asyncio.sleep(0.2)
    with pytest.raises(stripe.APIError) as refused:
        await charge(shop, "busy", description="busy")
    assert refused.value.http_status == 409
    assert (await charge(sandbox.client(retries=3), "busy", description="busy")).id == (await first).id
    assert await count(shop, "busy") == 1


async def test_a_key_is_forgotten_after_a_day(sandbox: LocalStripe, shop: Shop) -> None:
    first = await charge(shop, "old")
    connection = await asyncpg.connect(sandbox.database_url)
    try:
        await connection.execute("insert into clock_shift (shift) values ('25 hours')")
        sandbox.control("POST", "tick")
        assert (await charge(shop, "old")).id != first.id
    finally:
        await connection.execute("delete from clock_shift")
        await connection.close()
