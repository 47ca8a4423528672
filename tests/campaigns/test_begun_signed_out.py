"""A pledge, a cancellation, an address and a receipt begun without signing in: finished afterwards, once, by the right person."""

from typing import Any

import httpx
import pytest

from app.accounts.capabilities import capability_key
from app.accounts.intents.actions import finish_intent
from app.accounts.intents.kinds import Done, Intent
from app.accounts.intents.queries import intent_by_key, what_will_be_done
from app.accounts.viewer import Viewer, find_member
from app.foundation.database import execute, insert, row, value
from campaigns.fulfilment.owing import owe_perks
from campaigns.tiers.tables import TierGuest
from tests.campaigns.makers import anyone_new, make_campaign, make_pledge, make_tier
from tests.people import make_member, sign_in

pytestmark = pytest.mark.usefixtures("db")

KEY = "0123456789abcdef0123456789abcdef"


async def begin(client: httpx.AsyncClient, path: str, **form: str) -> Intent:
    client.cookies.clear()
    answer = await client.post(path, data=form)
    assert answer.status_code == 303, answer.text
    intent = await intent_by_key(httpx.URL(answer.headers["location"]).params["intent"])
    assert intent is not None
    return intent


async def finish(viewer: Viewer, intent: Intent) -> tuple[str, Done | None]:
    ended, done = await finish_intent(viewer, intent)
    return ended.outcome(), done


async def pledging(client: httpx.AsyncClient, **tier_values: Any) -> tuple[dict, dict, Intent]:
    campaign = await make_campaign()
    tier = await make_tier(campaign, **tier_values)
    form = {"tier": tier["public_id"], "quantity": "2", "method": "alipay", "request_key": KEY, "seen": str(tier["price"] * 2)}
    return campaign, tier, await begin(client, f"/campaigns/{campaign['public_id']}/pledges?ref=group-7", **form)


async def test_after_the_code_one_stands_before_paying_with_the_place_taken(client: httpx.AsyncClient) -> None:
    _campaign, _tier, intent = await pledging(client, cap=5)
    assert "折叠台灯" in await what_will_be_done(intent) and "¥39.80" in await what_will_be_done(intent)
    assert await value("select taken from tier") == 0
    fan = await anyone_new()
    _said, done = await finish(fan, intent)
    pledge = await row("select * from pledge")
    assert done and pledge and done.onward
    assert (pledge["backer"], pledge["quantity"], pledge["state"], pledge["ref"]) == (fan.id, 2, "started", "group-7")
    assert await value("select taken from tier") == 2
    client.cookies.clear()
    page = await client.get(done.url)
    assert page.status_code == 200, "the way to pay needs no cookie"
    assert "data-countdown" in page.text and "去支付宝付 ¥39.80" in page.text


async def test_twice_is_one_pledge(client: httpx.AsyncClient) -> None:
    _, _, intent = await pledging(client)
    fan = await anyone_new()
    await finish(fan, intent)
    assert (await finish(fan, intent))[1] is None
    assert await value("select count(*) from pledge") == 1


async def test_sold_out_meanwhile_says_so_with_the_tiers_that_are_left(client: httpx.AsyncClient) -> None:
    campaign, tier, intent = await pledging(client, cap=2)
    await make_tier(campaign, title="两盏装")
    await make_pledge(campaign, tier, quantity=2)
    fan = await anyone_new()
    said, done = await finish(fan, intent)
    assert "刚刚被认领完了" in said and done is not None
    assert await value("select count(*) from pledge where backer = {}", fan.id) == 0
    client.cookies.clear()
    page = await client.get(done.url)
    assert "刚刚被认领完了" in page.text and "两盏装" in page.text


async def test_what_can_t_be_had_is_said_before_a_code_is_asked_for(client: httpx.AsyncClient) -> None:
    campaign = await make_campaign()
    tier = await make_tier(campaign, cap=1)
    await make_pledge(campaign, tier)
    form = {"tier": tier["public_id"], "quantity": "1", "method": "card", "request_key": KEY}
    refused = await client.post(f"/campaigns/{campaign['public_id']}/pledges", data=form)
    assert (refused.status_code, "刚刚被认领完了" in refused.text) == (409, True)
    wrong = await client.post(f"/campaigns/{campaign['public_id']}/pledges", data=form | {"quantity": "两份"})
    assert wrong.status_code == 422
    assert await value("select count(*) from intent") == 0


async def test_the_team_learns_after_sign_in_that_it_can_t_back_its_own(client: httpx.AsyncClient) -> None:
    campaign, _, intent = await pledging(client)
    said, _done = await finish(await find_member(campaign["created_by"]), intent)
    assert "不能支持自家的众筹" in said
    assert await value("select count(*) from pledge") == 0


async def test_a_cancellation_begun_by_the_link_is_the_backers_alone(client: httpx.AsyncClient) -> None:
    campaign = await make_campaign()
    backer = await anyone_new()
    pledge = await make_pledge(campaign, await make_tier(campaign), backer)
    intent = await begin(client, f"/pledges/{pledge['public_id']}/cancellation")
    assert "折叠台灯" in await what_will_be_done(intent)
    said, done = await finish(await anyone_new(), intent)
    assert done is None and "另一个人的" in said
    assert await value("select state from pledge") == "promised"
    again = await begin(client, f"/pledges/{pledge['public_id']}/cancellation")
    said, done = await finish(backer, again)
    assert done is not None and await value("select state from pledge") == "cancelled"


HOME = {"name": "小满", "phone": "13800000000", "country": "CN", "city": "杭州", "line1": "文三路 100 号"}


async def perk_of_backer() -> tuple[Viewer, str]:
    campaign = await make_campaign()
    backer = await anyone_new()
    pledge = await make_pledge(campaign, await make_tier(campaign), backer, state="collected")
    await owe_perks(pledge["id"])
    return backer, await value("select public_id from perk")


async def mailed_link() -> str:
    return await value("select url from notice where url like '/perks/%' order by id desc limit 1")


async def test_from_the_mail_about_a_perk_to_its_address_and_its_receipt_without_a_cookie(client: httpx.AsyncClient) -> None:
    backer, perk = await perk_of_backer()
    link = await mailed_link()
    assert link.startswith(f"/perks/{perk}?key=")
    assert "寄到哪里" in (await client.get(link)).text
    path, key = link.split("?")
    wrong = await client.post(f"{path}/destination?{key}", data=HOME | {"city": ""})
    assert wrong.status_code == 422 and "小满" in wrong.text
    giving = await begin(client, f"{path}/destination?{key}", **HOME)
    assert await value("select state from perk") == "answers_due"
    _said, done = await finish(backer, giving)
    assert done and await value("select state from perk") == "answered"
    await execute("update perk set state = 'dispatched'")
    receiving = await begin(client, f"{path}/receipt?{key}")
    assert await value("select state from perk") == "dispatched"
    await finish(backer, receiving)
    assert await value("select state from perk") == "received"


async def test_somebody_elses_account_changes_nothing_by_the_link(client: httpx.AsyncClient) -> None:
    await perk_of_backer()
    path, key = (await mailed_link()).split("?")
    await sign_in(client, await anyone_new())
    refused = await client.post(f"{path}/destination?{key}", data=HOME)
    assert (refused.status_code, "另一个人的" in refused.text) == (409, True)
    assert await value("select count(*) from destination") == 0


async def test_before_an_address_is_given_its_owner_sees_where_the_parcel_would_go(client: httpx.AsyncClient) -> None:
    """A perk's link may be in others' hands: they could type theirs and have the code sent to the backer."""
    await perk_of_backer()
    path, key = (await mailed_link()).split("?")
    giving = await begin(client, f"{path}/destination?{key}", **HOME | {"name": "路人", "line1": "别处 1 号"})
    what = await what_will_be_done(giving)
    assert "路人" in what and "杭州别处 1 号" in what


async def test_a_secret_tier_on_a_list_is_begun_by_its_link_before_signing_in(client: httpx.AsyncClient) -> None:
    """Nobody knows yet whether they are on the list: the link is enough to see it, signing in decides."""
    campaign = await make_campaign()
    tier = await make_tier(campaign, secret=True, only_for="list")
    key = await capability_key("tier", tier["public_id"])
    order = f"/campaigns/{campaign['public_id']}/pledges"
    assert (await client.get(f"{order}/new?tier={tier['public_id']}&key={key}")).status_code == 200
    assert (await client.get(f"{order}/new?tier={tier['public_id']}")).status_code == 404
    intent = await begin(client, order, tier=tier["public_id"], quantity="1", method="card", request_key=KEY, key=key)
    await finish(await anyone_new(), intent)
    assert await value("select count(*) from pledge") == 0
    await insert(TierGuest, tier=tier["id"], kind="email", address="on-it@people.test")
    intent = await begin(client, order, tier=tier["public_id"], quantity="1", method="card", request_key=KEY[::-1], key=key)
    await finish(await make_member("阿青", email="on-it@people.test"), intent)
    assert await value("select count(*) from pledge") == 1
