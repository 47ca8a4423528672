"""Signed-in browsers: listed, ended one by one or everywhere, prolonged by use."""

from datetime import timedelta

import httpx
import pytest

from app.accounts.sessions import start_session
from app.foundation import clock
from app.foundation.database import value
from app.foundation.sweeps import run_sweeps
from tests.people import make_member, sign_in, wear

pytestmark = pytest.mark.usefixtures("db")


async def test_signing_out_ends_the_session_in_the_database(client: httpx.AsyncClient) -> None:
    token = await sign_in(client, await make_member())
    await client.post("/sign-out")
    wear(client, token)
    assert (await client.get("/me")).status_code == 303
    assert await value("select count(*) from session") == 0


async def test_another_browser_can_be_signed_out_from_here(client: httpx.AsyncClient) -> None:
    member = await make_member()
    await start_session(member.id, agent="Mozilla/5.0 (iPhone) MicroMessenger/8.0")
    await sign_in(client, member)
    page = await client.get("/me/security")
    assert "微信 · iPhone" in page.text
    other = await value("select public_id from session order by id limit 1")
    await client.post(f"/sessions/{other}/revocation")
    assert await value("select count(*) from session") == 1
    assert (await client.get("/me")).status_code == 200


async def test_nobody_ends_a_strangers_session(client: httpx.AsyncClient) -> None:
    await start_session((await make_member()).id)
    theirs = await value("select public_id from session")
    await sign_in(client, await make_member())
    assert (await client.post(f"/sessions/{theirs}/revocation")).status_code == 404
    assert await value("select count(*) from session") == 2


async def test_signing_out_everywhere_means_here_too(client: httpx.AsyncClient) -> None:
    member, bystander = await make_member(), await make_member()
    await start_session(member.id)
    await start_session(bystander.id)
    await sign_in(client, member)
    await client.post("/sessions/revocation")
    assert (await client.get("/me")).status_code == 303
    assert await value("select array_agg(member) from session") == [bystander.id]


async def test_use_prolongs_a_session_at_most_once_an_hour(client: httpx.AsyncClient) -> None:
    await sign_in(client, await make_member())
    before = await value("select expires_at from session")
    assert "set-cookie" not in (await client.get("/me")).headers
    assert await value("select expires_at from session") == before
    await clock.shift(timedelta(hours=2))
    cookie = (await client.get("/me")).headers["set-cookie"]
    assert f"Max-Age={90 * 86400}" in cookie
    assert await value("select expires_at from session") >= before + timedelta(hours=2)
    assert "set-cookie" not in (await client.get("/me")).headers


async def test_a_session_unused_for_ninety_days_is_over_and_forgotten(client: httpx.AsyncClient) -> None:
    await sign_in(client, await make_member())
    await clock.shift(timedelta(days=91))
    assert (await client.get("/me")).status_code == 303
    import app.accounts.tasks  # noqa: F401 - registers the sweep

    assert not await run_sweeps()
    assert await value("select count(*) from session") == 0
