"""Taking a place over HTTP: what is promised beforehand, each refusal at its place, and one's own pledges."""

from datetime import timedelta

import httpx
import pytest

from app.accounts.capabilities import capability_key
from app.accounts.viewer import Viewer
from app.foundation.database import execute, row, value
from app.foundation.sweeps import run_sweeps
from app.jobs import load
from campaigns.pledging.claims import TRIES
from tests.campaigns.makers import anyone_new, end_now, make_campaign, make_pledge, make_tier
from tests.people import join_team, sign_in

KEY = "0123456789abcdef0123456789abcdef"


async def signed_in(client: httpx.AsyncClient) -> Viewer:
    backer = await anyone_new("小满")
    await sign_in(client, backer)
    return backer


def form(tier: dict, **more: str) -> dict[str, str]:
    return {"tier": tier["public_id"], "quantity": "1", "method": "card", "request_key": KEY} | more


async def test_the_sum_and_the_promise_of_each_way_stand_there_beforehand(db: None, client: httpx.AsyncClient) -> None:
    campaign = await make_campaign()
    tier = await make_tier(campaign, price=1990, shipping=600)
    await signed_in(client)
    page = (await client.get(f"/campaigns/{campaign['public_id']}/pledges/new?tier={tier['public_id']}&quantity=2")).text
    assert "现在不扣款。" in page and "达标后从卡里扣 ¥51.80；没有达标就一分不扣。" in page
    assert "现在付 ¥51.80，由平台代为保管。" in page and "没有达标就全额退回。" in page
    assert "(GMT+8) 截止" in page
    assert all(text in page for text in ("¥39.80", "¥12", 'name="seen" value="5180"'))


async def test_signed_out_one_sees_the_sum_and_signs_in_only_when_sending_it(db: None, client: httpx.AsyncClient) -> None:
    campaign = await make_campaign()
    tier = await make_tier(campaign)
    asked = await client.get(f"/campaigns/{campaign['public_id']}/pledges/new?tier={tier['public_id']}")
    assert asked.status_code == 200
    assert "达标后从卡里扣 ¥19.90" in asked.text and "验证码" in asked.text
    sent = await client.post(f"/campaigns/{campaign['public_id']}/pledges", data=form(tier))
    assert sent.status_code == 303
    assert sent.headers["location"].startswith("/sign-in?intent=")
    assert await value("select count(*) from pledge") == 0


async def test_a_form_leads_on_to_the_checkout_with_its_body(db: None, client: httpx.AsyncClient) -> None:
    campaign = await make_campaign()
    tier = await make_tier(campaign, cap=1, per_backer=1)
    backer = await signed_in(client)
    client.cookies.set("zz_ref", "wechat-group")
    answers = [await client.post(f"/campaigns/{campaign['public_id']}/pledges", data=form(tier)) for _ in range(2)]
    pledge = await row("select * from pledge where backer = {}", backer.id)
    assert pledge is not None
    assert [answer.status_code for answer in answers] == [307, 307]
    way = f"/pledges/{pledge['public_id']}/checkout?key={await capability_key('pledge', pledge['public_id'])}"
    assert {answer.headers["location"] for answer in answers} == {way}
    assert pledge["ref"] == "wechat-group"
    assert await value("select taken from tier where id = {}", tier["id"]) == 1


async def test_more_than_was_shown_is_asked_for_again(db: None, client: httpx.AsyncClient) -> None:
    campaign = await make_campaign()
    tier = await make_tier(campaign)
    await signed_in(client)
    url = f"/campaigns/{campaign['public_id']}/pledges"
    refused = await client.post(url, data=form(tier, quantity="3", seen="1990"))
    assert (refused.status_code, "合计现在是 ¥59.70" in refused.text, 'value="5970"' in refused.text) == (409, True, True)
    assert (await client.post(url, data=form(tier, quantity="3", seen="5970"))).status_code == 307


REFUSALS = {
    "sold out": ({"cap": 1}, {}, "刚刚被认领完了"),
    "too few left": ({"cap": 2}, {"quantity": "2"}, "只剩 1 份"),
    "over the limit": ({"per_backer": 2}, {"quantity": "3"}, "每人最多 2 份"),
    "too small a sum": ({"price": 300}, {}, "一单最少 ¥4"),
    "more than the provider takes at once": ({"price": 50_000_000}, {"quantity": "2"}, "金额最多 ¥999,999.99"),
    "no such way": ({}, {"method": "cash"}, "请从列出的选项里选一个"),
    "no number": ({}, {"quantity": "两份"}, "请填一个整数"),
}


@pytest.mark.parametrize("case", REFUSALS)
async def test_a_refusal_says_why_and_keeps_what_was_typed(db: None, client: httpx.AsyncClient, case: str) -> None:
    tier_values, typed, said = REFUSALS[case]
    campaign = await make_campaign()
    tier = await make_tier(campaign, **tier_values)
    if "cap" in tier_values:
        await make_pledge(campaign, tier)
    await signed_in(client)
    refused = await client.post(f"/campaigns/{campaign['public_id']}/pledges", data=form(tier, **typed))
    assert refused.status_code in (409, 422)
    assert said in refused.text
    assert f'value="{KEY}"' in refused.text
    assert await value("select count(*) from pledge where request_key = {}", KEY) == 0


async def test_twd_takes_cards_only(db: None, client: httpx.AsyncClient) -> None:
    campaign = await make_campaign(currency="TWD")
    tier = await make_tier(campaign, price=600)
    await signed_in(client)
    url = f"/campaigns/{campaign['public_id']}/pledges"
    refused = await client.post(url, data=form(tier, method="alipay"))
    assert (refused.status_code, "支付宝不能付 TWD" in refused.text) == (409, True)
    assert (await client.post(url, data=form(tier))).status_code == 307


async def test_a_wallet_is_refused_where_its_refund_term_is_too_short(db: None, client: httpx.AsyncClient) -> None:
    campaign = await make_campaign(lasts=timedelta(days=80))
    tier = await make_tier(campaign)
    await signed_in(client)
    url = f"/campaigns/{campaign['public_id']}/pledges"
    refused = await client.post(url, data=form(tier, method="alipay"))
    assert (refused.status_code, "超过了支付宝的退款期限" in refused.text) == (409, True)
    assert (await client.post(url, data=form(tier, method="wechat_pay"))).status_code == 307


async def test_nothing_is_taken_after_the_deadline_or_by_the_own_team(db: None, client: httpx.AsyncClient) -> None:
    campaign = await make_campaign()
    tier = await make_tier(campaign)
    backer = await signed_in(client)
    url = f"/campaigns/{campaign['public_id']}/pledges"
    await join_team({"id": campaign["brand"]}, backer, "support")
    refused = await client.post(url, data=form(tier))
    assert (refused.status_code, "不能支持自家的众筹" in refused.text) == (409, True)
    await end_now(campaign)
    refused = await client.post(url, data=form(tier))
    assert (refused.status_code, "众筹已经截止" in refused.text) == (409, True)


async def test_too_many_pledges_are_slowed_down(db: None, client: httpx.AsyncClient) -> None:
    campaign = await make_campaign()
    tier = await make_tier(campaign, per_backer=100)
    backer = await signed_in(client)
    for _ in range(TRIES):
        await make_pledge(campaign, tier, backer, state="started")
    url = f"/campaigns/{campaign['public_id']}/pledges"
    assert (await client.post(url, data=form(tier))).status_code == 429
    await execute("update pledge set created_at = app_now() - interval '11 minutes' where backer = {}", backer.id)
    assert (await client.post(url, data=form(tier))).status_code == 307


async def test_too_many_refused_tries_are_slowed_down(db: None, client: httpx.AsyncClient) -> None:
    campaign = await make_campaign()
    tier = await make_tier(campaign, per_backer=1)
    backer = await signed_in(client)
    await execute(
        "insert into rate_limit (key, ends_at, times) values ({}, app_now() + interval '5 minutes', {})",
        f"pledge:{backer.id}",
        TRIES,
    )
    assert (await client.post(f"/campaigns/{campaign['public_id']}/pledges", data=form(tier, quantity="2"))).status_code == 429


async def test_a_pledge_is_read_by_its_link_without_a_cookie_and_changed_only_by_its_backer(
    db: None, client: httpx.AsyncClient
) -> None:
    campaign = await make_campaign()
    backer = await anyone_new()
    pledge = await make_pledge(campaign, await make_tier(campaign), backer)
    url = f"/pledges/{pledge['public_id']}"
    assert (await client.get(url)).headers["location"].startswith("/sign-in?next=/pledges/")
    assert (await client.get(url + "?key=guessed")).status_code == 404
    key = await capability_key("pledge", pledge["public_id"], member=backer.id)
    page = await client.get(url, params={"key": key})
    assert page.status_code == 200
    assert (page.headers["cache-control"], page.headers["x-robots-tag"]) == ("no-store", "noindex")
    assert "卡已存好，没有扣款，钱在你手里" in page.text
    asked = await client.post(url + "/cancellation", params={"key": key})
    assert asked.headers["location"].startswith("/sign-in?intent=")
    assert await value("select state from pledge") == "promised"
    await sign_in(client, await anyone_new())
    assert (await client.post(url + "/cancellation")).status_code == 404
    await sign_in(client, backer)
    assert "/cancellation" in (await client.get(url)).text
    assert (await client.post(url + "/cancellation")).status_code == 303
    assert "你取消了这一单" in (await client.get(url)).text
    assert "已取消" in (await client.get("/pledges")).text


async def test_a_started_pledge_waits_for_the_providers_word_with_and_without_scripts(
    db: None, client: httpx.AsyncClient
) -> None:
    campaign = await make_campaign()
    backer = await anyone_new()
    pledge = await make_pledge(campaign, await make_tier(campaign), backer, state="started")
    key = await capability_key("pledge", pledge["public_id"], member=backer.id)
    page = (await client.get(f"/pledges/{pledge['public_id']}", params={"key": key})).text
    assert 'hx-trigger="every 2s"' in page
    assert '<noscript><meta http-equiv="refresh"' in page
    part = await client.get(f"/pledges/{pledge['public_id']}/standing", params={"key": key})
    assert part.status_code == 200
    assert "<html" not in part.text


async def test_holds_that_ran_out_are_handed_to_the_checkout_to_close(db: None) -> None:
    load()
    campaign = await make_campaign()
    tier = await make_tier(campaign, cap=1)
    pledge = await make_pledge(campaign, tier, state="started")
    await run_sweeps()
    assert await value("select state from pledge where id = {}", pledge["id"]) == "started"
    await execute("update pledge set hold_ends_at = app_now() - interval '1 second' where id = {}", pledge["id"])
    await run_sweeps()
    assert await value("select state from pledge where id = {}", pledge["id"]) == "expiring"
    assert await value("select taken from tier where id = {}", tier["id"]) == 1
    assert await value("select count(*) from pgqueuer where entrypoint = 'close_checkout'") == 1


async def test_due_campaigns_are_decided_by_the_sweep(db: None) -> None:
    load()
    campaign = await make_campaign(goal=1000)
    await make_pledge(campaign, await make_tier(campaign))
    await end_now(campaign)
    await run_sweeps()
    assert await value("select state from campaign where id = {}", campaign["id"]) == "succeeded"
