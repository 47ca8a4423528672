"""A pledge given to somebody: sent once it is kept, taken by a code, its perks theirs, its money the giver's."""

from typing import Any

import httpx
import pytest

from app.accounts.intents.actions import finish_intent
from app.accounts.intents.queries import intent_by_key, what_will_be_done
from app.accounts.leaving.actions import erase_member
from app.accounts.viewer import Viewer
from app.foundation.database import execute, row, rows, value
from app.foundation.sweeps import run_sweeps
from app.jobs import load
from campaigns.fulfilment.actions import give_destination
from campaigns.fulfilment.forms import DestinationForm
from campaigns.fulfilment.owing import owe_perks
from campaigns.fulfilment.queries import find_perk
from campaigns.pledging.actions import promise_pledge
from tests.campaigns.makers import anyone_new, make_campaign, make_tier
from tests.people import sign_in

pytestmark = pytest.mark.usefixtures("db")
FRIEND = "friend@people.test"
HOME = DestinationForm(
    name="阿青", phone="13800000000", country="CN", region="", city="杭州", line1="文三路 100 号", line2="", postcode=""
)


async def given(client: httpx.AsyncClient, **more: str) -> tuple[Viewer, dict[str, Any]]:
    """A pledge started as a gift, by the form."""
    campaign = await make_campaign()
    tier = await make_tier(campaign)
    giver = await anyone_new("小满")
    await sign_in(client, giver)
    form = {
        "tier": tier["public_id"], "quantity": "1", "method": "card", "request_key": "0123456789abcdef", "is_gift": "1",
        "gift_name": "阿青", "gift_email": FRIEND, "gift_card": "生日快乐，愿你夜里有光", "gift_signed": "满",
    } | more  # fmt: skip
    answer = await client.post(f"/campaigns/{campaign['public_id']}/pledges", data=form)
    assert answer.status_code == 307, answer.text
    pledge = await row("select * from pledge where backer = {}", giver.id)
    assert pledge
    return giver, pledge


async def kept(client: httpx.AsyncClient, **more: str) -> tuple[Viewer, dict[str, Any], str]:
    giver, pledge = await given(client, **more)
    await promise_pledge(pledge["id"])
    link = await value("select url from mail where event = 'gift_sent'")
    if not link:
        await client.post(f"/pledges/{pledge['public_id']}/gift/link")
        page = await client.get(f"/pledges/{pledge['public_id']}/gift")
        link = page.text.split("http://127.0.0.1:8000/gifts/")[1].split('"')[0].split("<")[0]
        link = f"/gifts/{link}"
    client.cookies.clear()
    return giver, pledge, link


async def take(client: httpx.AsyncClient, who: Viewer, link: str) -> httpx.Response:
    await sign_in(client, who)
    return await client.post(link.replace("?", "/acceptance?"))


async def test_nothing_is_sent_before_the_pledge_is_kept_and_then_once(client: httpx.AsyncClient) -> None:
    _, pledge = await given(client)
    assert await value("select count(*) from mail where event = 'gift_sent'") == 0
    await promise_pledge(pledge["id"])
    await promise_pledge(pledge["id"])
    assert await rows("select address from mail where event = 'gift_sent'") == [{"address": FRIEND}]


async def test_the_link_shows_the_card_and_taking_it_asks_for_a_code(client: httpx.AsyncClient) -> None:
    _, pledge, link = await kept(client)
    page = await client.get(link)
    assert page.status_code == 200 and "愿你夜里有光" in page.text and "台灯" in page.text
    assert "¥" not in page.text.split("<main")[1].split("</main")[0], "what it cost is the giver's affair"
    assert (await client.get(link + "x")).status_code == 404
    asked = await client.post(link.replace("?", "/acceptance?"))
    intent = await intent_by_key(httpx.URL(asked.headers["location"]).params["intent"])
    assert intent and "收下礼物" in await what_will_be_done(intent)
    friend = await anyone_new()
    _, done = await finish_intent(friend, intent)
    assert done and await value("select recipient from gift") == friend.id
    await sign_in(client, friend)
    assert (await client.get(done.url)).status_code == 200
    assert (await client.get(f"/pledges/{pledge['public_id']}")).status_code == 404
    assert "别人送我的" in (await client.get("/pledges")).text


async def test_perks_owed_later_are_the_recipients_and_money_stays_with_the_giver(client: httpx.AsyncClient) -> None:
    giver, pledge, link = await kept(client)
    friend = await anyone_new()
    assert (await take(client, friend, link)).status_code == 303
    await execute("update pledge set state = 'collected'")
    await owe_perks(pledge["id"])
    perk = await row("select * from perk")
    assert perk and perk["backer"] == friend.id
    assert await value("select count(*) from notice where event = 'perk_address_needed' and member = {}", friend.id) == 1
    page = (await client.get(f"/perks/{perk['public_id']}")).text
    assert "别人送你的" in page and f"/pledges/{pledge['public_id']}" not in page
    await sign_in(client, giver)
    own = (await client.get(f"/pledges/{pledge['public_id']}")).text
    assert "阿青已经收下" in own and "送出去的权益" in own
    assert (await client.get(f"/perks/{perk['public_id']}")).status_code == 404
    assert await value("select backer from pledge") == giver.id


async def test_perks_owed_already_go_over_and_an_address_is_asked_for_anew(client: httpx.AsyncClient) -> None:
    giver, pledge, link = await kept(client)
    await execute("update pledge set state = 'collected'")
    await owe_perks(pledge["id"])
    perk = await find_perk(giver, await value("select public_id from perk"))
    assert perk
    await give_destination(giver, perk, HOME)
    friend = await anyone_new()
    await take(client, friend, link)
    assert await row("select backer, state, destination from perk") == {
        "backer": friend.id, "state": "answers_due", "destination": None,
    }  # fmt: skip


async def test_only_one_takes_it_and_not_the_giver(client: httpx.AsyncClient) -> None:
    giver, _, link = await kept(client)
    own = await take(client, giver, link)
    assert (own.status_code, "你自己送出去的" in own.text) == (409, True)
    first, second = await anyone_new(), await anyone_new()
    assert (await take(client, first, link)).status_code == 303
    late = await take(client, second, link)
    assert (late.status_code, "已经有人收下了" in late.text) == (409, True)
    assert (await take(client, first, link)).status_code == 303, "twice by the same is once"
    assert await value("select recipient from gift") == first.id


async def test_until_it_is_taken_the_giver_may_change_and_undo_it(client: httpx.AsyncClient) -> None:
    giver, pledge, link = await kept(client)
    await sign_in(client, giver)
    url = f"/pledges/{pledge['public_id']}/gift"
    await client.post(url, data={"gift_name": "阿蓝", "gift_email": "blue@people.test", "gift_card": "换个人", "gift_signed": ""})
    assert (await client.get(link)).status_code == 404, "the first one's link is over"
    assert await value("select address from mail where event = 'gift_sent' order by id desc limit 1") == "blue@people.test"
    fresh = await value("select url from mail where event = 'gift_sent' order by id desc limit 1")
    assert (await client.post(url + "/undoing")).status_code == 303
    client.cookies.clear()
    assert (await client.get(fresh)).status_code == 404
    assert await value("select count(*) from gift") == 0


async def test_once_taken_it_is_neither_changed_nor_undone(client: httpx.AsyncClient) -> None:
    giver, pledge, link = await kept(client)
    await take(client, await anyone_new(), link)
    await sign_in(client, giver)
    url = f"/pledges/{pledge['public_id']}/gift"
    undone = await client.post(url + "/undoing")
    assert (undone.status_code, "阿青已经收下了" in undone.text) == (409, True)
    changed = await client.post(url, data={"gift_name": "别人"})
    assert changed.status_code == 409 and await value("select to_name from gift") == "阿青"


async def test_without_an_address_the_giver_hands_the_link_on(client: httpx.AsyncClient) -> None:
    _, _, link = await kept(client, gift_email="")
    assert await value("select count(*) from mail where event = 'gift_sent'") == 0
    assert "收下" in (await client.get(link)).text


async def test_a_pledge_kept_long_ago_can_still_be_given(client: httpx.AsyncClient) -> None:
    giver, pledge, _ = await kept(client)
    await sign_in(client, giver)
    await client.post(f"/pledges/{pledge['public_id']}/gift/undoing")
    url = f"/pledges/{pledge['public_id']}/gift"
    nobody = await client.post(url, data={"gift_card": "给谁呢"})
    assert nobody.status_code == 409 and "写一下送给谁" in nobody.text and "给谁呢" in nobody.text
    assert (await client.post(url, data={"gift_name": "妈妈"})).status_code == 303
    await sign_in(client, await anyone_new())
    assert (await client.get(url)).status_code == 404


async def test_when_the_pledge_comes_to_nothing_whoever_took_it_is_told_once(client: httpx.AsyncClient) -> None:
    load()
    _, _, link = await kept(client)
    friend = await anyone_new()
    await take(client, friend, link)
    await execute("update pledge set state = 'cancelled'")
    for _ in range(2):
        await run_sweeps()
    assert await value("select count(*) from notice where event = 'gift_ended' and member = {}", friend.id) == 1
    assert "对应的支持已经结束" in (await client.get(link.split("?")[0])).text
    late = await take(client, await anyone_new(), link)
    assert late.status_code == 409


async def test_what_is_packed_or_in_a_hand_can_t_be_given_any_more(client: httpx.AsyncClient) -> None:
    giver, pledge, link = await kept(client)
    await execute("update pledge set state = 'collected'")
    await owe_perks(pledge["id"])
    await execute("update perk set state = 'received'")
    late = await take(client, await anyone_new(), link)
    assert (late.status_code, "都已经打包或到手了" in late.text) == (409, True)
    await sign_in(client, giver)
    await client.post(f"/pledges/{pledge['public_id']}/gift/undoing")
    again = await client.post(f"/pledges/{pledge['public_id']}/gift", data={"gift_name": "阿青"})
    assert (again.status_code, "都已经打包或到手了" in again.text) == (409, True)


async def test_when_whoever_took_it_leaves_it_is_the_givers_to_give_again(client: httpx.AsyncClient) -> None:
    _, pledge, link = await kept(client)
    friend = await anyone_new()
    await take(client, friend, link)
    await erase_member(friend, withdraws_ideas=False)
    assert await row("select recipient, to_name, to_email from gift") == {"recipient": None, "to_name": "", "to_email": ""}
    await execute("update pledge set state = 'collected'")
    await owe_perks(pledge["id"])
    assert await value("select backer from perk") == pledge["backer"]


async def test_neither_one_who_leaves_stays_in_the_words(client: httpx.AsyncClient) -> None:
    giver, _, link = await kept(client)
    await take(client, await anyone_new(), link)
    await execute("update pledge set state = 'released'")
    await erase_member(giver, withdraws_ideas=False)
    gift = await row("select to_name, to_email, signed, card from gift")
    assert gift == {"to_name": "", "to_email": "", "signed": "", "card": ""}
    assert await value("select count(*) from mail where event = 'gift_sent'") == 0


async def test_a_link_taken_back_is_not_taken_by_whoever_had_begun_with_it(client: httpx.AsyncClient) -> None:
    giver, pledge, link = await kept(client)
    begun = await client.post(link.replace("?", "/acceptance?"))
    intent = await intent_by_key(begun.headers["location"].split("intent=")[1])
    assert intent is not None
    await sign_in(client, giver)
    words = {"gift_name": "阿白", "gift_email": "other@people.test"}
    assert (await client.post(f"/pledges/{pledge['public_id']}/gift", data=words)).status_code == 303
    ended, _ = await finish_intent(await anyone_new("阿青"), intent)
    assert ended.state == "refused" and "失效" in ended.outcome()
    assert await value("select recipient from gift") is None


async def test_many_givers_fill_nobodys_mailbox(client: httpx.AsyncClient, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("campaigns.gifting.actions.MAILS_TO_ONE_MAILBOX", 2)
    for alias in ("", "+1", "+2", "+3"):
        _, pledge = await given(client, gift_email=FRIEND.replace("@", f"{alias}@"))
        await promise_pledge(pledge["id"])
    assert await value("select count(*) from mail where event = 'gift_sent'") == 2
