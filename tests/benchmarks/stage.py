"""The real processes: an embedded PostgreSQL with its production settings, and the site under granian with two workers."""

import asyncio
import os
import secrets
import shutil
import signal
import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import httpx
import psutil

from app.running.postgres import EmbeddedPostgres, prepare, wait_until_ready
from app.running.supervisor import Child, python
from app.settings import VAR

READY_WITHIN = 90


@asynccontextmanager
async def database() -> AsyncIterator[EmbeddedPostgres]:
    """On the disk that var/ lies on: a folder in memory would make commits free."""
    folder = VAR / f"bench-{os.getpid()}"
    folder.mkdir(parents=True)
    folder.chmod(0o711)
    server = prepare(folder / "postgres", Path("/tmp") / f"zhizao-bench-{os.getpid()}")
    child = Child(
        "postgres", server.command(), stop_signal=signal.SIGINT, environment=server.environment(), folder="/",
        birth=server.birth(),
    )  # fmt: skip
    living = asyncio.create_task(child.run())
    try:
        await wait_until_ready(server)
        yield server
    finally:
        await child.stop()
        await living
        shutil.rmtree(folder, ignore_errors=True)
        shutil.rmtree(server.socket_dir, ignore_errors=True)


def _free_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])


class Site:
    def __init__(self, address: str, child: Child) -> None:
        self.address, self.child = address, child

    def memory(self) -> list[float]:
        """Resident MiB of each worker."""
        assert self.child.process is not None
        workers = psutil.Process(self.child.process.pid).children()
        return sorted(
            worker.memory_info().rss / 2**20 for worker in workers if "resource_tracker" not in " ".join(worker.cmdline())
        )


@asynccontextmanager
async def site(server: EmbeddedPostgres) -> AsyncIterator[Site]:
    """With production's settings: nothing is reloaded, nothing is told to developers."""
    port = _free_port()
    address = f"http://127.0.0.1:{port}"
    settings = {
        "ENVIRONMENT": "production", "PUBLIC_URL": address, "HOST": "127.0.0.1", "PORT": str(port), "WEB_WORKERS": "2",
        "SECRET_KEY": secrets.token_urlsafe(32), "DATABASE_URL": server.url(), "STRIPE_SECRET_KEY": "", "SMTP_URL": "",
    }  # fmt: skip
    child = Child("web", python("web"), environment={**os.environ, **settings})
    living = asyncio.create_task(child.run())
    try:
        await _until_served(address, living)
        yield Site(address, child)
    finally:
        await child.stop()
        await living


async def _until_served(address: str, living: "asyncio.Task[int]") -> None:
    deadline = asyncio.get_running_loop().time() + READY_WITHIN
    async with httpx.AsyncClient(trust_env=False) as http:
        while True:
            if living.done() or asyncio.get_running_loop().time() > deadline:
                raise RuntimeError("the site does not start")
            try:
                if (await http.get(f"{address}/healthz")).status_code == 200:
                    return
            except httpx.HTTPError:
                await asyncio.sleep(0.1)
