"""Late pledges: opened by the brand after success, paid and collected at once, apart from what was decided."""

from datetime import date, timedelta
from typing import Any

import httpx
import pytest

from app.foundation.database import execute, row, value
from app.foundation.queue import run_pending
from app.foundation.refusals import Refusal
from app.jobs import load
from campaigns.fulfilment.completing import complete_campaign
from campaigns.late.actions import close_late, save_late
from campaigns.late.forms import LateForm
from campaigns.pledging.actions import cancel_pledge, start_pledge
from campaigns.queries import numbers_of
from campaigns.waiting.actions import join_waitlist
from payments.checkout.actions import choose_method, open_checkout
from payments.ledger.queries import three_numbers
from payments.refunds.actions import give_back_all
from tests.campaigns.changing import backer_of, change, taken
from tests.campaigns.makers import anyone_new, end_now, fresh_pledge, make_campaign, make_pledge, make_tier, pledge_form
from tests.payments.makers import Shop, inbox_of
from tests.people import make_brand, sign_in

DAY, MINUTE = timedelta(days=1), timedelta(minutes=1)


async def campaign_now(campaign: dict[str, Any]) -> dict[str, Any]:
    found = await row("select *, app_now() as now from campaign where id = {}", campaign["id"])
    assert found is not None
    return found


async def opened_late(campaign: dict[str, Any], prices: dict[str, str], **more: Any) -> dict[str, Any]:
    await save_late(await anyone_new(), campaign, LateForm(prices=prices, opening=True, **more))
    return await campaign_now(campaign)


async def succeeded(shop: Shop, cap: int | None = 5) -> tuple[dict[str, Any], dict[str, Any]]:
    """One saved card of 1990 collected; its tier may be had late for 2500."""
    campaign = await make_campaign(goal=1000, lasts=5 * DAY)
    tier = await make_tier(campaign, cap=cap)
    pledge = await shop.promised(campaign=campaign, tier=tier)
    await shop.end(pledge)
    assert await shop.state(pledge) == "collected"
    return await opened_late(campaign, {tier["public_id"]: "25"}), tier


async def late_pledge(campaign: dict[str, Any], tier: dict[str, Any], method: str = "card", quantity: int = 1) -> dict[str, Any]:
    return await start_pledge(await anyone_new(), campaign, pledge_form(tier, method=method, quantity=quantity))


@pytest.mark.parametrize("method", ["card", "alipay", "wechat_pay"])
async def test_a_late_pledge_is_paid_and_collected_at_once_and_owes_its_perks(shop: Shop, method: str) -> None:
    campaign, tier = await succeeded(shop)
    pledge = await late_pledge(campaign, tier, method, quantity=2)
    assert (pledge["is_late"], pledge["charge_plan"], pledge["amount"]) == (True, "at_once", 5000)
    await shop.pay(pledge)
    await shop.settle()
    assert await shop.state(pledge) == "collected"
    assert await value("select count(*) from perk where pledge = {}", pledge["id"]) == 2
    assert await shop.taken_at_stripe() == [1990, 5000]
    assert "pledge_late_paid" in await inbox_of(pledge["backer"])
    assert "owed_to_backers" not in await shop.accounts(pledge)
    assert await taken(tier) == 3
    await shop.assert_books_agree()


async def test_what_came_late_stands_beside_the_three_totals(shop: Shop) -> None:
    campaign, tier = await succeeded(shop)
    await shop.pay(await late_pledge(campaign, tier, "alipay"))
    await shop.settle()
    campaign = await campaign_now(campaign)
    assert campaign["decided_total"] == 1990
    numbers = (await numbers_of([campaign]))[campaign["id"]]
    assert (numbers.pledged, numbers.collected, numbers.dropped, numbers.late) == (1990, 1990, 0, 2500)
    books = await three_numbers(campaign["id"])
    assert [one.amount for one in (books.pledged, books.collected, books.dropped, books.late)] == [1990, 1990, 0, 2500]


async def test_caps_hold_late_and_whoever_waits_comes_first(shop: Shop) -> None:
    campaign, tier = await succeeded(shop, cap=2)
    await late_pledge(campaign, tier)
    with pytest.raises(Refusal, match="认领完了"):
        await late_pledge(campaign, tier)
    await execute("update tier set cap = 5, waiting = 1 where id = {}", tier["id"])
    with pytest.raises(Refusal):
        await late_pledge(campaign, tier)


async def test_the_place_of_a_dropped_pledge_is_to_be_had_late(shop: Shop) -> None:
    campaign = await make_campaign(goal=1000, lasts=5 * DAY)
    tier = await make_tier(campaign, cap=2)
    await shop.promised(campaign=campaign, tier=tier)
    unlucky = await shop.promised("declined_later", campaign=campaign, tier=tier)
    await shop.end(unlucky)
    campaign = await opened_late(campaign, {tier["public_id"]: "19.9"})
    with pytest.raises(Refusal):
        await late_pledge(campaign, tier)
    await shop.pass_time(9 * DAY)
    await shop.settle()
    assert await shop.state(unlucky) == "dropped"
    pledge = await late_pledge(campaign, tier, "alipay")
    await shop.pay(pledge)
    await shop.settle()
    assert await shop.state(pledge) == "collected"
    numbers = (await numbers_of([await campaign_now(campaign)]))[campaign["id"]]
    assert (numbers.pledged, numbers.collected, numbers.dropped, numbers.late) == (3980, 1990, 1990, 1990)


async def test_the_place_of_a_dropped_pledge_is_offered_to_whoever_waited_and_had_late(shop: Shop) -> None:
    campaign = await make_campaign(goal=1000, lasts=5 * DAY)
    await shop.promised(campaign=campaign, tier=await make_tier(campaign, title="别的"))
    tier = await make_tier(campaign, cap=1, late_price=2500)
    unlucky = await shop.promised("declined_later", campaign=campaign, tier=tier)
    waits = await anyone_new()
    await join_waitlist(waits, campaign, tier["public_id"], 1)
    await shop.end(unlucky)
    campaign = await opened_late(campaign, {tier["public_id"]: "25"})
    await shop.pass_time(9 * DAY)
    await shop.settle()
    assert await shop.state(unlucky) == "dropped"
    with pytest.raises(Refusal):
        await late_pledge(await campaign_now(campaign), tier)
    pledge = await start_pledge(waits, await campaign_now(campaign), pledge_form(tier, method="alipay"))
    assert (pledge["is_late"], pledge["amount"]) == (True, 2500)
    await shop.pay(pledge)
    await shop.settle()
    assert (await shop.state(pledge), await taken(tier)) == ("collected", 1)


async def test_a_tier_without_a_late_price_and_one_after_the_end_are_not_to_be_had(shop: Shop) -> None:
    campaign, tier = await succeeded(shop)
    other = await make_tier(campaign, title="别的")
    with pytest.raises(Refusal):
        await late_pledge(await campaign_now(campaign), other)
    paying = await late_pledge(await campaign_now(campaign), tier, "alipay")
    await close_late(await anyone_new(), campaign)
    with pytest.raises(Refusal):
        await late_pledge(await campaign_now(campaign), tier)
    await shop.pay(paying)
    await shop.settle()
    assert await shop.state(paying) == "collected"
    with pytest.raises(Refusal, match="没有开着"):
        await close_late(await anyone_new(), campaign)


async def test_a_hold_that_ran_out_frees_the_place_and_late_money_goes_back(shop: Shop) -> None:
    campaign, tier = await succeeded(shop)
    pledge = await late_pledge(campaign, tier)
    await open_checkout(pledge["id"])
    await shop.pass_time(timedelta(minutes=16))
    await shop.settle()
    assert (await shop.state(pledge), await taken(tier)) == ("expired", 1)


async def test_a_late_pledge_is_left_before_paying_only_and_not_changed(shop: Shop) -> None:
    campaign, tier = await succeeded(shop)
    waiting, paid = await late_pledge(campaign, tier), await late_pledge(campaign, tier, "alipay")
    with pytest.raises(Refusal, match="补筹的单子不能改"):
        await change(waiting, quantity=2)
    assert await cancel_pledge(await backer_of(waiting), waiting)
    await shop.pay(paid)
    await shop.settle()
    with pytest.raises(Refusal, match="付款后就开始做了"):
        await cancel_pledge(await backer_of(paid), await fresh_pledge(paid))
    assert (await shop.state(waiting), await taken(tier)) == ("expired", 2)


async def test_whoever_left_while_paying_late_gets_it_back(shop: Shop) -> None:
    campaign, tier = await succeeded(shop)
    pledge = await late_pledge(campaign, tier, "alipay")
    page = await open_checkout(pledge["id"])
    await shop.choose(page, "pays", "alipay")
    await cancel_pledge(await backer_of(pledge), pledge)
    await shop.settle()
    await shop.pass_time(MINUTE)
    await shop.settle()
    assert await shop.state(pledge) == "refunded"
    assert await value("select count(*) from perk where pledge = {}", pledge["id"]) == 0
    await shop.assert_books_agree()


async def test_another_way_to_pay_late_is_still_paid_at_once(shop: Shop) -> None:
    campaign, tier = await succeeded(shop)
    pledge = await late_pledge(campaign, tier, "alipay")
    await choose_method(pledge["id"], "card")
    now = await fresh_pledge(pledge)
    assert (now["method"], now["charge_plan"]) == ("card", "at_once")
    await shop.pay(now)
    await shop.settle()
    assert await shop.state(pledge) == "collected"


async def test_late_money_given_back_is_the_brand_s_expense(shop: Shop) -> None:
    campaign, tier = await succeeded(shop)
    pledge = await late_pledge(campaign, tier, "alipay")
    await shop.pay(pledge)
    await shop.settle()
    await give_back_all(pledge["id"], "staff")
    await shop.settle()
    await shop.pass_time(MINUTE)
    await shop.settle()
    assert await shop.state(pledge) == "refunded"
    assert (await three_numbers(campaign["id"])).late.amount == 0
    await shop.assert_books_agree()


async def test_a_campaign_is_not_completed_while_late_pledges_are_taken(shop: Shop) -> None:
    campaign, _ = await succeeded(shop)
    await execute("update campaign set state = 'fulfilling' where id = {}", campaign["id"])
    await execute("update perk set state = 'received' where campaign = {}", campaign["id"])
    assert not await complete_campaign(campaign["id"])
    await close_late(await anyone_new(), campaign)
    assert await complete_campaign(campaign["id"])


@pytest.mark.usefixtures("db")
class TestTheDesk:
    async def made(self, client: httpx.AsyncClient, state: str = "succeeded") -> tuple[Any, Any, str]:
        owner = await anyone_new()
        brand = await make_brand(owner)
        campaign = await make_campaign(brand=brand, state=state)
        tier = await make_tier(campaign, cap=5)
        await sign_in(client, owner)
        return campaign, tier, f"/brands/{brand['public_id']}/studio/campaigns/{campaign['public_id']}/late"

    async def test_prices_are_saved_and_late_pledges_opened_and_closed(self, client: httpx.AsyncClient) -> None:
        campaign, tier, url = await self.made(client)
        price = {f"price.{tier['public_id']}": "25"}
        assert (await client.post(url, data=price)).status_code == 303
        assert (await campaign_now(campaign))["late_opened_at"] is None
        assert (await client.post(url, data=price | {"opening": "1"})).status_code == 303
        page = await client.get(url)
        assert "正在补筹" in page.text
        assert 'value="25"' in page.text
        public = await client.get(f"/campaigns/{campaign['public_id']}")
        assert "可以补筹" in public.text
        assert "支持 ¥25" in public.text
        order = await client.get(f"/campaigns/{campaign['public_id']}/pledges/new?tier={tier['public_id']}")
        assert "付款后不能自己取消" in order.text
        again = await client.post(url, data=price | {"opening": "1"})
        assert (again.status_code, "已经开着" in again.text) == (409, True)
        assert (await client.post(f"{url}/closing")).status_code == 303
        assert "停止了，可以再开" in (await client.get(url)).text
        assert "可以补筹" not in (await client.get(f"/campaigns/{campaign['public_id']}")).text

    @pytest.mark.parametrize(
        ("typed", "sentence"),
        [("0", "不能低于众筹时的 ¥19.90"), ("-5", "不能低于"), ("19.89", "不能低于"),
         ("1000000000", "金额最多"), ("1e15", "请填一个金额"),
         ("teuer", "请填一个金额"), ("9" * 16, "请填一个金额")],
    )  # fmt: skip
    async def test_a_price_that_can_t_be_is_refused_beside_its_tier(
        self, client: httpx.AsyncClient, typed: str, sentence: str
    ) -> None:
        _, tier, url = await self.made(client)
        answer = await client.post(url, data={f"price.{tier['public_id']}": typed, "opening": "1"})
        assert answer.status_code == 409
        assert sentence in answer.text
        assert f'value="{typed}"' in answer.text
        assert await value("select late_price from tier where id = {}", tier["id"]) is None

    async def test_without_any_price_nothing_opens(self, client: httpx.AsyncClient) -> None:
        _, tier, url = await self.made(client)
        answer = await client.post(url, data={f"price.{tier['public_id']}": "", "opening": "1"})
        assert (answer.status_code, "先给至少一个档位" in answer.text) == (409, True)

    async def test_what_is_promised_for_a_month_gone_by_is_not_sold(self, client: httpx.AsyncClient) -> None:
        _, tier, url = await self.made(client)
        await execute("update tier set deliver_month = {} where id = {}", date(2026, 1, 1), tier["id"])
        answer = await client.post(url, data={f"price.{tier['public_id']}": "25", "opening": "1"})
        assert (answer.status_code, "交付月份已经过了" in answer.text) == (409, True)

    async def test_a_tier_that_ended_on_its_own_date_stays_over(self, client: httpx.AsyncClient) -> None:
        _, tier, url = await self.made(client)
        await execute("update tier set closes_at = app_now() - interval '1 day' where id = {}", tier["id"])
        answer = await client.post(url, data={f"price.{tier['public_id']}": "25", "opening": "1"})
        assert (answer.status_code, "按约定的时间结束" in answer.text) == (409, True)

    @pytest.mark.parametrize("state", ["live", "failed", "cancelled", "completed", "draft"])
    async def test_only_after_success_and_before_the_end(self, client: httpx.AsyncClient, state: str) -> None:
        campaign, tier, url = await self.made(client, state)
        answer = await client.post(url, data={f"price.{tier['public_id']}": "25", "opening": "1"})
        assert answer.status_code == 409
        assert (await campaign_now(campaign))["late_opened_at"] is None

    async def test_an_end_in_the_past_is_refused(self, client: httpx.AsyncClient) -> None:
        _, tier, url = await self.made(client)
        data = {f"price.{tier['public_id']}": "25", "opening": "1", "until": "2020-01-01T00:00"}
        answer = await client.post(url, data=data)
        assert (answer.status_code, "结束时间要在以后" in answer.text) == (409, True)

    async def test_a_stranger_and_a_reader_of_the_team_open_nothing(self, client: httpx.AsyncClient) -> None:
        campaign, tier, url = await self.made(client)
        await sign_in(client, await anyone_new())
        assert (await client.post(url, data={f"price.{tier['public_id']}": "25", "opening": "1"})).status_code in (403, 404)
        assert (await campaign_now(campaign))["late_opened_at"] is None

    async def test_followers_hear_of_it_once_and_backers_don_t(self, client: httpx.AsyncClient) -> None:
        campaign, tier, _ = await self.made(client, "live")
        backer, follower = await anyone_new(), await anyone_new()
        await make_pledge(campaign, tier, backer)
        for one in (backer, follower):
            await execute("insert into follow (member, kind, subject) values ({}, 'campaign', {})", one.id, campaign["id"])
        await end_now(campaign)
        await execute("update campaign set state = 'succeeded' where id = {}", campaign["id"])
        await opened_late(campaign, {tier["public_id"]: "25"})
        load()
        while any(await run_pending()):
            pass
        assert "late_opened" in await inbox_of(follower)
        assert "late_opened" not in await inbox_of(backer)
