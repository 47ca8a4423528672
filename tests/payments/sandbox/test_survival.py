"""What was answered outlives kill -9, and so does what was still to be told; production has no local Stripe."""

import os
import subprocess
import sys
from collections.abc import AsyncIterator
from typing import Any

import pytest
import stripe

from tests.payments.sandbox.local_stripe import ROOT, Listener, LocalStripe


@pytest.fixture
async def mortal(server: Any, worker_id: str) -> AsyncIterator[tuple[LocalStripe, Listener]]:
    """A local Stripe of its own, to be killed."""
    listener = Listener()
    own = LocalStripe(await server.clone(f"zhizao_mortal_{worker_id}"), listener.url)
    own.start()
    yield own, listener
    own.stop()
    listener.close()


async def test_what_was_answered_outlives_a_kill(mortal: tuple[LocalStripe, Listener]) -> None:
    sandbox, listener = mortal
    shop = sandbox.client()
    sandbox.fault("late", "payment_intent.canceled", seconds=2)
    sandbox.fault("rate_limited", "GET /v1/balance", times=1)
    ours: Any = {"amount": 1000, "currency": "hkd"}
    kept = [await shop.v1.payment_intents.create_async(ours, {"idempotency_key": f"kill-{n}"}) for n in range(3)]
    for intent in kept:
        await shop.v1.payment_intents.cancel_async(intent.id)
    sandbox.kill()
    sandbox.start()
    shop = sandbox.client()
    for n, intent in enumerate(kept):
        assert (await shop.v1.payment_intents.retrieve_async(intent.id)).status == "canceled"
        assert (await shop.v1.payment_intents.create_async(ours, {"idempotency_key": f"kill-{n}"})).id == intent.id
        listener.wait_for(intent.id, "payment_intent.canceled")
    with pytest.raises(stripe.RateLimitError):
        await shop.v1.balance.retrieve_async()
    sandbox.control("DELETE", "faults")


def test_it_does_not_run_in_production() -> None:
    env = {**os.environ, "ENVIRONMENT": "production", "PYTHONPATH": str(ROOT)}
    command = [sys.executable, "-c", "import payments.sandbox.main"]
    answer = subprocess.run(command, env=env, cwd=ROOT, capture_output=True, text=True, check=False)
    assert answer.returncode != 0
    assert "SettingsError: The local Stripe does not run in production" in answer.stderr
