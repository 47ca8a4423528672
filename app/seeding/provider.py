"""The local Stripe while the past is played: started if it isn't there, silent toward the site, paid on by its own pages."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress

import httpx

from app.running.supervisor import Child, python
from app.settings import settings

READY_WITHIN = 30


class Provider:
    """What backers do on the provider's hosted page, by its plain form."""

    def __init__(self, http: httpx.AsyncClient) -> None:
        self._http = http

    async def complete(self, page: str, method: str, outcome: str = "pays") -> None:
        answer = await self._http.post(page, data={"method": method, "outcome": outcome})
        assert answer.status_code == 303, f"the provider's page answered {answer.status_code}"

    async def is_there(self) -> bool:
        with suppress(httpx.HTTPError):
            return (await self._http.get("/healthz")).status_code == 200
        return False


@asynccontextmanager
async def provider() -> AsyncIterator[Provider]:
    key = {"Authorization": f"Bearer {settings.stripe_secret_key}"}
    async with httpx.AsyncClient(base_url=settings.sandbox_url, trust_env=False, timeout=30) as http:
        found = Provider(http)
        if await found.is_there():
            yield found
            return
        child = Child("stripe", python("sandbox"))
        living = asyncio.create_task(child.run())
        try:
            await _until_there(found, living)
            await http.post("/_sandbox/faults", headers=key, json={"kind": "lost"})  # nobody listens yet; we read back instead
            try:
                yield found
            finally:
                await _until_silent(http, key)
                await http.delete("/_sandbox/faults", headers=key)
        finally:
            await child.stop()
            await living


async def _until_there(found: Provider, living: asyncio.Task[int]) -> None:
    deadline = asyncio.get_running_loop().time() + READY_WITHIN
    while not await found.is_there():
        if living.done() or asyncio.get_running_loop().time() > deadline:
            raise RuntimeError("the local Stripe does not start")
        await asyncio.sleep(0.1)


async def _until_silent(http: httpx.AsyncClient, key: dict[str, str]) -> None:
    for _ in range(100):
        if not (await http.get("/_sandbox/deliveries", headers=key)).json()["waiting"]:
            return
        await asyncio.sleep(0.1)
