"""Faults on demand: each kind does what it says, as often as asked, and the same seed gives the same sequence."""

import time
from typing import Any

import pytest
import stripe

from tests.payments.sandbox.local_stripe import LocalStripe, Shop

PATH = "POST /v1/customers"


async def named(shop: Shop, name: str, key: str | None = None) -> Any:
    return await shop.v1.customers.create_async({"email": f"{name}@shop.test"}, {"idempotency_key": key} if key else {})


async def known(shop: Shop, name: str) -> int:
    return len((await shop.v1.customers.list_async({"email": f"{name}@shop.test"})).data)


@pytest.mark.parametrize(("kind", "happened"), [("error_before", 0), ("error_after", 1)])
async def test_an_error_before_and_after_the_effect(sandbox: LocalStripe, shop: Shop, kind: str, happened: int) -> None:
    sandbox.fault(kind, PATH, times=1)
    with pytest.raises(stripe.APIError) as failed:
        await named(shop, kind)
    assert failed.value.http_status == 500
    assert await known(shop, kind) == happened


async def test_an_error_after_the_effect_stays_with_its_key(sandbox: LocalStripe, shop: Shop) -> None:
    sandbox.fault("error_after", PATH, times=1)
    for _ in range(2):
        with pytest.raises(stripe.APIError):
            await named(shop, "kept", "kept-500")
    assert await known(shop, "kept") == 1


@pytest.mark.parametrize("kind", ["lost_answer", "truncated"])
async def test_an_answer_lost_on_the_way_is_had_by_asking_again_with_the_key(sandbox: LocalStripe, shop: Shop, kind: str) -> None:
    sandbox.fault(kind, PATH, times=1)
    with pytest.raises(stripe.APIConnectionError):
        await named(shop, kind, f"key-{kind}")
    assert (await named(shop, kind, f"key-{kind}")).email == f"{kind}@shop.test"
    assert await known(shop, kind) == 1


async def test_too_many_requests_have_no_code_and_no_effect(sandbox: LocalStripe, shop: Shop) -> None:
    sandbox.fault("rate_limited", PATH, times=1)
    with pytest.raises(stripe.RateLimitError) as busy:
        await named(shop, "busy")
    assert (busy.value.http_status, busy.value.code) == (429, None)
    assert await known(shop, "busy") == 0


async def test_a_slow_answer_comes_late(sandbox: LocalStripe, shop: Shop) -> None:
    sandbox.fault("slow", "GET /v1/balance", seconds=0.4, times=1)
    before = time.monotonic()
    await shop.v1.balance.retrieve_async()
    assert time.monotonic() - before > 0.35


async def test_the_same_seed_gives_the_same_sequence(sandbox: LocalStripe, shop: Shop) -> None:
    async def sequence(seed: int) -> list[bool]:
        sandbox.control("DELETE", "faults")
        sandbox.fault("rate_limited", "GET /v1/balance", probability=0.5, seed=seed)
        struck = []
        for _ in range(16):
            try:
                await shop.v1.balance.retrieve_async()
                struck.append(False)
            except stripe.RateLimitError:
                struck.append(True)
        return struck

    first = await sequence(7)
    assert await sequence(7) == first != await sequence(8)
    assert 0 < sum(first) < 16


async def test_a_fault_hits_only_what_it_matches(sandbox: LocalStripe, shop: Shop) -> None:
    sandbox.fault("error_before", "POST /v1/payment_intents/*/confirm")
    intent = await shop.v1.payment_intents.create_async({"amount": 1000, "currency": "hkd", "payment_method": "pm_card_visa"})
    with pytest.raises(stripe.APIError):
        await shop.v1.payment_intents.confirm_async(intent.id)
    assert (await shop.v1.payment_intents.retrieve_async(intent.id)).status == "requires_confirmation"
