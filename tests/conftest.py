"""What all tests share: settings that reach nothing outside, a database each, and a browserless client."""

import asyncio
import os
import shutil
import tempfile
import uuid
from collections.abc import AsyncIterator
from functools import cache
from typing import TYPE_CHECKING, Any

import pytest

from tests.database import TestServer

if TYPE_CHECKING:
    import httpx

OUTSIDE_WORLD = (
    "DATABASE_URL",
    "STRIPE_SECRET_KEY",
    "STRIPE_WEBHOOK_SECRET",
    "SMTP_URL",
    "SMS_ACCESS_KEY_ID",
    "SMS_ACCESS_KEY_SECRET",
    "SMS_ENDPOINT",
    "SMS_TEMPLATES",
    "STORAGE_URL",
    "PUBLIC_URL",
    "TRUSTED_PROXIES",
)

server_key = pytest.StashKey[TestServer]()


def _keep_the_world_outside() -> None:
    """Before anything reads the settings, the conftest of a folder too: nothing of the developer's .env may leak in."""
    os.environ.update(dict.fromkeys(OUTSIDE_WORLD, ""), ENVIRONMENT="test", HOST="127.0.0.1", PORT="8000")
    if "ZHIZAO_TEST_VAR" not in os.environ:
        os.environ["ZHIZAO_TEST_VAR"] = tempfile.mkdtemp(prefix="zhizao-test-var-")
    os.environ["ZHIZAO_VAR"] = os.environ["ZHIZAO_TEST_VAR"]


_keep_the_world_outside()


def pytest_configure(config: pytest.Config) -> None:
    worker: dict[str, Any] | None = getattr(config, "workerinput", None)
    config.stash[server_key] = TestServer(worker["test_server_url"] if worker else None)


@pytest.hookimpl(optionalhook=True)
def pytest_configure_node(node: Any) -> None:
    node.workerinput["test_server_url"] = node.config.stash[server_key].start()


def pytest_unconfigure(config: pytest.Config) -> None:
    config.stash[server_key].stop()
    if not hasattr(config, "workerinput"):
        shutil.rmtree(os.environ["ZHIZAO_TEST_VAR"], ignore_errors=True)


@pytest.fixture(scope="session")
def server(request: pytest.FixtureRequest) -> TestServer:
    found = request.config.stash[server_key]
    found.start()
    return found


@pytest.fixture(scope="session")
def own_database(server: TestServer, worker_id: str) -> str:
    """The URL of this worker's database, empty but for the migrations; tests leave nothing in it."""
    return asyncio.run(server.clone(f"zhizao_{worker_id}"))


@pytest.fixture
async def db(own_database: str) -> AsyncIterator[None]:
    """Everything the test does happens in one transaction, which is then rolled back."""
    from app.accounts import alike
    from app.foundation import lately
    from app.piccolo_conf import DB, connection_config
    from app.site.profile import forget

    forget()
    alike.forget()
    lately.forget()
    DB.config = connection_config(own_database)
    transaction = DB.transaction(allow_nested=False)
    await transaction.__aenter__()
    try:
        yield
    finally:
        DB.current_transaction.set(None)  # not __aexit__: its token belongs to another context
        await transaction.rollback()
        await transaction.connection.close()


@pytest.fixture
async def committed_db(server: TestServer) -> AsyncIterator[str]:
    """A database of its own with a real pool, for races: what the test commits is seen by all. Yields its URL."""
    from app.accounts import alike
    from app.foundation import lately
    from app.piccolo_conf import DB, connection_config
    from app.site.profile import forget

    forget()
    alike.forget()
    lately.forget()
    name = f"zhizao_{uuid.uuid4().hex[:12]}"
    url = await server.clone(name)
    before, DB.config = DB.config, connection_config(url)
    await DB.start_connection_pool(min_size=2, max_size=20)
    try:
        yield url
    finally:
        await DB.close_connection_pool()
        DB.config = before
        await server.drop(name)


def one_app() -> Any:
    """A frame of its own (pages are kept in it) around rooms that are put together once: that takes a third of a second."""
    from app.main import framed

    return framed(_rooms())


@cache
def _rooms() -> Any:
    from app.main import all_rooms

    return all_rooms()


@pytest.fixture
async def client() -> "AsyncIterator[httpx.AsyncClient]":
    """Speaks to the app within the test's own task, hence within its transaction."""
    import httpx

    app: Any = one_app()
    transport = httpx.ASGITransport(app=app)
    same_origin = {"Sec-Fetch-Site": "same-origin"}
    async with httpx.AsyncClient(transport=transport, base_url="http://127.0.0.1:8000", headers=same_origin) as http:
        yield http
