"""A reservation names a tier and how many, can be changed and taken back, holds no place; its brand sees the demand."""

import re
from datetime import timedelta
from typing import Any

import httpx
import pytest

from app.accounts.intents.actions import finish_begun
from app.accounts.viewer import Viewer
from app.foundation import clock
from app.foundation.database import execute, row, value
from app.foundation.refusals import Refusal
from campaigns.pledging.actions import start_pledge
from campaigns.queries import campaign_by_public_id
from campaigns.reserving.actions import reserve
from campaigns.reserving.demand import demand_of
from campaigns.reserving.forms import ReservationForm
from campaigns.reserving.ringing import ring
from campaigns.reserving.scheduling import schedule_bell
from tests.campaigns.makers import anyone_new, make_campaign, make_tier, pledge_form
from tests.campaigns.test_bell import DAY, bell_in, from_idea, with_bell
from tests.people import sign_in


async def waiting(**more: Any) -> tuple[dict[str, Any], dict[str, Any], Viewer]:
    campaign, tier, _ = await with_bell(**more)
    fan = await anyone_new()
    return await campaign_by_public_id(fan, campaign["public_id"]), tier, fan


def wants(tier: dict[str, Any], quantity: int | None = 1) -> ReservationForm:
    return ReservationForm(tier["public_id"], quantity)


async def own(fan: Viewer) -> tuple[int | None, int]:
    found = await row("select tier, quantity from reservation where member = {}", fan.id)
    assert found is not None
    return found["tier"], found["quantity"]


async def test_it_says_which_tier_and_how_many_and_can_be_changed(db: None) -> None:
    campaign, tier, fan = await waiting()
    other = await make_tier(campaign, title="两盏")
    await reserve(fan, campaign, wants(tier, 2), "wechat")
    await reserve(fan, campaign, wants(other, 3))
    assert await own(fan) == (other["id"], 3)
    assert await value("select ref from reservation where member = {}", fan.id) == "wechat"
    await reserve(fan, campaign, ReservationForm("", 5))
    assert await own(fan) == (None, 1)


async def test_it_holds_no_place(db: None) -> None:
    campaign, tier, fan = await waiting()
    await execute("update tier set cap = 1 where id = {}", tier["id"])
    await reserve(fan, campaign, wants(tier))
    await bell_in(campaign, timedelta(seconds=-1))
    assert await ring(campaign["id"])
    other = await anyone_new()
    live = await campaign_by_public_id(other, campaign["public_id"])
    assert (await start_pledge(other, live, pledge_form(tier)))["state"] == "started"


async def test_what_nobody_could_take_is_refused(db: None) -> None:
    campaign, tier, fan = await waiting()
    elsewhere = await make_tier(await make_campaign())
    secret, extra = await make_tier(campaign, secret=True), await make_tier(campaign, is_add_on=True)
    for foreign in (elsewhere, secret, extra):
        with pytest.raises(Refusal, match="现在不能预约"):
            await reserve(fan, campaign, wants(foreign))
    await execute("update tier set per_backer = 2 where id = {}", tier["id"])
    with pytest.raises(Refusal, match="每人最多 2 份"):
        await reserve(fan, campaign, wants(tier, 3))
    await execute("update campaign set per_backer = 1 where id = {}", campaign["id"])
    fresh = await campaign_by_public_id(fan, campaign["public_id"])
    with pytest.raises(Refusal, match="每人最多 1 份"):
        await reserve(fan, fresh, wants(tier, 2))
    assert await value("select count(*) from reservation") == 0


async def test_the_brands_own_team_reserves_nothing(db: None) -> None:
    campaign, tier, owner = await with_bell()
    with pytest.raises(Refusal, match="自家的众筹"):
        await reserve(owner, await campaign_by_public_id(owner, campaign["public_id"]), wants(tier))


async def test_on_the_page_one_reserves_a_tier_changes_it_and_reads_what_was_wrong(db: None, client: httpx.AsyncClient) -> None:
    campaign, tier, fan = await waiting()
    await execute("update tier set per_backer = 2 where id = {}", tier["id"])
    await sign_in(client, fan)
    path = f"/campaigns/{campaign['public_id']}"
    page = (await client.get(path)).text
    assert "预约这一档" in page and "不占名额" in page
    made = await client.post(f"{path}/reservation", data={"tier": tier["public_id"], "quantity": "2"})
    assert made.status_code == 303 and made.headers["location"].endswith(f"#reservation-{campaign['public_id']}")
    assert "预约好了：一盏 × 2" in (await client.get(path)).text
    mine = (await client.get("/pledges")).text
    assert "预约的" in mine and campaign["title"] in mine and "data-countdown" in mine
    for htmx in ({}, {"HX-Request": "true"}):
        refused = await client.post(f"{path}/reservation", data={"tier": tier["public_id"], "quantity": "9"}, headers=htmx)
        assert refused.status_code == 409 and "每人最多 2 份" in refused.text and 'value="9"' in refused.text
        unread = await client.post(f"{path}/reservation", data={"tier": tier["public_id"], "quantity": "两份"}, headers=htmx)
        assert unread.status_code == 422 and 'value="两份"' in unread.text
    assert await own(fan) == (tier["id"], 2)


async def test_begun_signed_out_it_keeps_tier_and_quantity(db: None, client: httpx.AsyncClient) -> None:
    campaign, tier, fan = await waiting()
    data = {"tier": tier["public_id"], "quantity": "3"}
    begun = await client.post(f"/campaigns/{campaign['public_id']}/reservation", data=data)
    await finish_begun(fan, key=httpx.URL(begun.headers["location"]).params["intent"], visitor="")
    assert await own(fan) == (tier["id"], 3)


async def test_while_the_ideas_people_are_first_others_keep_their_reservation(db: None, client: httpx.AsyncClient) -> None:
    campaign, tier, owner, _ = await from_idea(early_hours=24)
    await schedule_bell(owner, campaign, await clock.now() + 2 * DAY, None)
    fan = await anyone_new()
    await reserve(fan, await campaign_by_public_id(fan, campaign["public_id"]), wants(tier, 2))
    await bell_in(campaign, timedelta(seconds=-1))
    await sign_in(client, fan)
    shown = (await client.get(f"/campaigns/{campaign['public_id']}")).text
    assert "先对创意的人开放" in shown and "预约好了：一盏 × 2" in shown


async def test_the_brand_sees_what_is_wanted_since_when_and_from_where(db: None, client: httpx.AsyncClient) -> None:
    campaign, tier, owner, voter = await from_idea(early_hours=0)
    await schedule_bell(owner, campaign, await clock.now() + 2 * DAY, None)
    await execute("update tier set cap = 4 where id = {}", tier["id"])
    fans = [await anyone_new() for _ in range(3)]
    seen = await campaign_by_public_id(voter, campaign["public_id"])
    await reserve(fans[0], seen, wants(tier, 5), "poster-a")
    await reserve(fans[1], seen, None, "poster-a")
    await reserve(fans[2], seen, wants(tier, 1), fans[0].share_code)
    await reserve(voter, seen, wants(tier, 1))
    demand = await demand_of(await campaign_by_public_id(owner, campaign["public_id"]))
    assert (demand.people, demand.pieces, demand.voters, demand.lately) == (4, 7, 1, 4)
    assert [(one.title, one.people, one.share) for one in demand.tiers] == [("一盏", 3, 175), ("", 1, None)]
    assert dict(demand.refs) == {"poster-a": 2, "·": 1, "": 1} and sum(n for _, n in demand.days) == 4
    await sign_in(client, owner)
    brand = await value("select public_id from brand where id = {}", campaign["brand"])
    desk = re.sub(r"\s+", " ", (await client.get(f"/brands/{brand}/studio/campaigns/{campaign['public_id']}/bell")).text)
    assert "175%" in desk and "poster-a" in desk and "成员分享的链接" in desk and "其中投过票的" in desk
    assert fans[0].name not in desk


async def test_once_it_runs_the_page_leads_straight_to_what_was_reserved(db: None, client: httpx.AsyncClient) -> None:
    campaign, tier, fan = await waiting()
    await reserve(fan, campaign, wants(tier, 2))
    await bell_in(campaign, timedelta(seconds=-1))
    await sign_in(client, fan)
    shown = (await client.get(f"/campaigns/{campaign['public_id']}")).text
    assert f"pledges/new?tier={tier['public_id']}&amp;quantity=2" in shown and "去支持你预约的" in shown
