"""One platform and one browser for all journeys; a context of its own for each person."""

import asyncio
import os
import uuid
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, sync_playwright

from tests.database import TestServer
from tests.journeys.people import Person
from tests.journeys.platform import Platform

# Chromium asks its maker's servers for this and that, unless told not to.
QUIET = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
         "--disable-component-update", "--disable-sync", "--disable-dev-shm-usage"]  # fmt: skip


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """All journeys share a platform, so one worker walks them all; the longest way is begun first."""
    ours = [item for item in items if Path(__file__).parent in item.path.parents]
    for item in ours:
        item.add_marker(pytest.mark.journey)
        # A project of its own: browsers like WeChat's and LINE's, at a person's pace.
        if "chat" in item.path.relative_to(Path(__file__).parent).as_posix():
            item.add_marker(pytest.mark.slow)
        item.add_marker(pytest.mark.xdist_group("journeys"))
    items[:] = [*ours, *(item for item in items if item not in ours)]


@pytest.fixture(scope="package")
def browser() -> Iterator[Browser]:
    where = os.environ.get("CHROMIUM") or "/usr/bin/chromium"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=where, args=QUIET)
        yield browser
        browser.close()


@pytest.fixture(scope="package")
def platform(server: TestServer, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Platform]:
    name = f"zhizao_journey_{uuid.uuid4().hex[:8]}"
    platform = Platform(asyncio.run(server.clone(name)), tmp_path_factory.mktemp("var"))
    platform.start()
    platform.command("createstaff", "staff@journey.test")
    yield platform
    platform.stop()
    asyncio.run(server.drop(name))


@pytest.fixture
def somebody(platform: Platform, browser: Browser) -> Iterator[Callable[..., Person]]:
    """Makes people, each in a browser of their own; at the end none of them may have seen a fault."""
    made: list[Person] = []

    def make(name: str, **context: Any) -> Person:
        person = Person(platform, browser, name, **context)
        made.append(person)
        return person

    yield make
    for person in made:
        person.context.close()
        assert not person.troubles, person.troubles
