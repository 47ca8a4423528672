"""A campaign's first hours belong to the idea's people: the claim itself decides, to the moment."""

import asyncio
from datetime import datetime, timedelta
from typing import Any

import httpx
import pytest

from app import jobs
from app.accounts.viewer import Viewer
from app.foundation import clock
from app.foundation.database import execute, row, rows, value
from app.foundation.refusals import Refusal
from campaigns.drafting.actions import launch_campaign
from campaigns.drafting.forms import LaunchForm
from campaigns.pledging.actions import start_pledge
from campaigns.queries import campaign_by_public_id
from campaigns.reserving.actions import open_prelaunch, reserve
from ideas.reviewing.people import is_supporter, supporters_of
from tests.campaigns.makers import anyone_new, make_campaign, make_tier, pledge_form
from tests.ideas.agreements import agree_all, give_part
from tests.ideas.makers import cast_votes, make_desk, make_won_idea
from tests.people import sign_in


async def early_campaign(hours: int = 24, **more: Any) -> tuple[dict[str, Any], dict[str, Any], dict[str, Any], list[Viewer]]:
    """Live since a moment; campaign, tier, idea, voters."""
    desk, owner = await make_desk()
    idea = await make_won_idea(desk, owner, votes=0)
    await execute("update idea set state = 'published' where id = {}", idea["id"])
    voters = await cast_votes(idea, 2)
    await execute("update idea set state = 'won' where id = {}", idea["id"])
    brand = await row("select * from brand where id = {}", desk.brand)
    campaign = await make_campaign(brand=brand, idea=idea["id"], **more)
    await execute(
        "update campaign set early_hours = {}, early_ends_at = app_now() + make_interval(hours => {}) where id = {}",
        hours, hours, campaign["id"],
    )  # fmt: skip
    return campaign, await make_tier(campaign), idea, voters


async def until(campaign: dict[str, Any], moment: datetime) -> None:
    await execute("update campaign set early_ends_at = {} where id = {}", moment, campaign["id"])


async def test_author_credited_and_counted_voters_get_places_and_nobody_else(db: None) -> None:
    campaign, tier, idea, voters = await early_campaign()
    author = await value("select author from idea where id = {}", idea["id"])
    helper, stranger = await anyone_new(), await anyone_new()
    await give_part(idea, helper)
    assert await supporters_of(idea["id"]) == {author, helper.id, *(one.id for one in voters)}
    assert await is_supporter(helper.id, idea["id"]) and not await is_supporter(stranger.id, idea["id"])
    for one in (Viewer(id=author), helper, *voters):
        assert (await start_pledge(one, campaign, pledge_form(tier)))["state"] == "started"
    with pytest.raises(Refusal, match="投过票的人开放"):
        await start_pledge(stranger, campaign, pledge_form(tier))
    await execute("update vote set state = 'quarantined' where member = {}", voters[0].id)
    with pytest.raises(Refusal, match="投过票的人开放"):
        await start_pledge(voters[0], campaign, pledge_form(tier))
    await until(campaign, await clock.now())
    assert (await start_pledge(stranger, campaign, pledge_form(tier)))["state"] == "started"


async def test_at_the_edge_the_databases_clock_decides_for_each(committed_db: str) -> None:
    """Many strangers press again and again over the last moments: not one place is taken before the window's end."""
    campaign, tier, _, voters = await early_campaign()
    strangers = [await anyone_new() for _ in range(8)]
    ends = await clock.now() + timedelta(milliseconds=700)
    await until(campaign, ends)

    async def press(one: Viewer) -> None:
        for _ in range(200):
            try:
                await start_pledge(one, campaign, pledge_form(tier))
                return
            except Refusal:
                await asyncio.sleep(0.01)

    await asyncio.gather(start_pledge(voters[0], campaign, pledge_form(tier)), *(press(one) for one in strangers))
    made = await rows("select backer, created_at from pledge where campaign = {}", campaign["id"])
    by_strangers = [one["created_at"] for one in made if one["backer"] != voters[0].id]
    assert len(by_strangers) == 8 and min(by_strangers) >= ends
    assert [one["created_at"] < ends for one in made if one["backer"] == voters[0].id] == [True]


async def test_without_the_condition_strangers_would_get_places(db: None) -> None:
    """The control: the same press where the brand grants no window."""
    campaign, tier, _, _ = await early_campaign()
    await execute("update campaign set early_ends_at = null where id = {}", campaign["id"])
    assert (await start_pledge(await anyone_new(), campaign, pledge_form(tier)))["state"] == "started"


async def test_the_page_says_until_when_and_for_whom_and_others_may_reserve(db: None, client: httpx.AsyncClient) -> None:
    campaign, tier, _, voters = await early_campaign()
    path = f"/campaigns/{campaign['public_id']}"
    assert "投过票的话，登录后就能支持" in (await client.get(path)).text
    stranger = await anyone_new()
    await sign_in(client, stranger)
    shown = (await client.get(path)).text
    assert "先对创意的人开放" in shown and "起对所有人开放" in shown and f"pledges/new?tier={tier['public_id']}" not in shown
    refused = await client.get(f"{path}/pledges/new?tier={tier['public_id']}")
    assert refused.status_code in (200, 409) and "先预约或关注" in refused.text
    assert (await client.post(path + "/reservation")).status_code in (200, 303)
    assert await value("select count(*) from reservation where member = {}", stranger.id) == 1
    await sign_in(client, voters[0])
    mine = (await client.get(path)).text
    assert "现在先对你们开放" in mine and f"pledges/new?tier={tier['public_id']}" in mine


async def launched(hours: int) -> tuple[dict[str, Any], dict[str, Any], Viewer, list[Viewer]]:
    """By the real verb, with everybody's yes."""
    desk, owner = await make_desk()
    idea = await make_won_idea(desk, owner, votes=2)
    await agree_all(desk, owner, idea)
    voters = [Viewer(id=one["member"]) for one in await rows("select member from vote where idea = {} order by id", idea["id"])]
    brand = await row("select * from brand where id = {}", desk.brand)
    campaign = await make_campaign(brand=brand, idea=idea["id"], state="approved")
    await make_tier(campaign)
    await execute("update campaign set early_hours = {} where id = {}", hours, campaign["id"])
    return campaign, idea, owner, voters


async def test_a_launch_fixes_the_window_and_tells_first_the_ideas_people_then_everybody(db: None) -> None:
    campaign, idea, owner, voters = await launched(48)
    waiting = await anyone_new()
    await open_prelaunch(owner, campaign)
    await reserve(waiting, await campaign_by_public_id(waiting, campaign["public_id"]))
    await launch_campaign(owner, campaign, LaunchForm(deadline=None))
    live = await row("select launched_at, early_ends_at from campaign where id = {}", campaign["id"])
    assert live is not None and live["early_ends_at"] - live["launched_at"] == timedelta(hours=48)
    await jobs.tick()

    async def told(event: str) -> set[int]:
        return {one["member"] for one in await rows("select member from notice where event = {}", event)}

    assert await told("voted_idea_launched_early") == {one.id for one in voters} and await told("idea_launched") == {
        idea["author"]
    }
    assert await told("reserved_launched") == set()
    await until(campaign, await clock.now())
    await jobs.tick()
    await jobs.tick()
    assert await told("reserved_launched") == {waiting.id}
    assert await value("select count(*) from notice where event = 'reserved_launched'") == 1


async def test_everybody_else_has_at_least_a_day(db: None) -> None:
    campaign, _, owner, _ = await launched(72)
    soon = await clock.now() + timedelta(hours=80)
    with pytest.raises(Refusal, match="留一天"):
        await launch_campaign(owner, campaign, LaunchForm(deadline=soon))
    await launch_campaign(owner, campaign, LaunchForm(deadline=soon + timedelta(hours=17)))


async def test_no_launch_and_no_prelaunch_without_everybodys_yes(db: None, client: httpx.AsyncClient) -> None:
    desk, owner = await make_desk()
    idea = await make_won_idea(desk, owner)
    brand = await row("select * from brand where id = {}", desk.brand)
    campaign = await make_campaign(brand=brand, idea=idea["id"], state="approved")
    await make_tier(campaign)
    for verb in (open_prelaunch, lambda who, it: launch_campaign(who, it, LaunchForm(deadline=None))):
        with pytest.raises(Refusal, match="先和创意的作者签好"):
            await verb(owner, campaign)
    await sign_in(client, owner)
    shown = await client.get(f"{desk.url}/campaigns/{campaign['public_id']}")
    assert "和创意的作者签好共创约定" in shown.text and "还差" in shown.text
    refused = await client.post(f"{desk.url}/campaigns/{campaign['public_id']}/launch", data={"deadline": ""})
    assert refused.status_code == 409 and "签好共创约定" in refused.text
    await agree_all(desk, owner, idea, shows_parts=True)
    await launch_campaign(owner, campaign, LaunchForm(deadline=None))
    public = (await client.get(f"/campaigns/{campaign['public_id']}")).text
    assert "每个人都同意了" in public and "100%" in public
    with pytest.raises(Refusal, match="已经公开"):
        await agree_all(desk, owner, idea)


async def test_hours_out_of_bounds_are_refused_at_their_field(db: None, client: httpx.AsyncClient) -> None:
    desk, owner = await make_desk()
    brand = await row("select * from brand where id = {}", desk.brand)
    idea = await make_won_idea(desk, owner)
    campaign = await make_campaign(brand=brand, idea=idea["id"], state="draft")
    await sign_in(client, owner)
    section = f"{desk.url}/campaigns/{campaign['public_id']}/sections/funding"
    good = {"currency": "CNY", "goal": "", "funding": "all_or_nothing", "deadline": ""}
    for wrong in ("73", "-1", "一天", "1.5"):
        refused = await client.post(section, data=good | {"early_hours": wrong})
        assert refused.status_code == 422 and "f-early_hours-error" in refused.text and f'value="{wrong}"' in refused.text
    assert (await client.post(section, data=good | {"early_hours": "36"})).status_code == 303
    assert await value("select early_hours from campaign where id = {}", campaign["id"]) == 36
