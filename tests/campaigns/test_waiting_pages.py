"""Waitlists as their people meet them: on the ticket, before and after signing in, one's own number, everybody's list."""

from typing import Any

import httpx
import pytest

import campaigns.waiting.tasks  # noqa: F401 - registers what the jobs do
from app.accounts.intents.actions import finish_begun
from app.accounts.viewer import Viewer, find_member
from app.foundation.database import execute, row, value
from app.foundation.queue import run_pending
from campaigns.pledging.actions import cancel_pledge
from campaigns.waiting.actions import join_waitlist
from campaigns.waiting.offering import offer_places
from tests.campaigns.makers import anyone_new, make_campaign, make_pledge, make_tier
from tests.people import sign_in

pytestmark = pytest.mark.usefixtures("db")


async def sold_out(**more: Any) -> tuple[dict[str, Any], dict[str, Any], Viewer, dict[str, Any]]:
    campaign = await make_campaign()
    tier = await make_tier(campaign, cap=1, **more)
    backer = await anyone_new()
    return campaign, tier, backer, await make_pledge(campaign, tier, backer)


def list_of(campaign: Any, tier: Any) -> str:
    return f"/campaigns/{campaign['public_id']}/tiers/{tier['public_id']}/waitlist"


async def test_the_ticket_of_a_sold_out_tier_leads_onto_its_list(client: httpx.AsyncClient) -> None:
    campaign, tier, _, _ = await sold_out()
    page = (await client.get(f"/campaigns/{campaign['public_id']}")).text
    assert f'action="{list_of(campaign, tier)}"' in page and "排候补" in page
    await sign_in(client, await anyone_new())
    joined = await client.post(list_of(campaign, tier), data={"quantity": "2"})
    assert joined.status_code == 303 and joined.headers["location"].startswith("/waitlist/")
    own = (await client.get(joined.headers["location"])).text
    assert "第 1 号" in own and "你排在最前面" in own and "2 份" in own
    ticket = (await client.get(f"/campaigns/{campaign['public_id']}")).text
    assert "候补第 1 号" in ticket and f'action="{list_of(campaign, tier)}"' not in ticket
    assert "候补第 1 号" in (await client.get("/pledges")).text
    assert "候补第 1 号" in (await client.get("/waitlist")).text


async def test_it_is_begun_signed_out_and_the_number_given_after_the_code(client: httpx.AsyncClient) -> None:
    campaign, tier, _, _ = await sold_out()
    begun = await client.post(f"{list_of(campaign, tier)}?ref=group-7", data={"quantity": "2"})
    assert begun.status_code == 303 and await value("select count(*) from waitlist_entry") == 0
    fan = await anyone_new()
    [(_, done)] = await finish_begun(fan, key=httpx.URL(begun.headers["location"]).params["intent"], visitor="")
    entry = await row("select * from waitlist_entry")
    assert done and entry and done.url == f"/waitlist/{entry['public_id']}"
    assert (entry["member"], entry["quantity"], entry["place"], entry["ref"]) == (fan.id, 2, 1, "group-7")


async def test_a_place_that_came_free_meanwhile_leads_to_the_order(client: httpx.AsyncClient) -> None:
    campaign, tier, _, _ = await sold_out()
    begun = await client.post(list_of(campaign, tier), data={"quantity": "1"})
    await execute("update tier set cap = 5")
    fan = await anyone_new()
    [(intent, done)] = await finish_begun(fan, key=httpx.URL(begun.headers["location"]).params["intent"], visitor="")
    assert done and done.url.startswith(f"/campaigns/{campaign['public_id']}/pledges/new?tier={tier['public_id']}")
    assert "不用排候补" in intent.outcome()


@pytest.mark.parametrize(
    ("quantity", "says", "status"), [("0", "1 到 100", 422), ("x", "整数", 422), ("3", "每人最多 2 份", 409), ("", "整数", 422)]
)
async def test_what_can_t_be_waited_for_is_said_at_its_place_before_any_code(
    client: httpx.AsyncClient, quantity: str, says: str, status: int
) -> None:
    campaign, tier, _, _ = await sold_out(per_backer=2)
    refused = await client.post(list_of(campaign, tier), data={"quantity": quantity})
    assert refused.status_code == status and says in refused.text
    assert f'value="{quantity}"' in refused.text, "what was typed is kept"
    assert await value("select count(*) from intent") == 0


async def test_everybody_sees_numbers_and_states_and_nobodys_name(client: httpx.AsyncClient) -> None:
    campaign, tier, backer, pledge = await sold_out()
    for _ in range(3):
        await join_waitlist(await anyone_new("陆小满"), campaign, tier["public_id"], 1)
    await cancel_pledge(backer, pledge)
    await offer_places(tier["id"])
    page = (await client.get(list_of(campaign, tier))).text
    assert "一共发出 3 个号，一个不缺" in page and "轮到第 1 号，它前面没有人还在排" in page
    assert page.count("在排</span>") == 2 and "陆小满" not in page
    later = (await client.get(list_of(campaign, tier) + "?after=2")).text
    assert '<th scope="row" class="number">3</th>' in later and '<th scope="row" class="number">2</th>' not in later


async def test_an_offer_is_taken_on_the_ordinary_order_page_or_passed_on(client: httpx.AsyncClient) -> None:
    campaign, tier, backer, pledge = await sold_out()
    fan = await anyone_new()
    entry = await join_waitlist(fan, campaign, tier["public_id"], 1)
    await cancel_pledge(backer, pledge)
    await offer_places(tier["id"])
    await sign_in(client, fan)
    own = (await client.get(f"/waitlist/{entry['public_id']}")).text
    order = f"/campaigns/{campaign['public_id']}/pledges/new?tier={tier['public_id']}&amp;quantity=1"
    assert "给你留了 1 份" in own and order in own and "data-countdown" in own
    assert "去下单" in (await client.get(f"/campaigns/{campaign['public_id']}")).text
    assert (await client.get(order.replace("&amp;", "&"))).status_code == 200
    passed = await client.post(f"/waitlist/{entry['public_id']}/pass")
    assert passed.status_code == 303 and "名额已经让给后面的人" in (await client.get(passed.headers["location"])).text
    again = await client.post(f"/waitlist/{entry['public_id']}/departure")
    assert again.status_code == 409 and "已经结束" in again.text


async def test_nobody_sees_or_ends_somebody_elses_number(client: httpx.AsyncClient) -> None:
    campaign, tier, _, _ = await sold_out()
    entry = await join_waitlist(await anyone_new(), campaign, tier["public_id"], 1)
    assert (await client.get(f"/waitlist/{entry['public_id']}")).status_code == 303
    await sign_in(client, await anyone_new())
    for path in ("", "/pass", "/departure"):
        method = client.post if path else client.get
        assert (await method(f"/waitlist/{entry['public_id']}{path}")).status_code == 404
    assert await value("select state from waitlist_entry") == "waiting"


async def test_a_secret_tier_has_no_list_for_strangers_and_an_unlimited_one_none_at_all(client: httpx.AsyncClient) -> None:
    campaign, tier, _, _ = await sold_out()
    await execute("update tier set secret = true")
    assert (await client.get(list_of(campaign, tier))).status_code == 404
    assert (await client.post(list_of(campaign, tier), data={"quantity": "1"})).status_code == 404
    assert (await client.get(list_of(campaign, await make_tier(campaign)))).status_code == 404


async def test_the_order_page_of_what_is_gone_leads_onto_the_list_and_says_whose_turn_it_is(client: httpx.AsyncClient) -> None:
    campaign, tier, backer, pledge = await sold_out()
    order = f"/campaigns/{campaign['public_id']}/pledges/new?tier={tier['public_id']}&quantity=2"
    assert "现在没有名额" in (page := (await client.get(order)).text) and f'action="{list_of(campaign, tier)}"' in page
    fan = await anyone_new()
    await join_waitlist(fan, campaign, tier["public_id"], 1)
    await cancel_pledge(backer, pledge)
    await offer_places(tier["id"])
    await sign_in(client, fan)
    assert "候补轮到你了，给你留了 1 份" in (await client.get(order)).text


async def test_the_brand_sees_who_waits_and_more_places_go_to_them_at_once(client: httpx.AsyncClient) -> None:
    campaign, tier, _, _ = await sold_out()
    for _ in range(2):
        await join_waitlist(await anyone_new(), campaign, tier["public_id"], 1)
    await sign_in(client, await find_member(campaign["created_by"]))
    brand = await value("select public_id from brand where id = {}", campaign["brand"])
    desk = f"/brands/{brand}/studio/campaigns/{campaign['public_id']}/tiers"
    assert "2 人" in (await client.get(desk)).text
    assert "2 人在排" in (await client.get(f"{desk}/{tier['public_id']}")).text
    assert (await client.post(f"{desk}/{tier['public_id']}/cap", data={"cap": "2"})).status_code == 303
    await run_pending()
    assert await value("select count(*) from waitlist_entry where state = 'offered'") == 1


async def test_whoever_said_so_waits_when_the_order_came_too_late(client: httpx.AsyncClient) -> None:
    campaign, tier, _, _ = await sold_out()
    form = {"tier": tier["public_id"], "quantity": "1", "method": "card", "request_key": "0123456789abcdef", "or_wait": "1"}
    fan = await anyone_new()
    await sign_in(client, fan)
    answer = await client.post(f"/campaigns/{campaign['public_id']}/pledges", data=form)
    entry = await row("select * from waitlist_entry where member = {}", fan.id)
    assert entry and answer.headers["location"] == f"/waitlist/{entry['public_id']}" and entry["place"] == 1
    again = await client.post(f"/campaigns/{campaign['public_id']}/pledges", data=form)
    assert again.headers["location"] == f"/waitlist/{entry['public_id']}", "sent twice it is one number"


async def test_while_a_campaign_stands_still_an_offer_says_so_and_leads_nowhere(client: httpx.AsyncClient) -> None:
    campaign, tier, backer, pledge = await sold_out()
    fan = await anyone_new()
    entry = await join_waitlist(fan, campaign, tier["public_id"], 1)
    await cancel_pledge(backer, pledge)
    await offer_places(tier["id"])
    await execute("update campaign set state = 'suspended'")
    await sign_in(client, fan)
    page = (await client.get(f"/waitlist/{entry['public_id']}")).text
    assert "时间接着算" in page and "去下单" not in page
    await execute("update campaign set state = 'live'")
    await execute("update waitlist_entry set offer_ends_at = app_now()")
    page = (await client.get(f"/waitlist/{entry['public_id']}")).text
    assert "时间到了" in page and "去下单" not in page
