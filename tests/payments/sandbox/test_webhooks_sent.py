"""Webhooks as they arrive: signed so that the SDK believes them, tried again, and disturbed on demand."""

import time
from typing import Any

import pytest
import stripe

from app.settings import settings
from tests.payments.sandbox.local_stripe import KEY, Listener, LocalStripe, Shop, wait_until


async def cancelled(shop: Shop) -> str:
    """Something that tells of itself once as created and once as canceled."""
    intent = await shop.v1.payment_intents.create_async({"amount": 1000, "currency": "hkd"})
    await shop.v1.payment_intents.cancel_async(intent.id)
    return intent.id


async def test_the_sdk_believes_the_signature_and_no_other(sandbox: LocalStripe, shop: Shop, listener: Listener) -> None:
    heard = listener.wait_for(await cancelled(shop), "payment_intent.canceled")[0]
    event = stripe.Webhook.construct_event(heard.body, heard.signature, settings.stripe_webhook_secret, api_key=KEY)
    assert (event.type, event.api_version) == ("payment_intent.canceled", "2026-10-28.endive")
    assert (await shop.v1.events.retrieve_async(event.id)).data.object["id"] == event.data.object["id"]
    with pytest.raises(stripe.SignatureVerificationError):
        stripe.Webhook.construct_event(heard.body, heard.signature, "whsec_other", api_key=KEY)
    with pytest.raises(stripe.SignatureVerificationError):
        stripe.Webhook.construct_event(heard.body + b" ", heard.signature, settings.stripe_webhook_secret, api_key=KEY)


async def test_a_delivery_is_tried_until_it_is_taken(sandbox: LocalStripe, shop: Shop, listener: Listener) -> None:
    listener.refuses = 4
    intent = await cancelled(shop)
    wait_until(lambda: sandbox.control("GET", "deliveries")["waiting"] == 0, 15)
    for type_ in ("payment_intent.created", "payment_intent.canceled"):
        assert len({h.event["id"] for h in listener.about(intent, type_)}) == 1
    assert len(listener.about(intent)) >= 4


async def test_each_attempt_is_signed_anew(sandbox: LocalStripe, shop: Shop, listener: Listener) -> None:
    sandbox.fault("late", "payment_intent.canceled", seconds=1.2, times=1)
    heard = listener.wait_for(await cancelled(shop), "payment_intent.canceled")[0]
    signed = int(heard.signature.split(",")[0].removeprefix("t="))
    assert 1 <= signed - heard.event["created"] <= 3
    assert abs(signed - time.time()) < 3


async def test_a_duplicated_webhook_has_the_same_id(sandbox: LocalStripe, shop: Shop, listener: Listener) -> None:
    sandbox.fault("duplicated", "payment_intent.canceled", times=1)
    twice = listener.wait_for(await cancelled(shop), "payment_intent.canceled", times=2)
    assert twice[0].event["id"] == twice[1].event["id"]


async def test_a_lost_webhook_still_stands_in_the_list(sandbox: LocalStripe, shop: Shop, listener: Listener) -> None:
    sandbox.fault("lost", "payment_intent.canceled", times=1)
    intent = await cancelled(shop)
    listener.wait_for(intent, "payment_intent.created")
    wait_until(lambda: sandbox.control("GET", "deliveries")["waiting"] == 0)
    assert listener.about(intent, "payment_intent.canceled") == []
    since: Any = {"type": "payment_intent.canceled", "limit": 5}
    listed = (await shop.v1.events.list_async(since)).data
    assert intent in [event.data.object["id"] for event in listed]


async def test_a_forged_webhook_is_not_believed(sandbox: LocalStripe, shop: Shop, listener: Listener) -> None:
    sandbox.fault("forged", "payment_intent.canceled", times=1)
    both = listener.wait_for(await cancelled(shop), "payment_intent.canceled", times=2)
    forged = next(heard for heard in both if "forged" in heard.event["id"])
    with pytest.raises(stripe.SignatureVerificationError):
        stripe.Webhook.construct_event(forged.body, forged.signature, settings.stripe_webhook_secret, api_key=KEY)


async def test_shuffled_webhooks_arrive_out_of_order(sandbox: LocalStripe, shop: Shop, listener: Listener) -> None:
    sandbox.fault("late", "payment_intent.created", seconds=0.6, times=1)
    sandbox.fault("shuffled", "payment_intent.*", seconds=0.3, seed=3)
    intent = await cancelled(shop)
    listener.wait_for(intent, "payment_intent.created")
    assert [h.event["type"] for h in listener.about(intent)] == ["payment_intent.canceled", "payment_intent.created"]
