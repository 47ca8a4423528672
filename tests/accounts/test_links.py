"""The link beside a code: a page with one button, which signs in the browser where it is pressed, once."""

from datetime import timedelta

import httpx
import pytest

from app.accounts.tables import SignInLink
from app.foundation import clock
from app.foundation.database import row, value
from tests.accounts.browsers import is_signed_in, other_browser
from tests.accounts.mailbox import ask_code, link_for
from tests.ideas.makers import make_idea
from tests.people import make_member

pytestmark = pytest.mark.usefixtures("db")
ASHU = "ashu@people.test"


async def test_opening_the_link_signs_nobody_in_and_pressing_its_button_does(client: httpx.AsyncClient) -> None:
    await make_member("阿树", email=ASHU)
    await ask_code(client, ASHU, next="/perks")
    async with other_browser() as elsewhere:
        shown = await elsewhere.get(await link_for(ASHU))
        assert ASHU in shown.text
        assert shown.headers["cache-control"] == "no-store"
        assert not await is_signed_in(elsewhere)
        answer = await elsewhere.post(await link_for(ASHU))
        assert answer.headers["location"] == "/perks"
        assert await is_signed_in(elsewhere)
    assert not await is_signed_in(client)


async def test_a_link_is_good_once_and_ends_its_code(client: httpx.AsyncClient) -> None:
    await make_member(email=ASHU)
    code = await ask_code(client, ASHU)
    link = await link_for(ASHU)
    async with other_browser() as owner:
        await owner.post(link)
    async with other_browser() as second:
        assert "用过了" in (await second.get(link)).text
        assert "用过了" in (await second.post(link)).text
        assert not await is_signed_in(second)
    await client.post("/sign-in", data={"code": code})
    assert not await is_signed_in(client)


async def test_a_code_that_was_used_ends_its_link(client: httpx.AsyncClient) -> None:
    await client.post("/sign-in", data={"code": await ask_code(client, ASHU)})
    async with other_browser() as thief:
        await thief.post(await link_for(ASHU))
        assert not await is_signed_in(thief)


async def test_a_link_lives_half_an_hour(client: httpx.AsyncClient) -> None:
    await ask_code(client, ASHU)
    await clock.shift(timedelta(minutes=29))
    assert "在这里登录" in (await client.get(await link_for(ASHU))).text
    await clock.shift(timedelta(minutes=2))
    assert "用过了" in (await client.post(await link_for(ASHU))).text
    assert not await is_signed_in(client)


async def test_only_a_hash_of_the_secret_is_kept(client: httpx.AsyncClient) -> None:
    await ask_code(client, ASHU)
    kept = await row(f"select * from {SignInLink._meta.tablename}")
    secret = (await link_for(ASHU)).rpartition("/")[2]
    assert len(secret) >= 43
    assert secret not in str(kept)


async def begun_vote(client: httpx.AsyncClient) -> tuple[str, dict]:
    """A vote begun signed out, and the code's mail asked for it."""
    idea = await make_idea()
    begun = await client.post(f"/ideas/{idea['public_id']}/vote")
    intent = begun.headers["location"].partition("intent=")[2]
    await client.post("/sign-in", data={"address": ASHU, "intent": intent})
    return await link_for(ASHU), idea


async def test_the_page_says_what_will_be_finished_and_finishes_it_in_another_browser(client: httpx.AsyncClient) -> None:
    link, idea = await begun_vote(client)
    async with other_browser() as elsewhere:
        assert f"投票给《{idea['title']}》" in (await elsewhere.get(link)).text
        assert await value("select count(*) from vote") == 0
        await elsewhere.post(link)
        assert await is_signed_in(elsewhere)
    assert await value("select count(*) from vote where state = 'counted'") == 1


async def test_one_may_sign_in_and_leave_undone_what_somebody_else_began(client: httpx.AsyncClient) -> None:
    link, _ = await begun_vote(client)
    async with other_browser() as elsewhere:
        await elsewhere.post(link, data={"only": "1"})
        assert await is_signed_in(elsewhere)
    assert await value("select count(*) from vote") == 0
