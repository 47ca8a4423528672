"""Backing with an e-mail and no account: seen by link, changed by code, counted by address, theirs once they sign in."""

import re
from typing import Any

import httpx
import pytest

from app.accounts.actions import create_member, member_with
from app.accounts.guests.actions import backer_behind
from app.accounts.leaving.actions import erase_member
from app.accounts.viewer import Viewer, find_member
from app.foundation.database import execute, insert, row, value
from app.foundation.sweeps import run_sweeps
from app.jobs import load
from app.notifications.sending import send_waiting
from campaigns.noting.queries import messages_in
from campaigns.pledging.actions import promise_pledge
from campaigns.pledging.guests import FROM_ONE_PLACE, MAILS_A_DAY, TO_ONE_MAILBOX
from campaigns.tiers.tables import TierGuest
from tests.accounts.mailbox import ask_code
from tests.accounts.test_addresses import ask, proof_code
from tests.campaigns.makers import anyone_new, make_campaign, make_pledge, make_tier
from tests.people import make_member, sign_in

pytestmark = pytest.mark.usefixtures("db")
GUEST = "guest@people.test"


def typed(tier: dict[str, Any], n: int = 1, **more: str) -> dict[str, str]:
    form = {"tier": tier["public_id"], "quantity": "1", "method": "card", "request_key": f"{n:032}", "email": GUEST}
    return form | more


async def pledging(client: httpx.AsyncClient, **tier_values: Any) -> tuple[dict[str, Any], dict[str, Any], httpx.Response]:
    campaign = await make_campaign()
    tier = await make_tier(campaign, **tier_values)
    return campaign, tier, await send(client, campaign, typed(tier))


async def send(client: httpx.AsyncClient, campaign: dict[str, Any], form: dict[str, str]) -> httpx.Response:
    return await client.post(f"/campaigns/{campaign['public_id']}/pledges", data=form)


async def test_an_email_is_enough_to_hold_a_place_to_pay_and_to_look(client: httpx.AsyncClient) -> None:
    _, _, answer = await pledging(client, cap=5)
    assert answer.status_code == 307
    way = answer.headers["location"]
    assert await value("select taken from tier") == 1
    client.cookies.clear()
    assert "去存卡" in (await client.get(way)).text
    page = (await client.get(way.replace("/checkout", ""))).text
    assert "收一个验证码" in page and GUEST not in page
    assert await member_with("email", GUEST) is None


async def test_the_way_back_is_mailed_at_once_and_when_it_is_kept(client: httpx.AsyncClient) -> None:
    await pledging(client)
    sent = await row("select address, event, url from mail order by id")
    assert sent and (sent["address"], sent["event"]) == (GUEST, "guest_pledge_started")
    assert (await client.get(sent["url"])).status_code == 200
    await promise_pledge(await value("select id from pledge"))
    await send_waiting()
    kept = await row("select member, event, sent_at from mail order by id desc limit 1")
    assert kept and kept["event"] == "pledge_promised" and kept["sent_at"] is not None


async def test_reloaded_the_browser_still_knows_what_it_holds(client: httpx.AsyncClient) -> None:
    campaign, tier, _ = await pledging(client)
    url = f"/campaigns/{campaign['public_id']}/pledges/new?tier={tier['public_id']}"
    assert 'id="held"' in (await client.get(url)).text
    client.cookies.clear()
    assert 'id="held"' not in (await client.get(url)).text


async def test_sent_again_from_the_same_browser_it_is_the_same_place(client: httpx.AsyncClient) -> None:
    campaign, tier, first = await pledging(client, cap=5)
    page = await client.get(f"/campaigns/{campaign['public_id']}/pledges/new?tier={tier['public_id']}")
    assert f'name="request_key" value="{1:032}"' in page.text
    assert (await send(client, campaign, typed(tier))).headers["location"] == first.headers["location"]
    other = await send(client, campaign, typed(tier, quantity="2"))
    assert other.status_code == 409 and "已经占下 1 份" in other.text
    assert await value("select taken from tier") == 1


async def test_cancelling_by_the_link_asks_for_a_code_to_that_address(client: httpx.AsyncClient) -> None:
    _, _, answer = await pledging(client)
    await promise_pledge(await value("select id from pledge"))
    way = answer.headers["location"].replace("/checkout?", "/cancellation?")
    client.cookies.clear()
    asked = await client.post(way)
    assert asked.headers["location"].startswith("/sign-in?intent=")
    assert await value("select state from pledge") == "promised"
    intent = httpx.URL(asked.headers["location"]).params["intent"]
    code = await ask_code(client, GUEST, intent=intent)
    await client.post("/sign-in", data={"code": code, "intent": intent})
    assert await value("select state from pledge") == "cancelled"


async def test_somebody_elses_code_cancels_nothing(client: httpx.AsyncClient) -> None:
    _, _, answer = await pledging(client)
    await promise_pledge(await value("select id from pledge"))
    await sign_in(client, await anyone_new())
    await client.post(answer.headers["location"].replace("/checkout?", "/cancellation?"))
    assert await value("select state from pledge") == "promised"


async def test_whoever_signs_in_with_the_address_has_been_that_backer_all_along(client: httpx.AsyncClient) -> None:
    await pledging(client)
    backer = await value("select backer from pledge")
    await client.post("/sign-in", data={"code": await ask_code(client, GUEST)})
    assert await member_with("email", GUEST) == backer
    assert "一盏 × 1" in (await client.get("/pledges")).text
    assert await value("select count(*) from guest") == 0
    assert await value("select count(*) from consent where member = {} and how = 'joining'", backer) > 0


async def test_a_member_who_adds_the_address_takes_over_what_was_begun_with_it(client: httpx.AsyncClient) -> None:
    await pledging(client)
    member = await make_member("小满", email="other@people.test")
    await sign_in(client, member)
    at = await ask(client, GUEST)
    await client.post("/me/identities/proof", data={"at": at, "code": await proof_code(GUEST)})
    assert await value("select backer from pledge") == member.id
    assert await value("select into_member from member_merge") == member.id
    assert await value("select count(*) from guest") == 0


async def test_an_address_that_has_an_account_is_that_members_pledge_and_nothing_says_so(client: httpx.AsyncClient) -> None:
    member = await make_member("老顾客", email=GUEST)
    campaign, tier, answer = await pledging(client)
    assert answer.status_code == 307
    assert await value("select backer from pledge") == member.id
    assert await value("select count(*) from consent where member = {} and how = 'pledge'", member.id) == 0
    guests = await send(client, campaign, typed(tier, 2, email="nobody@people.test"))
    client.cookies.clear()
    pages = [(await client.get(way.headers["location"].replace("/checkout", ""))).text for way in (answer, guests)]
    assert "老顾客" not in pages[0]
    told = [re.sub(r"[a-z0-9]{8}(\.[0-9a-f]{40})?|\d", "", page.split("<main")[1].split("</main")[0]) for page in pages]
    assert told[0] == told[1], "the two pages say the same"


async def test_the_most_that_one_may_have_counts_by_the_address(client: httpx.AsyncClient) -> None:
    campaign, tier, _ = await pledging(client, per_backer=2)
    assert (await send(client, campaign, typed(tier, 2))).status_code == 307
    third = await send(client, campaign, typed(tier, 3))
    assert third.status_code == 409 and 'id="f-email-error"' in third.text and "份数到了上限" in third.text
    assert "已经有 2 份" not in third.text, "how many it has is the mailbox's affair"
    assert (await send(client, campaign, typed(tier, 4, email="other@people.test"))).status_code == 307


async def test_a_members_own_pledges_count_for_their_address_too(client: httpx.AsyncClient) -> None:
    campaign = await make_campaign()
    tier = await make_tier(campaign, per_backer=1)
    await make_pledge(campaign, tier, await make_member(email=GUEST))
    refused = await send(client, campaign, typed(tier))
    assert (refused.status_code, "这个邮箱现在不能这样支持" in refused.text) == (409, True)


async def test_the_brands_team_can_t_be_told_by_trying_addresses(client: httpx.AsyncClient) -> None:
    campaign = await make_campaign()
    tier = await make_tier(campaign, per_backer=1)
    owner = await value("select address from identity where member = {}", campaign["created_by"])
    refused = await send(client, campaign, typed(tier, email=owner))
    assert "这个邮箱现在不能这样支持" in refused.text and "自家" not in refused.text


async def test_what_only_members_may_is_not_had_by_typing_a_members_address(client: httpx.AsyncClient) -> None:
    campaign = await make_campaign()
    listed = await make_tier(campaign, title="名单", only_for="list")
    await make_member(email=GUEST)
    await insert(TierGuest, tier=listed["id"], kind="email", address=GUEST)
    refused = await send(client, campaign, typed(listed))
    assert (refused.status_code, "要先登录才能支持" in refused.text) == (409, True)
    for_supporters = await make_tier(campaign, title="投过票的", only_for="supporters")
    assert "要先登录才能支持" in (await send(client, campaign, typed(for_supporters))).text
    await execute("update campaign set early_ends_at = app_now() + interval '1 hour' where id = {}", campaign["id"])
    plain = await make_tier(campaign)
    assert "要先登录才能支持" in (await send(client, campaign, typed(plain))).text
    assert await value("select count(*) from pledge") == 0


async def test_a_guest_gets_no_secret_tier_that_the_address_had_once(client: httpx.AsyncClient) -> None:
    campaign = await make_campaign()
    tier = await make_tier(campaign)
    await make_pledge(campaign, tier, await make_member(email=GUEST))
    await execute("update tier set secret = true where id = {}", tier["id"])
    assert (await send(client, campaign, typed(tier))).status_code == 404


async def test_another_ones_form_opens_nothing(client: httpx.AsyncClient) -> None:
    """The key in a form is no secret of the mailbox's: it is only known to the browser that made it."""
    campaign = await make_campaign()
    tier = await make_tier(campaign)
    member = await make_member(email=GUEST)
    await sign_in(client, member)
    page = await client.get(f"/campaigns/{campaign['public_id']}/pledges/new?tier={tier['public_id']}")
    own = re.search('name="request_key" value="([0-9a-f]{32})"', page.text)
    client.cookies.clear()
    other = await client.get(f"/campaigns/{campaign['public_id']}/pledges/new?tier={tier['public_id']}")
    guessed = re.search('name="request_key" value="([0-9a-f]{32})"', other.text)
    assert own and guessed and own[1] != guessed[1]


async def test_nobody_fills_a_strangers_mailbox(client: httpx.AsyncClient) -> None:
    campaign = await make_campaign()
    tier = await make_tier(campaign, per_backer=100)
    for n in range(TO_ONE_MAILBOX):
        assert (await send(client, campaign, typed(tier, n, email=f"vic.tim+{n}@gmail.com"))).status_code == 307
    refused = await send(client, campaign, typed(tier, 99, email="victim@gmail.com"))
    assert (refused.status_code, "下了太多单" in refused.text) == (409, True)
    assert await value("select count(*) from mail") == min(MAILS_A_DAY, TO_ONE_MAILBOX)


async def test_nobody_takes_all_places_from_one_machine(client: httpx.AsyncClient) -> None:
    campaign = await make_campaign()
    tier = await make_tier(campaign)
    await execute(
        "insert into rate_limit (key, ends_at, times) values ('guest-pledge:127.0.0.1', app_now() + interval '5 minutes', {})",
        FROM_ONE_PLACE,
    )
    refused = await send(client, campaign, typed(tier))
    assert (refused.status_code, "用验证码登录就行" in refused.text) == (409, True)


async def test_it_is_places_that_count_not_orders(client: httpx.AsyncClient) -> None:
    campaign = await make_campaign()
    tier = await make_tier(campaign, per_backer=100)
    refused = await send(client, campaign, typed(tier, quantity=str(FROM_ONE_PLACE + 1)))
    assert (refused.status_code, "用验证码登录就行" in refused.text) == (409, True)


async def test_what_is_no_address_is_refused_at_its_field(client: httpx.AsyncClient) -> None:
    campaign = await make_campaign()
    tier = await make_tier(campaign)
    refused = await send(client, campaign, typed(tier, email="guest@", note="别丢"))
    assert refused.status_code == 422 and 'id="f-email-error"' in refused.text and "别丢" in refused.text


async def test_two_at_once_are_one_guest(client: httpx.AsyncClient) -> None:
    first = await backer_behind(GUEST, lang="zh-Hans", time_zone="Asia/Shanghai")
    assert await backer_behind(GUEST, lang="en", time_zone="Europe/Paris") == first
    assert await create_member("email", GUEST, lang="zh-Hans", time_zone="Asia/Shanghai") == first
    assert await backer_behind(GUEST, lang="en", time_zone="Europe/Paris") == first


async def test_a_guest_who_leaves_leaves_no_address_behind(client: httpx.AsyncClient) -> None:
    await pledging(client)
    backer: Viewer = await find_member(await value("select backer from pledge"))
    await execute("update pledge set state = 'expired'")
    await erase_member(backer, withdraws_ideas=False)
    assert await value("select count(*) from guest") == 0
    assert await value("select count(*) from mail where address = {}", GUEST) == 0


async def test_an_address_by_which_nothing_was_kept_is_forgotten_after_a_month(client: httpx.AsyncClient) -> None:
    load()
    campaign, tier, _ = await pledging(client)
    await send(client, campaign, typed(tier, 2, email="kept@people.test"))
    await promise_pledge(await value("select max(id) from pledge"))
    await execute("update pledge set state = 'expired' where state = 'started'")
    await run_sweeps()
    assert await value("select count(*) from guest") == 2
    await execute("update guest set created_at = app_now() - interval '31 days'")
    await execute("update pledge set created_at = app_now() - interval '31 days'")
    await run_sweeps()
    assert await value("select address from guest") == "kept@people.test"
    assert await value("select count(*) from guest") == 1


async def test_nobody_speaks_to_a_brand_in_the_name_of_a_member_whose_address_they_know(client: httpx.AsyncClient) -> None:
    member = await make_member("小满", email=GUEST)
    campaign = await make_campaign()
    tier = await make_tier(campaign)
    answer = await send(client, campaign, typed(tier, note="放门口", message="你们做得真差"))
    assert answer.status_code == 307, answer.text
    await promise_pledge(await value("select id from pledge"))
    assert await messages_in(campaign["id"], before=None, limit=9) == []
    kept = await row("select own, message from pledge_note")
    assert kept == {"own": "放门口\n\n你们做得真差", "message": ""}
    await sign_in(client, member)
    page = await client.get(f"/pledges/{await value('select public_id from pledge')}")
    assert "你们做得真差" in page.text
