"""Back, reload, a second tab, another device, a form that comes again: all show the same place, and none takes another."""

from typing import Any

import httpx
import pytest

from app.accounts.viewer import Viewer
from app.foundation.database import execute, row, value
from campaigns.pledging.actions import promise_pledge
from tests.accounts.browsers import other_browser
from tests.campaigns.makers import anyone_new, make_campaign, make_tier
from tests.people import sign_in

pytestmark = pytest.mark.usefixtures("db")


async def begun(client: httpx.AsyncClient, **tier_values: Any) -> tuple[Viewer, dict[str, Any], dict[str, Any], str]:
    campaign = await make_campaign()
    tier = await make_tier(campaign, cap=10, **tier_values)
    backer = await anyone_new()
    await sign_in(client, backer)
    return backer, campaign, tier, f"/campaigns/{campaign['public_id']}/pledges"


def key_in(page: httpx.Response) -> str:
    return page.text.split('name="request_key" value="')[1].split('"')[0]


async def filled(client: httpx.AsyncClient, url: str, tier: dict[str, Any], **more: str) -> dict[str, str]:
    """The page opened in a tab, and what stands in its form."""
    page = await client.get(f"{url}/new?tier={tier['public_id']}")
    assert page.status_code == 200
    return {"tier": tier["public_id"], "quantity": "1", "method": "card", "request_key": key_in(page)} | more


async def test_two_tabs_make_one_pledge(client: httpx.AsyncClient) -> None:
    _, _, tier, url = await begun(client)
    first, second = await filled(client, url, tier), await filled(client, url, tier)
    answers = [await client.post(url, data=form) for form in (first, second)]
    assert [answer.status_code for answer in answers] == [307, 307]
    assert answers[0].headers["location"] == answers[1].headers["location"]
    assert await value("select taken from tier where id = {}", tier["id"]) == 1


async def test_a_second_tab_that_asks_for_something_else_is_told_what_stands(client: httpx.AsyncClient) -> None:
    _, _, tier, url = await begun(client)
    first, second = await filled(client, url, tier), await filled(client, url, tier, quantity="2")
    await client.post(url, data=first)
    told = await client.post(url, data=second)
    assert told.status_code == 409 and "已经占下 1 份，合计 ¥19.90，还没有付款" in told.text
    assert 'id="held"' in told.text and "继续付款" in told.text and 'name="quantity"' in told.text
    assert await value("select taken from tier where id = {}", tier["id"]) == 1
    again = await client.post(url, data=second | {"request_key": key_in(told)})
    assert again.status_code == 307, "said once more it is a second pledge"
    assert await value("select taken from tier where id = {}", tier["id"]) == 3


async def test_after_back_another_way_to_pay_is_the_same_place(client: httpx.AsyncClient) -> None:
    _, _, tier, url = await begun(client)
    form = await filled(client, url, tier)
    await client.post(url, data=form)
    back = await client.post(url, data=form | {"method": "alipay"})
    assert back.status_code == 303 and "/checkout?key=" in back.headers["location"]
    page = await client.get(back.headers["location"])
    assert "换一种付法" in page.text and "data-countdown" in page.text
    assert await value("select count(*) from pledge") == 1


async def test_after_back_a_fresh_page_is_still_about_the_same_place(client: httpx.AsyncClient) -> None:
    _, _, tier, url = await begun(client)
    first = await filled(client, url, tier)
    await client.post(url, data=first)
    again = await filled(client, url, tier)
    assert again["request_key"] == first["request_key"]
    assert (await client.post(url, data=again)).status_code == 307
    assert await value("select count(*) from pledge") == 1


async def test_reloaded_the_page_shows_what_is_held_and_till_when(client: httpx.AsyncClient) -> None:
    _, _, tier, url = await begun(client)
    await client.post(url, data=await filled(client, url, tier))
    page = await client.get(f"{url}/new?tier={tier['public_id']}")
    assert 'id="held"' in page.text and "一盏 × 1" in page.text and "data-countdown" in page.text
    await execute("update pledge set hold_ends_at = app_now() - interval '1 second'")
    assert 'id="held"' not in (await client.get(f"{url}/new?tier={tier['public_id']}")).text


async def test_another_device_shows_the_same(client: httpx.AsyncClient) -> None:
    backer, _, tier, url = await begun(client)
    form = await filled(client, url, tier)
    async with other_browser() as phone:
        await sign_in(phone, backer)
        elsewhere = await filled(phone, url, tier)
        await client.post(url, data=form)
        page = await phone.get(f"{url}/new?tier={tier['public_id']}")
        assert 'id="held"' in page.text
        ends = await value("select hold_ends_at from pledge")
        pledge = await value("select public_id from pledge")
        for browser in (client, phone):
            assert ends.isoformat() in (await browser.get(f"/pledges/{pledge}")).text
        assert (await phone.post(url, data=elsewhere)).status_code == 307
    assert await value("select count(*) from pledge") == 1


async def test_an_old_form_takes_no_place_that_was_let_go_unasked(client: httpx.AsyncClient) -> None:
    _, _, tier, url = await begun(client)
    form = await filled(client, url, tier)
    await client.post(url, data=form)
    await execute("update pledge set state = 'expired'")
    told = await client.post(url, data=form)
    assert told.status_code == 409 and "已经放开了" in told.text
    assert (await client.post(url, data=form | {"request_key": key_in(told)})).status_code == 307
    assert await value("select count(*) from pledge where state = 'started'") == 1


async def test_a_form_of_what_is_kept_already_leads_to_it(client: httpx.AsyncClient) -> None:
    _, _, tier, url = await begun(client)
    form = await filled(client, url, tier)
    await client.post(url, data=form)
    pledge = await row("select id, public_id from pledge")
    assert pledge and await promise_pledge(pledge["id"])
    done = await client.post(url, data=form)
    assert (done.status_code, done.headers["location"]) == (303, f"/pledges/{pledge['public_id']}")
    assert await value("select count(*) from pledge") == 1


async def test_nobody_can_guess_anothers_form(client: httpx.AsyncClient) -> None:
    _, _, tier, url = await begun(client)
    mine = await filled(client, url, tier)
    await sign_in(client, await anyone_new())
    theirs = await filled(client, url, tier)
    assert mine["request_key"] != theirs["request_key"]
    assert (await client.post(url, data=theirs | {"request_key": mine["request_key"]})).status_code == 307
    assert (await value("select count(distinct backer) from pledge")) == 1
