"""The shop that tests of money share: one local Stripe for the run, emptied before each test."""

from collections.abc import AsyncIterator, Iterator

import httpx
import pytest

from tests.payments.sandbox.fixtures import listener, running_sandbox, sandbox_database  # noqa: F401
from tests.payments.sandbox.local_stripe import Listener, LocalStripe


@pytest.fixture
def till(running_sandbox: LocalStripe, monkeypatch: pytest.MonkeyPatch) -> Iterator[LocalStripe]:  # noqa: F811
    """Our gateway speaks to it."""
    from app.settings import settings

    monkeypatch.setitem(settings._env, "SANDBOX_URL", running_sandbox.url)
    yield running_sandbox
    running_sandbox.control("DELETE", "faults")


@pytest.fixture
async def shop(
    committed_db: str,
    client: httpx.AsyncClient,
    till: LocalStripe,
    listener: Listener,  # noqa: F811
    sandbox_database: str,  # noqa: F811
) -> AsyncIterator[object]:
    from tests.payments.makers import Shop

    opened = Shop(till, listener, client, sandbox_database)
    await opened.forget_everything()
    yield opened
    await opened.close()
