"""Further browsers, each with its own cookies, wherever they are."""

from typing import Any

import httpx

from tests.conftest import one_app


def other_browser(address: str = "127.0.0.1") -> httpx.AsyncClient:
    app: Any = one_app()
    return httpx.AsyncClient(
        transport=httpx.ASGITransport(app=app, client=(address, 123)),
        base_url="http://127.0.0.1:8000",
        headers={"Sec-Fetch-Site": "same-origin"},
    )


async def is_signed_in(client: httpx.AsyncClient) -> bool:
    return (await client.get("/me")).status_code == 200
