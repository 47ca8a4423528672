"""Paying as a browser meets it: with a session, by a link alone, when the provider is away, and when it is too late."""

import re
from datetime import timedelta

import httpx
import pytest

from app.accounts.capabilities import capability_key
from app.accounts.viewer import find_member
from app.foundation.database import value
from app.foundation.ids import new_id
from tests.campaigns.makers import make_campaign, make_tier
from tests.payments.makers import Shop, mails_of
from tests.people import make_member, sign_in

DAY = timedelta(days=1)


async def link(pledge: dict, path: str = "") -> str:
    key = await capability_key("pledge", pledge["public_id"], member=pledge["backer"])
    return f"/pledges/{pledge['public_id']}{path}?key={key}"


async def at(client: httpx.AsyncClient, address: str) -> httpx.Response:
    """Addresses of ours, given whole or as paths."""
    return await client.get(address)


async def test_from_the_tier_to_the_provider_and_back_without_a_cookie(shop: Shop) -> None:
    campaign = await make_campaign(goal=1000, lasts=5 * DAY)
    tier = await make_tier(campaign)
    await sign_in(shop.client, await make_member(email="backer@people.test"))
    form = {"tier": tier["public_id"], "quantity": "1", "method": "alipay", "request_key": new_id()}
    sent = await shop.client.post(f"/campaigns/{campaign['public_id']}/pledges", data=form)
    assert sent.status_code == 307
    again = await shop.client.request("POST", sent.headers["location"], data=form)
    assert again.status_code == 303
    assert again.headers["location"].startswith(shop.stripe.url)

    shop.client.cookies.clear()
    paid = await shop.choose(again.headers["location"], "pays", "alipay")
    back = paid.headers["location"]
    assert re.search(r"/pledges/\w+\?key=", back)
    await shop.settle()
    shown = await at(shop.client, back)
    assert shown.status_code == 200
    assert "由平台代为保管" in shown.text


async def test_a_stranger_cannot_pay_for_somebody_s_pledge_nor_see_it(shop: Shop) -> None:
    pledge = await shop.begin()
    path = f"/pledges/{pledge['public_id']}/checkout"
    assert (await shop.client.get(path)).headers["location"].startswith("/sign-in")
    assert (await shop.client.get(f"{path}?key=wrong.key")).status_code == 404
    await sign_in(shop.client, await make_member())
    assert (await shop.client.get(path)).status_code == 404
    assert (await shop.client.post(path)).status_code == 404
    assert (await shop.client.post(f"/pledges/{pledge['public_id']}/recovery")).status_code == 404
    assert await value("select count(*) from checkout_session") == 0


async def test_looking_at_the_page_asks_the_provider_nothing(shop: Shop) -> None:
    pledge = await shop.begin(shipping=300)
    shown = await shop.client.get(await link(pledge, "/checkout"))
    assert shown.status_code == 200
    assert shown.headers["cache-control"] == "no-store"
    for said in ("¥22.90", "运费", "银行卡", "没有达标就一分不扣", "名额留到"):
        assert said in shown.text, said
    assert await value("select count(*) from checkout_session") == 0


async def test_while_the_provider_is_away_the_page_says_so_and_the_place_is_kept(shop: Shop) -> None:
    pledge = await shop.begin(cap=1)
    await shop.fault("error_before", "POST /v1/checkout/sessions")
    answer = await shop.client.post(await link(pledge, "/checkout"))
    assert answer.status_code == 409
    assert "名额替你留着" in answer.text
    assert await shop.state(pledge) == "started"
    await shop.no_faults()
    assert (await shop.client.post(await link(pledge, "/checkout"))).status_code == 303


@pytest.mark.parametrize(("state", "said"), [("expired", "名额已经让出"), ("promised", "已经办好了")])
async def test_what_is_over_says_what_it_is(shop: Shop, state: str, said: str) -> None:
    pledge = await (shop.promised() if state == "promised" else shop.begin())
    if state == "expired":
        await shop.pass_time(timedelta(minutes=16))
        await shop.settle()
    assert await shop.state(pledge) == state
    shown = await shop.client.get(await link(pledge, "/checkout"))
    assert (shown.status_code, said in shown.text) == (200, True)
    assert (await shop.client.post(await link(pledge, "/checkout"))).status_code == 409


async def test_a_refused_card_s_mail_leads_to_paying_without_a_cookie(shop: Shop) -> None:
    pledge = await shop.promised("declined_later")
    await shop.end(pledge)
    [mail] = await mails_of("charge_refused")
    assert mail["member"] == pledge["backer"]
    shown = await shop.client.get(mail["url"])
    assert "余额不足" in shown.text
    action = re.search(r'action="(/pledges/\w+/recovery\?key=[^"]+)"', shown.text)
    assert action
    answer = await shop.client.post(action[1])
    assert answer.status_code == 303
    paid = await shop.choose(answer.headers["location"])
    await shop.settle()
    assert "不会再有别的扣款" in (await at(shop.client, paid.headers["location"])).text
    late = await shop.client.post(action[1])
    assert late.headers["location"].startswith(f"/pledges/{pledge['public_id']}?key=")


async def test_the_backer_sees_the_card_and_later_what_was_taken(shop: Shop) -> None:
    pledge = await shop.promised()
    await sign_in(shop.client, await find_member(pledge["backer"]))
    address = f"/pledges/{pledge['public_id']}"
    assert "Visa ····4242" in (await shop.client.get(address)).text
    await shop.end(pledge)
    assert "收到 ¥19.90，不会再有别的扣款" in (await shop.client.get(address)).text


async def test_the_backer_sees_money_on_its_way_back(shop: Shop) -> None:
    """However slow the machine is, the wallet answers only after an hour."""
    pledge = await shop.paid(campaign=await make_campaign(goal=10**6, lasts=5 * DAY))
    await shop.control("POST", "settings", refund_settles_after=3600)
    try:
        await shop.end(pledge)
    finally:
        await shop.control("POST", "settings", refund_settles_after=None)
    assert "¥19.90 正在退回" in (await shop.client.get(await link(pledge))).text
    await shop.pass_time(timedelta(hours=1, minutes=1))
    await shop.settle()
    assert "已原路退回 ¥19.90" in (await shop.client.get(await link(pledge))).text


async def test_staff_see_the_money_and_try_a_failed_refund_again(shop: Shop) -> None:
    pledge = await shop.paid(campaign=await make_campaign(goal=10**6, lasts=5 * DAY))
    await shop.fault("refund_fails", "alipay", times=1)
    await shop.end(pledge)
    await shop.pass_time(timedelta(minutes=1))
    await shop.settle()
    assert (await shop.client.get("/staff/money")).headers["location"].startswith("/sign-in")
    await sign_in(shop.client, await make_member(staff=True, email="staff@people.test"))
    shown = (await shop.client.get("/staff/money")).text
    assert "每种货币的账目合计都是 0" in shown
    assert "1 笔退款没退成" in (await shop.client.get("/staff")).text
    action = re.search(r'action="(/staff/money/refunds/\w+/retry)"', shown)
    assert action
    assert (await shop.client.post(action[1])).status_code == 303
    await shop.settle()
    await shop.pass_time(timedelta(minutes=1))
    await shop.settle()
    assert await shop.state(pledge) == "refunded"
    assert "没有。退款都到了" in (await shop.client.get("/staff/money")).text
