"""Prelaunch: public, not to be pledged yet; those who reserved are told once when it begins."""

from datetime import timedelta

import httpx
import pytest

from app.accounts.intents.actions import finish_begun
from app.community.following.actions import follow
from app.foundation.clock import shift
from app.foundation.database import rows, value
from app.foundation.refusals import Refusal
from campaigns.drafting.actions import launch_campaign
from campaigns.drafting.forms import LaunchForm
from campaigns.queries import campaign_by_public_id
from campaigns.reserving.actions import open_prelaunch, reserve, take_back_reservation
from campaigns.tasks import remind_before_the_end
from campaigns.telling import tell
from tests.campaigns.makers import anyone_new, make_campaign, make_tier
from tests.people import sign_in


async def prelaunched():
    campaign = await make_campaign(state="approved")
    owner = await anyone_new()
    await make_tier(campaign)
    await open_prelaunch(owner, campaign)
    fan = await anyone_new()
    return owner, fan, await campaign_by_public_id(fan, campaign["public_id"])


async def told(member: int) -> list[str]:
    return [one["event"] for one in await rows("select event from notice where member = {} order by id", member)]


async def test_reserving_twice_is_once_and_can_be_taken_back(db: None) -> None:
    _, fan, campaign = await prelaunched()
    for _ in range(2):
        await reserve(fan, campaign, ref="wechat")
    assert await value("select count(*) from reservation where campaign = {}", campaign["id"]) == 1
    await take_back_reservation(fan, campaign)
    assert await value("select count(*) from reservation where campaign = {}", campaign["id"]) == 0


async def test_what_has_begun_or_is_no_prelaunch_is_refused(db: None) -> None:
    live, draft = await make_campaign(), await make_campaign(state="draft")
    fan = await anyone_new()
    with pytest.raises(Refusal, match="已经开始"):
        await reserve(fan, live)
    with pytest.raises(Refusal, match="不能预约"):
        await reserve(fan, draft)


async def test_the_page_is_public_and_one_taps_signed_out(db: None, client: httpx.AsyncClient) -> None:
    _, fan, campaign = await prelaunched()
    assert "预约，开始时告诉我" in (await client.get(f"/campaigns/{campaign['public_id']}")).text
    begun = await client.post(f"/campaigns/{campaign['public_id']}/reservation")
    [(_, done)] = await finish_begun(fan, key=httpx.URL(begun.headers["location"]).params["intent"], visitor="")
    assert done is not None
    await sign_in(client, fan)
    answer = await client.post(f"/campaigns/{campaign['public_id']}/reservation/withdrawal", headers={"HX-Request": "true"})
    assert "预约，开始时告诉我" in answer.text


async def test_at_the_launch_each_is_told_once_in_the_words_of_their_nearest_tie(db: None) -> None:
    owner, fan, campaign = await prelaunched()
    follower = await anyone_new()
    await reserve(fan, campaign)
    for one in (fan, follower):
        await follow(one, "campaign", campaign["public_id"])
    await launch_campaign(owner, campaign, LaunchForm(deadline=None))
    for _ in range(2):
        await tell(campaign["id"], "launched")
    assert await told(fan.id) == ["reserved_launched"] and await told(follower.id) == ["followed_launched"]


async def test_two_days_before_the_end_those_who_wait_are_reminded_once(db: None) -> None:
    campaign = await make_campaign(lasts=timedelta(days=10))
    follower = await anyone_new()
    await follow(follower, "campaign", campaign["public_id"])
    await remind_before_the_end()
    assert await told(follower.id) == []
    await shift(timedelta(days=8, hours=1))
    for _ in range(2):
        await remind_before_the_end()
    assert await told(follower.id) == ["followed_ending"]
