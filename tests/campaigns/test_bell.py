"""The bell: set by the brand, rung once at its second by the database's clock; page and claim agree at that second."""

import asyncio
from datetime import datetime, timedelta
from typing import Any

import httpx
import pytest

from app import jobs
from app.accounts.viewer import Viewer
from app.foundation import clock
from app.foundation.database import execute, row, rows, value
from app.foundation.refusals import Refusal, SlowDown
from campaigns.drafting.actions import launch_campaign
from campaigns.drafting.forms import LaunchForm
from campaigns.pledging.actions import start_pledge
from campaigns.queries import campaign_by_public_id
from campaigns.reserving.actions import reserve
from campaigns.reserving.ringing import ring, ring_at_its_second, ring_due
from campaigns.reserving.scheduling import schedule_bell, take_bell_back
from tests.campaigns.makers import anyone_new, make_campaign, make_tier, pledge_form
from tests.ideas.agreements import agree_all
from tests.ideas.makers import make_desk, make_won_idea
from tests.people import make_brand, sign_in

DAY, HOUR = timedelta(days=1), timedelta(hours=1)


async def approved(**more: Any) -> tuple[dict[str, Any], dict[str, Any], Viewer]:
    """Campaign, tier, the brand's owner."""
    owner = await anyone_new("品牌主人")
    campaign = await make_campaign(brand=await make_brand(owner), state="approved", **more)
    return campaign, await make_tier(campaign), owner


async def with_bell(ahead: timedelta = 3 * DAY, **more: Any) -> tuple[dict[str, Any], dict[str, Any], Viewer]:
    campaign, tier, owner = await approved(**more)
    await schedule_bell(owner, campaign, await clock.now() + ahead, None)
    return campaign, tier, owner


async def bell_in(campaign: dict[str, Any], left: timedelta) -> datetime:
    """As if time had passed: so far off is the second now."""
    at = await clock.now() + left
    await execute("update campaign set opens_at = {} where id = {}", at, campaign["id"])
    return at


async def from_idea(early_hours: int) -> tuple[dict[str, Any], dict[str, Any], Viewer, Viewer]:
    """Campaign, tier, owner, a voter; everybody has agreed."""
    desk, owner = await make_desk()
    idea = await make_won_idea(desk, owner, votes=2)
    await agree_all(desk, owner, idea)
    voter = Viewer(id=await value("select min(member) from vote where idea = {}", idea["id"]))
    brand = await row("select * from brand where id = {}", desk.brand)
    campaign = await make_campaign(brand=brand, idea=idea["id"], state="approved")
    await execute("update campaign set early_hours = {} where id = {}", early_hours, campaign["id"])
    return campaign, await make_tier(campaign), owner, voter


async def as_it_is(campaign: dict[str, Any]) -> dict[str, Any]:
    found = await row("select * from campaign where id = {}", campaign["id"])
    assert found is not None
    return found


async def told(event: str) -> set[int]:
    return {one["member"] for one in await rows("select member from notice where event = {}", event)}


async def test_setting_the_bell_opens_the_prelaunch_and_page_and_desk_say_when(db: None, client: httpx.AsyncClient) -> None:
    campaign, _, owner = await with_bell()
    now = await as_it_is(campaign)
    assert now["state"] == "prelaunch" and now["opens_at"] is not None
    page = (await client.get(f"/campaigns/{campaign['public_id']}")).text
    assert "data-countdown" in page and "预约，开始时告诉我" in page and "不占名额" in page and "pledges/new" not in page
    await sign_in(client, owner)
    brand = await value("select public_id from brand where id = {}", campaign["brand"])
    desk = (await client.get(f"/brands/{brand}/studio/campaigns/{campaign['public_id']}/bell")).text
    assert "到点自己开始" in desk and "上海 GMT+8" in desk


@pytest.mark.parametrize(
    ("ahead", "deadline", "why"),
    [
        (timedelta(minutes=-1), None, "已经过去了"),
        (timedelta(minutes=2), None, "5 分钟之后"),
        (91 * DAY, 100 * DAY, "90 天"),
        (20 * DAY, 19 * DAY, "在截止时间之前"),
        (2 * DAY, 2 * DAY + HOUR, "1 到 60 天"),
        (2 * DAY, 63 * DAY, "1 到 60 天"),
    ],
)
async def test_a_bell_that_cannot_be_is_refused_in_one_sentence(
    db: None, ahead: timedelta, deadline: timedelta | None, why: str
) -> None:
    campaign, _, owner = await approved()
    now = await clock.now()
    with pytest.raises(Refusal, match=why):
        await schedule_bell(owner, campaign, now + ahead, now + deadline if deadline else None)
    assert (await as_it_is(campaign))["state"] == "approved"


async def test_a_bell_is_refused_where_delivery_or_early_hours_would_cross_it(db: None) -> None:
    campaign, tier, owner, _ = await from_idea(early_hours=72)
    now = await clock.now()
    with pytest.raises(Refusal, match="留一天"):
        await schedule_bell(owner, campaign, now + DAY, now + 4 * DAY)
    await execute("update tier set deliver_month = (app_now() - interval '40 days')::date where id = {}", tier["id"])
    with pytest.raises(Refusal, match="交付月份"):
        await schedule_bell(owner, campaign, now + DAY, now + 10 * DAY)


async def test_drafts_and_what_runs_have_no_bell_to_set(db: None) -> None:
    owner = await anyone_new()
    for state, why in (("draft", "审核通过"), ("live", "已经开始了")):
        campaign = await make_campaign(state=state)
        with pytest.raises(Refusal, match=why):
            await schedule_bell(owner, campaign, await clock.now() + DAY, None)


async def test_the_form_reads_the_brands_clock_and_keeps_what_was_typed(db: None, client: httpx.AsyncClient) -> None:
    campaign, _, owner = await approved()
    await execute("update brand set time_zone = 'America/New_York' where id = {}", campaign["brand"])
    brand = await value("select public_id from brand where id = {}", campaign["brand"])
    url = f"/brands/{brand}/studio/campaigns/{campaign['public_id']}/bell"
    await sign_in(client, owner)
    refused = await client.post(url, data={"opens_at": "2020-01-01T20:00", "deadline": ""})
    assert refused.status_code == 409 and "已经过去了" in refused.text and "2020-01-01T20:00" in refused.text
    unread = await client.post(url, data={"opens_at": "明天晚上八点", "deadline": ""})
    assert unread.status_code == 422 and "请填日期和时间" in unread.text and "明天晚上八点" in unread.text
    typed = (await clock.now() + 3 * DAY).strftime("%Y-%m-%dT20:00")
    assert (await client.post(url, data={"opens_at": typed, "deadline": ""})).status_code == 303
    opens_at = (await as_it_is(campaign))["opens_at"]
    assert opens_at.utcoffset() == timedelta(0) and opens_at.hour in (0, 1)  # eight in the evening over there
    assert typed in (await client.get(url)).text


async def test_those_who_reserved_are_told_of_each_change_and_four_a_day_are_enough(db: None) -> None:
    campaign, _, owner = await with_bell()
    fan = await anyone_new()
    await reserve(fan, await campaign_by_public_id(fan, campaign["public_id"]))
    now = await clock.now()
    await schedule_bell(owner, campaign, now + 4 * DAY, None)
    await jobs.tick()
    assert await told("bell_moved") == {fan.id}
    await take_bell_back(owner, campaign)
    await jobs.tick()
    assert await told("bell_taken_back") == {fan.id} and (await as_it_is(campaign))["opens_at"] is None
    await schedule_bell(owner, campaign, now + 5 * DAY, None)
    await jobs.tick()
    assert await told("bell_set") == {fan.id}
    assert await value("select count(*) from notice where member = {}", fan.id) == 3
    with pytest.raises(SlowDown, match="一天最多改 4 次"):
        await schedule_bell(owner, campaign, now + 6 * DAY, None)


async def test_set_to_the_same_moment_nothing_happens(db: None) -> None:
    campaign, _, owner = await with_bell()
    at = (await as_it_is(campaign))["opens_at"]
    for _ in range(6):
        await schedule_bell(owner, campaign, at, None)
    assert await value("select count(*) from campaign_event where subject = {} and why like 'bell: %'", campaign["id"]) == 1


async def test_it_rings_at_its_second_and_not_before(db: None) -> None:
    campaign, _, _ = await with_bell()
    assert not await ring(campaign["id"]) and (await as_it_is(campaign))["state"] == "prelaunch"
    at = await bell_in(campaign, timedelta(seconds=-1))
    await ring_due()
    now = await as_it_is(campaign)
    assert (now["state"], now["launched_at"], now["early_ends_at"]) == ("live", at, None)
    assert not await ring(campaign["id"])


async def test_the_early_window_counts_from_the_bell_however_late_it_is_heard(db: None) -> None:
    campaign, tier, owner, voter = await from_idea(early_hours=24)
    await schedule_bell(owner, campaign, await clock.now() + 2 * DAY, None)
    at = await bell_in(campaign, timedelta(hours=-2))
    seen = await campaign_by_public_id(voter, campaign["public_id"])
    assert seen["state"] == "live" and seen["early_ends_at"] == at + DAY
    with pytest.raises(Refusal, match="投过票的人开放"):
        await start_pledge(await anyone_new(), seen, pledge_form(tier))
    assert (await start_pledge(voter, seen, pledge_form(tier)))["state"] == "started"
    assert (await as_it_is(campaign))["early_ends_at"] == at + DAY


async def test_many_who_ring_at_once_ring_once(committed_db: str) -> None:
    campaign, _, _ = await with_bell()
    await bell_in(campaign, timedelta(0))
    rung = await asyncio.gather(*(ring(campaign["id"]) for _ in range(40)))
    assert any(rung)
    assert await value("select count(*) from campaign_event where subject = {} and state = 'live'", campaign["id"]) == 1
    assert await value("select count(*) from pgqueuer where convert_from(payload, 'UTF8') like '%campaign_launched%'") == 1


async def test_page_and_claim_agree_at_that_second(committed_db: str, client: httpx.AsyncClient) -> None:
    """Strangers press over and over around the bell, and somebody reloads the page: neither lets anybody in before it."""
    campaign, tier, _ = await with_bell()
    strangers = [await anyone_new() for _ in range(6)]
    rings = await bell_in(campaign, timedelta(milliseconds=1200))
    seen_open: list[datetime] = []

    async def press(one: Viewer) -> None:
        for _ in range(400):
            try:
                await start_pledge(one, await campaign_by_public_id(one, campaign["public_id"]), pledge_form(tier))
                return
            except (Refusal, SlowDown):
                await execute("delete from rate_limit")
                await asyncio.sleep(0.01)

    async def reload() -> None:
        while not seen_open and await clock.now() < rings + timedelta(seconds=3):
            page = (await client.get(f"/campaigns/{campaign['public_id']}")).text
            if "pledges/new" in page:
                seen_open.append(await clock.now())
            await asyncio.sleep(0.02)

    await asyncio.gather(*map(press, strangers), reload())
    made = [one["created_at"] for one in await rows("select created_at from pledge where campaign = {}", campaign["id"])]
    assert len(made) == 6 and min(made) >= rings
    assert max(made) < rings + timedelta(seconds=1)
    assert rings <= seen_open[0] < rings + timedelta(milliseconds=900)


async def test_the_job_is_awake_before_the_second_and_rings_at_it(committed_db: str) -> None:
    campaign, _, _ = await with_bell()
    rings = await bell_in(campaign, timedelta(milliseconds=400))
    await ring_at_its_second(campaign["id"])
    written = await value("select at from campaign_event where subject = {} and state = 'live'", campaign["id"])
    assert rings <= written < rings + timedelta(milliseconds=500)


async def test_a_job_for_a_bell_that_was_moved_finds_nothing_to_do(db: None) -> None:
    campaign, _, _ = await with_bell()
    await asyncio.wait_for(ring_at_its_second(campaign["id"]), 1)
    assert (await as_it_is(campaign))["state"] == "prelaunch"


async def test_launching_now_waits_for_the_bell_to_be_taken_back(db: None) -> None:
    campaign, _, owner = await with_bell()
    with pytest.raises(Refusal, match="先取消开始时间"):
        await launch_campaign(owner, campaign, LaunchForm(deadline=None))
    await take_bell_back(owner, campaign)
    await launch_campaign(owner, campaign, LaunchForm(deadline=None))
    assert (await as_it_is(campaign))["state"] == "live"


async def test_a_bell_that_may_not_ring_stays_silent_and_says_why(db: None) -> None:
    campaign, _, owner = await with_bell()
    await execute("update campaign set visibility = 'hidden' where id = {}", campaign["id"])
    await bell_in(campaign, timedelta(seconds=-1))
    assert not await ring(campaign["id"])
    now = await as_it_is(campaign)
    assert now["state"] == "prelaunch" and now["opens_at"] is None
    assert await told("bell_stayed_silent") == {owner.id}
