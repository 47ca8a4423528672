"""Fixtures around the local Stripe: one process for all tests of a run, its faults cleared after each."""

import asyncio
import uuid
from collections.abc import Iterator
from typing import Any

import pytest

from tests.payments.sandbox.local_stripe import Listener, LocalStripe, Shop


@pytest.fixture(scope="session")
def listener() -> Iterator[Listener]:
    listening = Listener()
    yield listening
    listening.close()


@pytest.fixture(scope="session")
def sandbox_database(server: Any) -> str:
    """Each who takes these fixtures over has a database and a process of its own."""
    return asyncio.run(server.clone(f"zhizao_sandbox_{uuid.uuid4().hex[:8]}"))


@pytest.fixture(scope="session")
def running_sandbox(sandbox_database: str, listener: Listener) -> Iterator[LocalStripe]:
    running = LocalStripe(sandbox_database, listener.url)
    running.start()
    running.control("POST", "settings", refund_settles_after=1)
    yield running
    running.stop()


@pytest.fixture
def sandbox(running_sandbox: LocalStripe, listener: Listener) -> Iterator[LocalStripe]:
    yield running_sandbox
    running_sandbox.control("DELETE", "faults")
    listener.refuses = 0


@pytest.fixture
def shop(sandbox: LocalStripe) -> Shop:
    """The real SDK, without its own retries, so that a test sees each answer."""
    return sandbox.client()
