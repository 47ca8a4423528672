"""A campaign's public page says what is true now: what is left, what came in, where it goes."""

from datetime import timedelta

import httpx

from app.foundation.database import execute, value
from campaigns.closing import begin_collecting, close_campaign
from campaigns.pledging.actions import collect_pledge, drop_pledge, fail_pledge
from tests.campaigns.makers import anyone_new, end_now, make_campaign, make_pledge, make_tier
from tests.people import sign_in


async def test_the_page_counts_what_is_promised_and_paid(db: None, client: httpx.AsyncClient) -> None:
    campaign = await make_campaign(goal=10_000, lasts=timedelta(days=3, hours=5))
    tier = await make_tier(campaign, price=3000, cap=10)
    backer = await anyone_new()
    await make_pledge(campaign, tier, backer)
    await make_pledge(campaign, tier, backer, method="alipay", state="paid")
    await make_pledge(campaign, tier, state="started")
    await make_pledge(campaign, tier, state="cancelled")
    page = (await client.get(f"/campaigns/{campaign['public_id']}")).text
    assert all(text in page for text in ("¥60", "还差 ¥40，还有 3 天", "1 位支持者", "还剩 7 份，共 10 份"))


async def test_a_met_goal_says_so_while_it_runs_on(db: None, client: httpx.AsyncClient) -> None:
    campaign = await make_campaign(goal=1000)
    await make_pledge(campaign, await make_tier(campaign))
    fragment = (await client.get(f"/campaigns/{campaign['public_id']}/progress")).text
    assert "已达标，还有 29 天" in fragment
    assert "<html" not in fragment


async def test_afterwards_three_numbers_stand_apart(db: None, client: httpx.AsyncClient) -> None:
    campaign = await make_campaign(goal=1000)
    tier = await make_tier(campaign, price=1000)
    paying, refused, _ = [await make_pledge(campaign, tier) for _ in range(3)]
    await end_now(campaign)
    await close_campaign(campaign["id"])
    await begin_collecting(campaign["id"])
    await collect_pledge(paying["id"])
    await fail_pledge(refused["id"], "declined")
    await drop_pledge(refused["id"])
    page = (await client.get(f"/campaigns/{campaign['public_id']}")).text
    assert "<dt>已认筹</dt><dd>¥30</dd></div><div><dt>实收</dt><dd>¥10</dd></div><div><dt>未收成</dt><dd>¥10</dd>" in page
    assert "还有 ¥10 正在收款" in page


async def test_lists_show_what_runs_what_ends_and_what_succeeded(db: None, client: httpx.AsyncClient) -> None:
    await execute("update campaign set state = 'cancelled'")
    await make_campaign(title="才开始")
    await make_campaign(title="快结束", lasts=timedelta(days=2))
    await make_campaign(title="过了时间", lasts=timedelta(hours=-1))
    done = await make_campaign(title="成功了", state="fulfilling")
    await execute("update campaign set ended_at = app_now() where id = {}", done["id"])

    async def titles(address: str) -> list[bool]:
        page = (await client.get(address)).text
        return [title in page for title in ("才开始", "快结束", "过了时间", "成功了")]

    assert await titles("/campaigns") == [True, True, False, False]
    assert await titles("/campaigns?list=ending") == [False, True, False, False]
    assert await titles("/campaigns?list=succeeded") == [False, False, False, True]
    assert (await client.get("/campaigns?list=nonsense&page=x")).status_code == 200


async def test_a_hidden_campaign_is_gone_for_the_public(db: None, client: httpx.AsyncClient) -> None:
    campaign = await make_campaign()
    await execute("update campaign set visibility = 'hidden', hidden_reason = '等核实' where id = {}", campaign["id"])
    assert (await client.get(f"/campaigns/{campaign['public_id']}")).status_code == 404
    assert "折叠台灯" not in (await client.get("/campaigns")).text
    staff = await anyone_new()
    await value("update member set is_staff = true where id = {} returning id", staff.id)
    await sign_in(client, staff)
    assert "等核实" in (await client.get(f"/campaigns/{campaign['public_id']}")).text
