"""Changing a pledge in the browser: the page filled in, both sums, what was refused, two tabs, another device."""

from datetime import timedelta
from typing import Any

import httpx
import pytest

from app.accounts.capabilities import capability_key
from app.foundation.database import execute, row, value
from tests.campaigns.changing import backer_of, places_held, places_taken
from tests.campaigns.makers import anyone_new, end_now, fresh_pledge, make_campaign, make_pledge, make_tier
from tests.payments.changing.pages import fields
from tests.payments.makers import Shop
from tests.people import sign_in

DAY = timedelta(days=1)
CLOSED_WECHAT = "Mozilla/5.0 (iPhone; CPU iPhone OS 17_0 like Mac OS X) AppleWebKit/605.1.15 MicroMessenger/8.0.50"


async def opened(client: httpx.AsyncClient, pledge: dict[str, Any], key: str = "") -> httpx.Response:
    return await client.get(f"/pledges/{pledge['public_id']}/change" + (f"?key={key}" if key else ""))


async def sent(client: httpx.AsyncClient, pledge: dict[str, Any], key: str = "", **fields_: str) -> httpx.Response:
    return await client.post(f"/pledges/{pledge['public_id']}/change" + (f"?key={key}" if key else ""), data=fields_)


async def own_pledge(client: httpx.AsyncClient, **more: Any) -> tuple[Any, Any, Any]:
    campaign = await make_campaign(lasts=5 * DAY)
    tier, other = await make_tier(campaign, cap=9), await make_tier(campaign, title="三盏", price=5000, cap=3)
    pledge = await make_pledge(campaign, tier, quantity=2, **more)
    await sign_in(client, await backer_of(pledge))
    return pledge, tier, other


@pytest.mark.usefixtures("db")
class TestThePage:
    async def test_it_is_the_pledge_filled_in_with_both_sums(self, client: httpx.AsyncClient) -> None:
        pledge, tier, _ = await own_pledge(client)
        page = await opened(client, pledge)
        form = fields(page)
        assert (page.status_code, form["tier"], form["quantity"], form["seen"]) == (200, tier["public_id"], "2", "3980")
        assert "合计和现在一样" in page.text

    async def test_another_tier_is_counted_before_anything_is_sent(self, client: httpx.AsyncClient) -> None:
        pledge, _, other = await own_pledge(client)
        form = fields(await opened(client, pledge)) | {"tier": other["public_id"], "quantity": "1"}
        for path, more in (("/change/order", {}), ("/change", {"recount": "1"})):
            counted = await client.post(f"/pledges/{pledge['public_id']}{path}", data=form | more)
            assert "¥39.80 → ¥50" in counted.text
            assert "达标后从卡里扣 ¥50" in counted.text
        assert (await fresh_pledge(pledge))["amount"] == 3980

    async def test_it_becomes_what_was_sent(self, client: httpx.AsyncClient) -> None:
        pledge, _, other = await own_pledge(client)
        form = fields(await opened(client, pledge))
        answer = await sent(client, pledge, **(form | {"tier": other["public_id"], "quantity": "1", "seen": "5000"}))
        assert (answer.status_code, answer.headers["location"]) == (303, f"/pledges/{pledge['public_id']}")
        page = await client.get(f"/pledges/{pledge['public_id']}")
        assert "改了这一单：¥39.80 → ¥50" in page.text
        assert await places_taken() == await places_held()

    async def test_what_is_refused_is_said_at_its_place_and_nothing_typed_is_lost(self, client: httpx.AsyncClient) -> None:
        pledge, _, other = await own_pledge(client)
        form = fields(await opened(client, pledge)) | {"tier": other["public_id"], "quantity": "4", "seen": "20000"}
        refused = await sent(client, pledge, **form)
        assert refused.status_code == 409
        assert "只剩 3 份了，你原来的还在" in refused.text
        again = fields(refused)
        assert (again["tier"], again["quantity"]) == (other["public_id"], "4")
        assert again["request_key"] not in ("", form["request_key"])
        done = await sent(client, pledge, **(again | {"quantity": "3", "seen": "15000"}))
        assert done.status_code == 303

    @pytest.mark.parametrize(
        ("wrong", "status"),
        [({"quantity": "-1"}, 422), ({"quantity": "0"}, 422), ({"quantity": "viel"}, 422), ({"tier": "nothing"}, 404),
         ({"extra": "-5"}, 409), ({"extra": "10000000000000"}, 409), ({"version": ""}, 422)],
    )  # fmt: skip
    async def test_nonsense_changes_nothing(self, client: httpx.AsyncClient, wrong: dict, status: int) -> None:
        pledge, _, _ = await own_pledge(client)
        answer = await sent(client, pledge, **(fields(await opened(client, pledge)) | wrong))
        assert answer.status_code == status
        assert (await fresh_pledge(pledge))["amount"] == 3980

    async def test_the_same_form_sent_twice_is_one_change(self, client: httpx.AsyncClient) -> None:
        pledge, _, _ = await own_pledge(client)
        form = fields(await opened(client, pledge)) | {"quantity": "3", "seen": "5970"}
        assert [(await sent(client, pledge, **form)).status_code for _ in range(2)] == [303, 303]
        assert await value("select count(*) from pledge_change") == 1

    async def test_an_older_tab_is_told_and_shown_what_is_now(self, client: httpx.AsyncClient) -> None:
        pledge, _, _ = await own_pledge(client)
        first, second = fields(await opened(client, pledge)), fields(await opened(client, pledge))
        await sent(client, pledge, **(first | {"quantity": "3", "seen": "5970"}))
        refused = await sent(client, pledge, **(second | {"quantity": "1", "seen": "1990"}))
        assert refused.status_code == 409
        assert "在别处改过了" in refused.text
        assert "¥59.70 → ¥19.90" in refused.text
        assert (await sent(client, pledge, **fields(refused))).status_code == 303
        assert (await fresh_pledge(pledge))["quantity"] == 1

    async def test_on_another_device_the_link_shows_it_and_a_code_makes_it_so(self, client: httpx.AsyncClient) -> None:
        campaign = await make_campaign(lasts=5 * DAY)
        pledge = await make_pledge(campaign, await make_tier(campaign))
        key = await capability_key("pledge", pledge["public_id"], member=pledge["backer"])
        page = await opened(client, pledge, key)
        assert "输一个验证码" in page.text
        asked = await sent(client, pledge, key, **(fields(page) | {"quantity": "3", "seen": "5970"}))
        assert asked.status_code == 303
        assert "/sign-in" in asked.headers["location"] or "/intents" in asked.headers["location"]
        assert (await fresh_pledge(pledge))["quantity"] == 1
        await sign_in(client, await backer_of(pledge))
        intent = await row("select * from intent order by id desc limit 1")
        assert intent is not None and intent["kind"] == "change_pledge"

    async def test_a_stranger_sees_nothing(self, client: httpx.AsyncClient) -> None:
        pledge, _, _ = await own_pledge(client)
        await sign_in(client, await anyone_new())
        assert (await opened(client, pledge)).status_code == 404
        assert (await sent(client, pledge, tier="x")).status_code == 404

    async def test_when_it_is_too_late_the_pledge_s_page_says_why(self, client: httpx.AsyncClient) -> None:
        pledge, _, _ = await own_pledge(client)
        await end_now({"id": pledge["campaign"]})
        answer = await opened(client, pledge)
        assert (answer.status_code, answer.headers["location"]) == (303, f"/pledges/{pledge['public_id']}")
        assert "改这一单" not in (await client.get(f"/pledges/{pledge['public_id']}")).text

    async def test_a_secret_tier_is_not_among_those_to_swap_for_and_a_full_one_says_so(self, client: httpx.AsyncClient) -> None:
        pledge, _, other = await own_pledge(client)
        await make_tier({"id": pledge["campaign"]}, title="暗号档", secret=True)
        await execute("update tier set taken = 3 where id = {}", other["id"])
        page = await opened(client, pledge)
        assert "暗号档" not in page.text
        assert "没有名额了" in page.text

    async def test_the_page_says_beforehand_whose_leaving_would_sink_the_goal(self, client: httpx.AsyncClient) -> None:
        campaign = await make_campaign(goal=3980, lasts=timedelta(hours=20))
        pledge = await make_pledge(campaign, await make_tier(campaign), quantity=2)
        await sign_in(client, await backer_of(pledge))
        page = await client.get(f"/pledges/{pledge['public_id']}")
        assert "所以现在不能取消" in page.text
        assert f"/pledges/{pledge['public_id']}/cancellation" not in page.text
        assert "众筹最多还能少 ¥0" in (await opened(client, pledge)).text
        refused = await sent(client, pledge, **(fields(await opened(client, pledge)) | {"quantity": "1", "seen": "1990"}))
        assert (refused.status_code, "再少就不达标了" in refused.text) == (409, True)
        left = await client.post(f"/pledges/{pledge['public_id']}/cancellation")
        assert (left.status_code, "不达标" in left.text) == (409, True)


async def paid(shop: Shop) -> tuple[Any, Any]:
    campaign = await make_campaign(goal=1000, lasts=5 * DAY)
    pledge = await shop.paid(campaign=campaign, cap=5)
    await sign_in(shop.client, await backer_of(pledge))
    return pledge, await make_tier(campaign, title="三盏", price=5000, cap=3)


async def test_the_difference_is_paid_on_the_provider_s_page_and_back_home_it_is_done(shop: Shop) -> None:
    pledge, other = await paid(shop)
    page = await opened(shop.client, pledge)
    form = fields(page) | {"tier": other["public_id"]}
    counted = await shop.client.post(f"/pledges/{pledge['public_id']}/change/order", data=form)
    assert "现在用支付宝补 ¥30.10，一共 ¥50" in counted.text
    answer = await sent(shop.client, pledge, **(form | {"seen": "5000"}))
    assert answer.status_code == 303
    assert answer.headers["location"].startswith(shop.stripe.url)
    waiting = await opened(shop.client, pledge)
    assert "补 ¥30.10，改动就生效" in waiting.text
    assert "有一次修改等着付差价" in (await shop.client.get(f"/pledges/{pledge['public_id']}")).text
    again = await shop.client.post(f"/pledges/{pledge['public_id']}/change/payment")
    assert again.headers["location"] == answer.headers["location"]
    await shop.choose(answer.headers["location"], "pays", "alipay")
    key = await capability_key("pledge", pledge["public_id"], member=pledge["backer"])
    back = await shop.client.get(f"/pledges/{pledge['public_id']}?key={key}")
    assert "正在等支付机构的回话" in back.text
    assert 'hx-trigger="every 2s"' in back.text
    await shop.settle()
    assert "改了这一单：¥19.90 → ¥50" in (await shop.client.get(f"/pledges/{pledge['public_id']}")).text


async def test_given_up_it_is_as_before(shop: Shop) -> None:
    pledge, other = await paid(shop)
    form = fields(await opened(shop.client, pledge)) | {"tier": other["public_id"], "seen": "5000"}
    await sent(shop.client, pledge, **form)
    answer = await shop.client.post(f"/pledges/{pledge['public_id']}/change/withdrawal")
    assert answer.headers["location"].startswith(f"/pledges/{pledge['public_id']}/change")
    assert 'name="version"' in (await opened(shop.client, pledge)).text
    assert await places_taken() == await places_held()


async def test_cheaper_says_what_goes_back(shop: Shop) -> None:
    campaign = await make_campaign(goal=1000, lasts=5 * DAY)
    pledge = await make_pledge(campaign, await make_tier(campaign, cap=5), quantity=2, method="wechat_pay", state="started")
    await shop.pay(pledge)
    await shop.settle()
    await sign_in(shop.client, await backer_of(pledge))
    form = fields(await opened(shop.client, pledge)) | {"quantity": "1"}
    counted = await shop.client.post(f"/pledges/{pledge['public_id']}/change/order", data=form)
    assert "差价 ¥19.90 现在就原路退回" in counted.text
    assert "就这样改，退回 ¥19.90" in counted.text
    await sent(shop.client, pledge, **(form | {"seen": "1990"}))
    assert "¥19.90 正在退回" in (await shop.client.get(f"/pledges/{pledge['public_id']}")).text


async def test_inside_wechat_alipay_s_page_is_not_tried(shop: Shop) -> None:
    pledge, other = await paid(shop)
    form = fields(await opened(shop.client, pledge)) | {"tier": other["public_id"], "seen": "5000"}
    answer = await shop.client.post(f"/pledges/{pledge['public_id']}/change", data=form, headers={"user-agent": CLOSED_WECHAT})
    assert "/change?key=" in answer.headers["location"]
    page = await shop.client.get(answer.headers["location"], headers={"user-agent": CLOSED_WECHAT})
    assert "微信里打不开支付宝" in page.text


async def test_a_started_one_goes_on_to_paying_the_new_sum(shop: Shop) -> None:
    pledge = await shop.begin("alipay", cap=5)
    await sign_in(shop.client, await backer_of(pledge))
    answer = await sent(shop.client, pledge, **(fields(await opened(shop.client, pledge)) | {"quantity": "3", "seen": "5970"}))
    assert answer.headers["location"] == f"/pledges/{pledge['public_id']}/checkout"
    assert "¥59.70" in (await shop.client.get(answer.headers["location"])).text
