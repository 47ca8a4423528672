"""Guessing somebody's code from many places: nothing opens, and the owner still gets in."""

import re

import httpx
import pytest

from app.accounts.addresses import Address
from app.accounts.limits import limit_sending, mailbox_of
from app.foundation.database import execute, value
from app.foundation.refusals import SlowDown
from app.settings import settings
from tests.accounts.browsers import is_signed_in, other_browser
from tests.accounts.mailbox import code_for, link_for, texted_code, wrong
from tests.people import make_member

pytestmark = pytest.mark.usefixtures("db")
OWNER = "victim@people.test"


async def guess(address: str, number: int) -> tuple[int, int]:
    """From ever new places: each asks for a code and tries it wrongly until it is void. Codes asked for, wrong tries made."""
    asked = tried = 0
    stranger = other_browser("203.0.113.1")
    for place in range(number):
        stranger._transport = other_browser(f"203.0.{place // 250}.{place % 250 + 1}")._transport
        stranger.cookies.clear()
        answer = await stranger.post("/sign-in", data={"address": address})
        if answer.status_code == 303:
            asked += 1
        at = answer.headers.get("location", "").partition("at=")[2].partition("&")[0]
        for _ in range(5):
            await stranger.post("/sign-in", data={"code": "000000" if await latest(address) != "000000" else "1" * 6, "at": at})
            tried += 1
        assert not await is_signed_in(stranger)
    await stranger.aclose()
    return asked, tried


async def latest(address: str) -> str:
    return await (code_for(address) if "@" in address else texted_code(address))


async def test_five_hundred_wrong_codes_open_nothing_and_lock_nobody_out(client: httpx.AsyncClient) -> None:
    await make_member("主人", email=OWNER)
    asked, tried = await guess(OWNER, 100)
    assert tried == 500
    assert asked == 30, "no mailbox is flooded"
    assert await value("select count(*) from session") == 0
    assert len(await code_for(OWNER)) == 8, "the more is guessed, the less there is to win"
    refused = await client.post("/sign-in", data={"address": OWNER})
    assert refused.status_code == 429
    assert "链接都能登录" in refused.text
    await client.post(await link_for(OWNER))
    assert await is_signed_in(client), "any link in the mailbox leads in"


async def test_the_owner_gets_in_by_a_code_once_the_storm_has_passed(client: httpx.AsyncClient) -> None:
    from datetime import timedelta

    from app.foundation import clock

    await make_member("主人", email=OWNER)
    await guess(OWNER, 12)
    await clock.shift(timedelta(minutes=16))
    sent = await client.post("/sign-in", data={"address": OWNER})
    assert sent.status_code == 303
    code = await code_for(OWNER)
    assert len(code) == 8
    assert f'data-code="{len(code)}"' in (await client.get(sent.headers["location"])).text
    await client.post("/sign-in", data={"code": wrong(code)})
    await client.post("/sign-in", data={"code": code})
    assert await is_signed_in(client)


async def test_a_phone_under_attack_gets_a_link_beside_its_code(client: httpx.AsyncClient) -> None:
    await guess("+8613800138000", 12)
    link = await value("select params->>'link' from sms order by id desc limit 1")
    assert re.fullmatch(r"http://127\.0\.0\.1:8000/sign-in/links/[\w-]{43}", link)
    await client.post(link)
    assert await is_signed_in(client)


async def test_strangers_wrong_tries_leave_the_owners_own_code_good(client: httpx.AsyncClient) -> None:
    await make_member(email=OWNER)
    await client.post("/sign-in", data={"address": OWNER})
    code = await code_for(OWNER)
    await guess(OWNER, 8)
    await client.post("/sign-in", data={"code": code})
    assert await is_signed_in(client)


@pytest.mark.parametrize("alias", ["victim+{}@people.test", "vi.c.tim+{}@gmail.com"])
async def test_a_mailbox_is_not_flooded_by_its_aliases_nor_its_owner_locked_out_by_them(alias: str) -> None:
    for n in range(30):
        await limit_sending(Address("email", alias.format(n)), f"203.0.113.{n}")
    with pytest.raises(SlowDown):
        await limit_sending(Address("email", alias.format("x")), "203.0.113.200")
    await limit_sending(Address("email", mailbox_of(alias)), "203.0.113.201")


async def test_codes_by_text_message_have_a_budget_and_mail_goes_on(client: httpx.AsyncClient) -> None:
    """Made-up numbers can't spend the operator's money without end."""
    await execute(
        "insert into rate_limit (key, ends_at, times) values ('codes-by-sms:in all', app_now() + interval '1 hour', {})",
        settings.sms_codes_an_hour,
    )
    refused = await client.post("/sign-in", data={"address": "13812345678"})
    assert refused.status_code == 429 and "请改用邮箱" in refused.text
    assert await value("select count(*) from sms") == 0
    assert (await client.post("/sign-in", data={"address": "someone@people.test"})).status_code == 303
