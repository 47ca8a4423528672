"""A provider on the loopback, named in the settings for as long as a test lasts."""

import asyncio
import socket
from collections.abc import AsyncIterator

import pytest
from granian.constants import Interfaces
from granian.server.embed import Server

from app.accounts.oidc import providers
from app.settings import settings
from tests.accounts.oidc.provider import CLIENT, SECRET, Provider


def free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return found.getsockname()[1]


async def is_listening(port: int) -> None:
    for _ in range(200):
        try:
            _, writer = await asyncio.open_connection("127.0.0.1", port)
        except OSError:
            await asyncio.sleep(0.02)
        else:
            writer.close()
            return
    raise RuntimeError("the provider doesn't listen")


@pytest.fixture
async def provider(monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Provider]:
    port = free_port()
    made = Provider(issuer=f"http://127.0.0.1:{port}")
    named = {"ISSUER": made.issuer, "CLIENT_ID": CLIENT, "CLIENT_SECRET": SECRET, "LABEL": "山门"}
    for name, text in named.items():
        monkeypatch.setitem(settings._env, f"OIDC_GATE_{name}", text)
    server = Server(made, address="127.0.0.1", port=port, interface=Interfaces.ASGINL, log_enabled=False)
    serving = asyncio.create_task(server.serve())
    await is_listening(port)
    try:
        yield made
    finally:
        server.stop()
        await serving
        providers._published.clear()
