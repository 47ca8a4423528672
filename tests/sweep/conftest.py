"""One seeded world and one browser for all sweeps."""

import asyncio
import os
import uuid
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, sync_playwright

from tests.database import TestServer
from tests.journeys.conftest import QUIET
from tests.journeys.platform import Platform


@pytest.fixture(scope="package")
def world(server: TestServer, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Platform]:
    platform = Platform(asyncio.run(server.clone(f"zhizao_sweep_{uuid.uuid4().hex[:8]}")), tmp_path_factory.mktemp("var"))
    platform.start()
    platform.command("seed")
    yield platform
    platform.stop()


@pytest.fixture(scope="package")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=os.environ.get("CHROMIUM") or "/usr/bin/chromium", args=QUIET)
        yield browser
        browser.close()
