"""Second factors are tried at localhost: no browser makes a passkey for a bare address."""

import httpx
import pytest
from pytest import MonkeyPatch

from app.accounts.factors import totp


class World:
    """The clock that authenticator apps follow."""

    def __init__(self) -> None:
        self.moment = 1_800_000_000.0

    def passes(self, seconds: float) -> None:
        self.moment += seconds

    def time(self) -> float:
        return self.moment


@pytest.fixture
def world(monkeypatch: MonkeyPatch) -> World:
    world = World()
    monkeypatch.setattr(totp, "time", world)
    return world


@pytest.fixture
def browser(client: httpx.AsyncClient) -> httpx.AsyncClient:
    client.headers["Host"] = "localhost:8000"
    return client
