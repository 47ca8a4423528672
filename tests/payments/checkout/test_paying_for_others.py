"""A friend pays by a link: what they see, that nobody pays twice, and whose the pledge stays."""

import re
from datetime import timedelta
from typing import Any

import httpx
import pytest

from app.accounts.capabilities import capability_key
from app.accounts.viewer import find_member
from app.foundation.database import execute, row, value
from tests.campaigns.makers import make_campaign, make_pledge, make_tier
from tests.payments.makers import Shop
from tests.people import make_member, sign_in

WECHAT = {
    "User-Agent": "Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X) AppleWebKit/605.1.15 Mobile MicroMessenger/8.0.60"
}


async def begun(shop: Shop, method: str = "alipay", **tier: Any) -> dict[str, Any]:
    campaign = await make_campaign(goal=1000, lasts=timedelta(days=5))
    backer = await make_member("欧阳小满")
    return await make_pledge(campaign, await make_tier(campaign, **tier), backer, method=method, state="started")


async def pay_link(pledge: dict[str, Any], below: str = "") -> str:
    key = await capability_key("pay", pledge["public_id"], member=pledge["backer"])
    return f"/pledges/{pledge['public_id']}/pay{below}?key={key}"


async def own_link(pledge: dict[str, Any], below: str = "/checkout") -> str:
    key = await capability_key("pledge", pledge["public_id"], member=pledge["backer"])
    return f"/pledges/{pledge['public_id']}{below}?key={key}"


def path_of(answer: httpx.Response) -> str:
    return httpx.URL(answer.headers["location"]).raw_path.decode()


async def test_a_friend_pays_and_the_pledge_stays_the_backers(shop: Shop) -> None:
    pledge = await begun(shop)
    shown = (await shop.client.get(await pay_link(pledge))).text
    for said in ("欧*", "¥19.90", "折叠台灯", "去支付宝付", "没有达标就原路退回"):
        assert said in shown, said
    sent = await shop.client.post(await pay_link(pledge))
    assert sent.headers["location"].startswith(shop.stripe.url)
    paid = await shop.choose(sent.headers["location"], "pays", "alipay")
    back = path_of(paid)
    assert back.startswith(f"/pledges/{pledge['public_id']}/pay?key=")
    assert "正在等支付机构的回话" in (await shop.client.get(back)).text
    await shop.settle()
    assert "付好了，谢谢你" in (await shop.client.get(back)).text
    assert await shop.state(pledge) == "paid"
    assert await value("select backer from pledge where id = {}", pledge["id"]) == pledge["backer"]


async def test_the_link_shows_nothing_private(shop: Shop) -> None:
    pledge = await begun(shop)
    backer = await find_member(pledge["backer"])
    own = (await own_link(pledge)).partition("key=")[2]
    for method in (shop.client.get, shop.client.post):
        text = (await method(await pay_link(pledge))).text
        for private in (backer.name, backer.public_id, "@people.test", own, f"/pledges/{pledge['public_id']}?key="):
            assert private not in text


async def test_a_friend_never_comes_back_to_the_backers_own_page(shop: Shop) -> None:
    """The backer had opened the provider's page before: that one is closed, the friend's own leads back to the thanks."""
    pledge = await begun(shop)
    mine = (await shop.client.post(await own_link(pledge))).headers["location"]
    theirs = (await shop.client.post(await pay_link(pledge))).headers["location"]
    assert mine != theirs
    assert await value("select count(*) from checkout_session where state = 'open'") == 1
    refused = await shop.choose(mine, "pays", "alipay")
    assert "/pledges/" not in refused.headers.get("location", "") or "pay?key" not in refused.headers["location"]
    paid = await shop.choose(theirs, "pays", "alipay")
    assert path_of(paid).startswith(f"/pledges/{pledge['public_id']}/pay?key=")
    await shop.settle()
    assert await value("select count(*) from payment") == 1
    assert await shop.state(pledge) == "paid"


async def test_the_backer_who_pays_after_all_closes_the_friends_page(shop: Shop) -> None:
    pledge = await begun(shop)
    theirs = (await shop.client.post(await pay_link(pledge))).headers["location"]
    mine = (await shop.client.post(await own_link(pledge))).headers["location"]
    await shop.choose(theirs, "pays", "alipay")
    paid = await shop.choose(mine, "pays", "alipay")
    assert path_of(paid).startswith(f"/pledges/{pledge['public_id']}?key=")
    await shop.settle()
    assert await value("select count(*) from payment") == 1
    assert await value("select count(*) from refund") == 0


async def test_who_paid_first_is_told_and_nobody_pays_again(shop: Shop) -> None:
    pledge = await begun(shop)
    theirs = (await shop.client.post(await pay_link(pledge))).headers["location"]
    await shop.choose(theirs, "pays", "alipay")
    late = await shop.client.post(await own_link(pledge))
    assert late.status_code == 409
    await shop.settle()
    assert await shop.state(pledge) == "paid"
    assert await value("select count(*) from payment") == 1


async def test_a_friend_who_presses_again_and_again_keeps_the_backer_from_nothing(shop: Shop) -> None:
    pledge = await begun(shop)
    answers = [await shop.client.post(await pay_link(pledge)) for _ in range(41)]
    assert (answers[0].status_code, answers[-1].status_code) == (303, 429)
    assert (await shop.client.post(await own_link(pledge))).headers["location"].startswith(shop.stripe.url)


async def test_a_saved_card_is_never_a_friends(shop: Shop) -> None:
    """It would be charged weeks later, when neither remembers."""
    pledge = await begun(shop, "card")
    assert "请朋友代付" not in (await shop.client.get(await own_link(pledge))).text
    refused = await shop.client.post(await own_link(pledge, "/payment-link"))
    assert (refused.status_code, "请用自己的卡" in refused.text) == (409, True)


async def test_what_is_over_says_so_to_the_friend(shop: Shop) -> None:
    pledge = await begun(shop)
    link = await pay_link(pledge)
    await shop.pass_time(timedelta(minutes=16))
    await shop.settle()
    assert await shop.state(pledge) == "expired"
    shown = await shop.client.get(link)
    assert (shown.status_code, "名额已经让出" in shown.text, '<form method="post" action="/pledges' in shown.text) == (
        200,
        True,
        False,
    )
    assert (await shop.client.post(link)).status_code == 409


async def test_alipay_isn_t_opened_inside_wechat_but_shown_with_its_link(shop: Shop) -> None:
    campaign = await make_campaign(goal=1000, lasts=timedelta(days=5))
    tier = await make_tier(campaign)
    await sign_in(shop.client, await make_member())
    asked = await shop.client.get(f"/campaigns/{campaign['public_id']}/pledges/new?tier={tier['public_id']}", headers=WECHAT)
    assert "微信里打不开支付宝" in asked.text
    form = {"tier": tier["public_id"], "quantity": "1", "method": "alipay", "request_key": "k" * 16}
    sent = await shop.client.post(f"/campaigns/{campaign['public_id']}/pledges", data=form, headers=WECHAT)
    on = await shop.client.post(sent.headers["location"], headers=WECHAT)
    assert on.headers["location"] == sent.headers["location"], "to the page of this very address, with its key"
    assert await value("select count(*) from checkout_session") == 0
    shop.client.cookies.clear()
    shown = await shop.client.get(on.headers["location"], headers=WECHAT)
    for said in ("在浏览器打开", "data-copy=", "<svg", "data-countdown", "/checkout/standing"):
        assert said in shown.text, said
    found = re.search(r"data-copy-text[^>]*>http://[^/]+(/pledges/\w+/pay\?key=[^<]+)<", shown.text)
    assert found
    friend = await shop.client.get(found[1], headers=WECHAT)
    assert "在浏览器打开" in friend.text and "去支付宝付" not in friend.text
    assert path_of(await shop.client.post(found[1], headers=WECHAT)) == found[1]
    assert await value("select count(*) from checkout_session") == 0
    # The same address in a real browser goes straight on.
    assert "去支付宝付 ¥19.90" in (await shop.client.get(on.headers["location"])).text
    ends = {re.search(r'datetime="([^"]+)" data-countdown', text.text)[1] for text in (shown, friend)}  # type: ignore[index]
    assert len(ends) == 1, "one hold, one countdown"


async def test_the_waiting_page_goes_on_by_itself_once_it_is_paid_elsewhere(shop: Shop) -> None:
    pledge = await begun(shop)
    waiting = await own_link(pledge, "/checkout/standing")
    answer = await shop.client.get(waiting, headers=WECHAT)
    assert "data-countdown" in answer.text and "HX-Redirect" not in answer.headers
    theirs = (await shop.client.post(await pay_link(pledge))).headers["location"]
    await shop.choose(theirs, "pays", "alipay")
    await shop.settle()
    assert (await shop.client.get(waiting, headers=WECHAT)).headers["HX-Redirect"] == await own_link(pledge, "")
    done = await shop.client.get(await pay_link(pledge, "/standing"))
    assert done.headers["HX-Redirect"] == await pay_link(pledge)


@pytest.mark.parametrize(
    ("browser", "closed"), [("MicroMessenger/8.0.60", True), ("Safari Line/15.6.0", False), ("Safari/604.1", False)]
)
async def test_only_wechat_refuses_alipay(shop: Shop, browser: str, closed: bool) -> None:
    pledge = await begun(shop)
    sent = await shop.client.post(await own_link(pledge), headers={"User-Agent": f"Mozilla/5.0 (iPhone) Mobile {browser}"})
    assert sent.headers["location"].startswith(shop.stripe.url) is not closed


async def test_the_friends_money_goes_back_to_the_friend_when_the_campaign_fails(shop: Shop) -> None:
    pledge = await begun(shop)
    await execute("update campaign set goal = 1000000")
    theirs = (await shop.client.post(await pay_link(pledge))).headers["location"]
    await shop.choose(theirs, "pays", "alipay")
    await shop.settle()
    await shop.end(pledge)
    await shop.pass_time(timedelta(minutes=1))
    await shop.settle()
    refund = await row("select state from refund")
    assert refund and refund["state"] == "succeeded"
    assert "已经原路退回给付款的人" in (await shop.client.get(await pay_link(pledge))).text


async def test_another_way_to_pay_keeps_the_place_and_closes_the_old_page(shop: Shop) -> None:
    pledge = await begun(shop, cap=1)
    old = (await shop.client.post(await own_link(pledge))).headers["location"]
    assert "换一种付法" in (await shop.client.get(await own_link(pledge))).text
    changed = await shop.client.post(await own_link(pledge, "/method"), data={"method": "card"})
    assert changed.status_code == 303
    await shop.choose(old, "pays", "alipay")
    await shop.settle()
    assert await value("select count(*) from payment") == 0, "the old page was closed"
    now = await row("select * from pledge where id = {}", pledge["id"])
    assert now and (now["charge_plan"], now["state"], now["hold_ends_at"]) == ("saved", "started", pledge["hold_ends_at"])
    await shop.choose((await shop.client.post(await own_link(pledge))).headers["location"], "pays", "card")
    await shop.settle()
    assert await shop.state(pledge) == "promised"
    late = await shop.client.post(await own_link(pledge, "/method"), data={"method": "alipay"})
    assert (late.status_code, await shop.state(pledge)) == (409, "promised")
    friend = (await pay_link(pledge)).replace("/pay?", "/method?")
    assert (await shop.client.post(friend, data={"method": "alipay"})).status_code == 404, "whoever pays doesn't choose how"
