"""A campaign stopped before its deadline: what becomes of each pledge, of time, of whoever waits; told, and said on its page."""

from datetime import UTC, datetime, timedelta
from typing import Any

import httpx
import pytest

from app.accounts.viewer import Viewer
from app.community.following.actions import follow
from app.foundation import clock
from app.foundation.database import execute, row, rows, value
from app.foundation.lifecycle import WrongState
from app.foundation.refusals import Refusal
from campaigns.closing import close_campaign
from campaigns.halting.actions import BY_RULE, cancel_campaign, resume_campaign, suspend_campaign
from campaigns.halting.queries import meaning_of
from campaigns.halting.rules import deadline_after, ends_by_itself_at
from campaigns.pledging.actions import cancel_pledge, pay_pledge, promise_pledge, start_pledge
from tests.campaigns.makers import anyone_new, fresh_pledge, make_campaign, make_pledge, make_tier, pledge_form
from tests.campaigns.updating import deliver, owner_of
from tests.people import make_brand, make_member, sign_in

pytestmark = pytest.mark.usefixtures("db")
WHY = "有人举报样品图来自别的品牌，正在核实"
STATES = ("started", "promised", "paid", "expired", "cancelled")


async def pledges_of_all_kinds(campaign: dict[str, Any], *, cap: int = 20) -> tuple[dict[str, Any], dict[str, dict[str, Any]]]:
    tier = await make_tier(campaign, cap=cap)
    made = {}
    for state in STATES:
        made[state] = await make_pledge(campaign, tier, method="alipay" if state == "paid" else "card", state=state)
    return tier, made


async def states(pledges: dict[str, dict[str, Any]]) -> dict[str, str]:
    return {name: (await fresh_pledge(one))["state"] for name, one in pledges.items()}


async def now_of(campaign: dict[str, Any]) -> dict[str, Any]:
    found = await row("select * from campaign where id = {}", campaign["id"])
    assert found is not None
    return found


async def suspended(**more: Any) -> tuple[dict[str, Any], Viewer]:
    campaign, staff = await make_campaign(**more), await make_member(staff=True)
    await suspend_campaign(staff, campaign, WHY)
    return campaign, staff


async def events(member: int) -> list[str]:
    return [one["event"] for one in await rows("select event from notice where member = {} order by id", member)]


# Suspended.


async def test_a_suspended_campaign_takes_no_pledges_and_charges_nothing() -> None:
    campaign, staff = await make_campaign(), await make_member(staff=True)
    tier, made = await pledges_of_all_kinds(campaign)
    await suspend_campaign(staff, campaign, WHY)
    assert await states(made) == {
        "started": "expiring", "promised": "promised", "paid": "paid", "expired": "expired", "cancelled": "cancelled",
    }  # fmt: skip
    with pytest.raises(Refusal, match="不接受支持"):
        await start_pledge(await anyone_new(), campaign, pledge_form(tier))
    await clock.shift(timedelta(days=29, hours=23))
    assert await close_campaign(campaign["id"]) is None
    assert await value("select count(*) from pgqueuer where entrypoint = 'settle_campaign'") == 0


async def test_what_was_paid_before_the_page_was_closed_counts() -> None:
    campaign, staff = await make_campaign(), await make_member(staff=True)
    tier = await make_tier(campaign)
    card, wallet = (
        await make_pledge(campaign, tier, state="started"),
        await make_pledge(campaign, tier, method="alipay", state="started"),
    )
    await suspend_campaign(staff, campaign, WHY)
    assert await promise_pledge(card["id"])
    assert await pay_pledge(wallet["id"])
    assert await value("select count(*) from pgqueuer where entrypoint = 'close_checkout'") == 2


@pytest.mark.parametrize("state", ["promised", "paid"])
@pytest.mark.parametrize("days", [0, 3])
async def test_whoever_waits_for_a_suspended_campaign_may_leave_at_any_time(state: str, days: int) -> None:
    """Also in what would have been its last day, and after what would have been its deadline."""
    campaign, staff = await make_campaign(goal=1000, lasts=timedelta(hours=20)), await make_member(staff=True)
    backer = await anyone_new()
    pledge = await make_pledge(
        campaign, await make_tier(campaign), backer, method="alipay" if state == "paid" else "card", state=state
    )
    await suspend_campaign(staff, campaign, WHY)
    await clock.shift(timedelta(days=days))
    assert await cancel_pledge(backer, pledge)
    assert (await fresh_pledge(pledge))["state"] == "cancelled"


async def test_the_page_says_why_and_what_becomes_of_each_pledge(client: httpx.AsyncClient) -> None:
    campaign, _ = await suspended()
    page = (await client.get(f"/campaigns/{campaign['public_id']}")).text
    for text in ("众筹暂停了", WHY, "存了卡的", "付过款的", "还没付完的", "在候补的", "不收支持也不扣款"):
        assert text in page, text
    assert "pledges/new?tier" not in page
    backer = await anyone_new()
    other, staff = await make_campaign(), await make_member(staff=True)
    pledge = await make_pledge(other, await make_tier(other), backer)
    await suspend_campaign(staff, other, WHY)
    await sign_in(client, backer)
    own = (await client.get(f"/pledges/{pledge['public_id']}")).text
    assert "卡还存着，不会扣款" in own and "cancellation" in own


async def test_backers_and_the_team_hear_why_others_do_not() -> None:
    campaign, staff = await make_campaign(), await make_member(staff=True)
    backer, left, follower = [await anyone_new() for _ in range(3)]
    tier = await make_tier(campaign)
    await make_pledge(campaign, tier, backer)
    await make_pledge(campaign, tier, left, state="cancelled")
    await follow(follower, "campaign", campaign["public_id"])
    await execute("delete from notice")
    await suspend_campaign(staff, campaign, WHY)
    await deliver()
    assert await events(backer.id) == ["campaign_suspended"]
    assert await events(campaign["created_by"]) == ["own_campaign_suspended"]
    assert await events(left.id) == await events(follower.id) == []
    assert WHY in await value("select params::text from notice where member = {}", backer.id)
    await clock.shift(timedelta(days=2))
    await resume_campaign(staff, campaign)
    await deliver()
    assert await events(backer.id) == ["campaign_suspended", "campaign_resumed"]
    assert await events(follower.id) == ["followed_resumed"]
    await suspend_campaign(staff, campaign, WHY)  # a second time is told as well
    await deliver()
    assert (await events(backer.id))[-1] == "campaign_suspended"


@pytest.mark.parametrize("state", ["draft", "prelaunch", "suspended", "succeeded", "failed", "cancelled", "fulfilling"])
async def test_only_a_running_campaign_is_suspended(state: str) -> None:
    campaign, staff = await make_campaign(state=state), await make_member(staff=True)
    with pytest.raises(Refusal):
        await suspend_campaign(staff, campaign, WHY)
    over = await make_campaign(lasts=timedelta(hours=-1))
    with pytest.raises(Refusal, match="正在结算"):
        await suspend_campaign(staff, over, WHY)


# Resumed.


async def test_resumed_everything_still_to_come_comes_later_by_the_time_lost() -> None:
    campaign, staff = await make_campaign(lasts=timedelta(hours=5)), await make_member(staff=True)
    tier, past = await make_tier(campaign), await make_tier(campaign, title="早鸟")
    before = await clock.now()
    await execute("update tier set closes_at = {} where id = {}", before + timedelta(hours=3), tier["id"])
    await execute("update tier set closes_at = {} where id = {}", before - timedelta(hours=3), past["id"])
    await execute("update campaign set early_ends_at = {} where id = {}", before + timedelta(hours=1), campaign["id"])
    await suspend_campaign(staff, campaign, WHY)
    await clock.shift(timedelta(days=6))
    await resume_campaign(staff, campaign)
    live = await now_of(campaign)
    lost = timedelta(days=6)
    assert live["state"] == "live" and live["suspended_at"] is None
    assert abs(live["deadline"] - campaign["deadline"] - lost) < timedelta(seconds=5)
    assert abs(live["early_ends_at"] - before - timedelta(hours=1) - lost) < timedelta(seconds=5)
    closes = {one["id"]: one["closes_at"] for one in await rows("select id, closes_at from tier")}
    assert abs(closes[tier["id"]] - before - timedelta(hours=3) - lost) < timedelta(seconds=5)
    assert closes[past["id"]] == before - timedelta(hours=3)


async def test_only_a_suspended_campaign_is_resumed() -> None:
    staff = await make_member(staff=True)
    for state in ("live", "failed", "cancelled"):
        with pytest.raises(WrongState):
            await resume_campaign(staff, await make_campaign(state=state))


def test_the_deadline_never_moves_beyond_what_a_wallet_gives_back() -> None:
    day, at = timedelta(days=1), datetime(2027, 3, 1, tzinfo=UTC)
    assert deadline_after(at + 2 * day, at, at + 5 * day) == at + 7 * day
    assert deadline_after(at + 2 * day, at, at + 5 * day, [at + 9 * day]) == at + 7 * day
    assert deadline_after(at + 2 * day, at, at + 5 * day, [at + 6.5 * day, at + 9 * day]) == at + 6.5 * day
    with pytest.raises(Refusal, match="退款期限"):
        deadline_after(at + 2 * day, at, at + 5 * day, [at + 5.5 * day])


def test_a_pause_ends_after_a_month_or_before_a_wallet_gives_nothing_back() -> None:
    day, at = timedelta(days=1), datetime(2027, 3, 1, tzinfo=UTC)
    assert ends_by_itself_at(at) == at + 30 * day
    assert ends_by_itself_at(at, [at + 90 * day]) == at + 30 * day
    assert ends_by_itself_at(at, [at + 20 * day]) == at + 18 * day


# Called off.


async def test_called_off_cards_are_let_go_and_wallets_go_back() -> None:
    campaign = await make_campaign()
    _, made = await pledges_of_all_kinds(campaign)
    await cancel_campaign(campaign, campaign["created_by"], "模具做不出来")
    assert await states(made) == {
        "started": "expiring", "promised": "released", "paid": "paid", "expired": "expired", "cancelled": "cancelled",
    }  # fmt: skip
    assert await value("select count(*) from pgqueuer where entrypoint = 'settle_campaign'") == 1
    assert not await promise_pledge(made["started"]["id"])  # too late: what is saved now is never charged
    assert (await fresh_pledge(made["started"]))["state"] == "expired"
    assert (await now_of(campaign))["decided_total"] == 3980  # what had been pledged goes on standing on the page
    event = await row("select actor, why, source from campaign_event where subject = {} and state = 'cancelled'", campaign["id"])
    assert event == {"actor": campaign["created_by"], "why": "模具做不出来", "source": "person"}


@pytest.mark.parametrize("state", ["succeeded", "collecting", "fulfilling", "completed", "failed", "cancelled"])
async def test_what_is_decided_is_not_called_off(client: httpx.AsyncClient, state: str) -> None:
    brand = await make_brand(await anyone_new())
    campaign = await make_campaign(brand=brand, state=state)
    with pytest.raises(WrongState):
        await cancel_campaign(campaign, campaign["created_by"], "晚了")
    await sign_in(client, await owner_of(campaign))
    url = f"/brands/{brand['public_id']}/studio/campaigns/{campaign['public_id']}/cancellation"
    answer = await client.post(url, data={"why": "晚了也写几个字", "is_sure": "1"})
    assert answer.status_code == 409 and "已经有结果" in answer.text


async def test_the_brand_is_shown_what_it_means_before_it_says_so(client: httpx.AsyncClient) -> None:
    brand = await make_brand(await anyone_new())
    campaign = await make_campaign(brand=brand)
    tier, _ = await pledges_of_all_kinds(campaign)
    backer = await anyone_new()
    await make_pledge(campaign, tier, backer)
    await make_pledge(campaign, tier, backer, method="alipay", state="paid")
    meaning = await meaning_of(campaign)
    assert (meaning.backers, meaning.cards, meaning.wallets, meaning.begun) == (3, 2, 2, 1)
    assert (meaning.on_cards.amount, meaning.in_wallets.amount) == (3980, 3980)
    await sign_in(client, await owner_of(campaign))
    url = f"/brands/{brand['public_id']}/studio/campaigns/{campaign['public_id']}/cancellation"
    page = (await client.get(url)).text
    assert "2 张存好的卡作废" in page and "¥39.80" in page and "终止后不能恢复" in page
    unsure = await client.post(url, data={"why": "模具做不出来"})
    assert unsure.status_code == 422 and "再打勾" in unsure.text and "模具做不出来" in unsure.text
    wordless = await client.post(url, data={"why": "", "is_sure": "1"})
    assert wordless.status_code == 422 and (await now_of(campaign))["state"] == "live"
    assert (await client.post(url, data={"why": "模具做不出来", "is_sure": "1"})).status_code == 303
    client.cookies.clear()
    public = (await client.get(f"/campaigns/{campaign['public_id']}")).text
    assert "众筹终止了" in public and "模具做不出来" in public and "全额原路退回" in public


async def test_whoever_pledged_reserved_or_followed_hears_that_it_is_over() -> None:
    campaign = await make_campaign()
    tier = await make_tier(campaign)
    card, wallet, left, follower, reserver = [await anyone_new() for _ in range(5)]
    await make_pledge(campaign, tier, card)
    await make_pledge(campaign, tier, wallet, method="alipay", state="paid")
    gone = await make_pledge(campaign, tier, left, method="alipay", state="cancelled")
    await execute("update pledge set state = 'refunded' where id = {}", gone["id"])  # long before
    await follow(follower, "campaign", campaign["public_id"])
    await execute("insert into reservation (campaign, member) values ({}, {})", campaign["id"], reserver.id)
    await execute("delete from notice")
    await cancel_campaign(campaign, campaign["created_by"], "模具做不出来")
    await deliver()
    assert await events(card.id) == await events(wallet.id) == ["campaign_cancelled"]
    assert await events(campaign["created_by"]) == ["own_campaign_cancelled"]
    assert await events(follower.id) == ["followed_cancelled"]
    assert await events(reserver.id) == ["reserved_cancelled"]
    assert await events(left.id) == []


async def test_suspended_for_too_long_it_is_called_off_by_itself() -> None:
    campaign, _ = await suspended()
    other, _ = await suspended()
    await execute("update campaign set suspended_at = app_now() - interval '29 days 23 hours' where id = {}", other["id"])
    await execute("update campaign set suspended_at = app_now() - interval '30 days' where id = {}", campaign["id"])
    await deliver(sweep=True)
    assert (await now_of(campaign))["state"] == "cancelled"
    assert (await now_of(other))["state"] == "suspended"
    event = await row("select actor, why, source from campaign_event where subject = {} and state = 'cancelled'", campaign["id"])
    assert event == {"actor": None, "why": BY_RULE, "source": "rule"}


async def test_a_pause_ends_earlier_where_a_wallet_would_give_nothing_back() -> None:
    campaign = await make_campaign()
    pledge = await make_pledge(campaign, await make_tier(campaign), method="alipay", state="paid")
    await suspend_campaign(await make_member(staff=True), campaign, WHY)
    await execute("update pledge set created_at = app_now() - interval '88 days' where id = {}", pledge["id"])
    await deliver(sweep=True)
    assert (await now_of(campaign))["state"] == "cancelled"


async def test_staff_stops_and_lets_go_on_with_every_refusal_at_its_place(client: httpx.AsyncClient) -> None:
    campaign, staff = await make_campaign(), await make_member(staff=True)
    url = f"/staff/campaigns/{campaign['public_id']}"
    await sign_in(client, await anyone_new())
    assert (await client.post(f"{url}/suspension", data={"why": WHY})).status_code == 404
    await sign_in(client, staff)
    assert "暂停或终止" in (await client.get(url)).text
    empty = await client.post(f"{url}/suspension", data={"why": ""})
    assert empty.status_code == 422
    assert (await client.post(f"{url}/suspension", data={"why": WHY})).status_code == 303
    again = await client.post(f"{url}/suspension", data={"why": WHY})
    assert again.status_code == 409 and "已经暂停了" in again.text
    assert WHY in (await client.get(f"{url}/halting")).text
    assert (await client.post(f"{url}/resumption")).status_code == 303
    refused = await client.post(f"{url}/resumption")
    assert refused.status_code == 409
    assert (await client.post(f"{url}/cancellation", data={"why": "品牌关门了", "is_sure": "1"})).status_code == 303
    assert (await now_of(campaign))["state"] == "cancelled"
