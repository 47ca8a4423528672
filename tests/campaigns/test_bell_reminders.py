"""A day before, an hour before and at the bell: each hears what is theirs, once, and no mail comes after it is of use."""

from datetime import timedelta
from typing import Any

from app import jobs
from app.accounts.viewer import Viewer
from app.foundation import clock
from app.foundation.clock import shift
from app.foundation.database import execute, rows, value
from campaigns.halting.actions import cancel_campaign
from campaigns.queries import campaign_by_public_id
from campaigns.reserving.actions import reserve
from campaigns.reserving.scheduling import schedule_bell
from tests.campaigns.makers import anyone_new
from tests.campaigns.test_bell import DAY, from_idea, told, with_bell


async def waits(campaign: dict[str, Any]) -> Viewer:
    fan = await anyone_new()
    await reserve(fan, await campaign_by_public_id(fan, campaign["public_id"]))
    return fan


async def heard(member: Viewer) -> list[str]:
    return [one["event"] for one in await rows("select event from notice where member = {} order by id", member.id)]


async def test_a_day_and_an_hour_before_and_at_the_bell_each_once(db: None) -> None:
    campaign, _, _ = await with_bell(3 * DAY)
    fan = await waits(campaign)
    await jobs.tick()
    assert await heard(fan) == []
    await shift(2 * DAY + timedelta(minutes=1))
    for _ in range(2):
        await jobs.tick()
    assert await heard(fan) == ["bell_tomorrow"]
    await shift(timedelta(hours=23))
    for _ in range(2):
        await jobs.tick()
    assert await heard(fan) == ["bell_tomorrow", "bell_soon"]
    await shift(timedelta(hours=1))
    for _ in range(2):
        await jobs.tick()
    assert await heard(fan) == ["bell_tomorrow", "bell_soon", "reserved_launched"]


async def test_whoever_was_just_told_of_the_bell_needs_no_reminder_of_it(db: None) -> None:
    campaign, _, owner = await with_bell(5 * DAY)
    fan = await waits(campaign)
    await schedule_bell(owner, campaign, await clock.now() + timedelta(minutes=50), None)
    for _ in range(2):
        await jobs.tick()
    assert await heard(fan) == ["bell_moved"]


async def test_a_moved_bell_is_another_one_and_is_reminded_of_anew(db: None) -> None:
    campaign, _, owner = await with_bell(2 * DAY)
    fan = await waits(campaign)
    await shift(DAY + timedelta(minutes=1))
    await jobs.tick()
    await schedule_bell(owner, campaign, await clock.now() + 4 * DAY, None)
    await jobs.tick()
    await shift(3 * DAY + timedelta(minutes=1))
    await jobs.tick()
    assert await heard(fan) == ["bell_tomorrow", "bell_moved", "bell_tomorrow"]


async def test_a_reminder_that_is_late_is_left_out(db: None) -> None:
    campaign, _, _ = await with_bell(3 * DAY)
    fan = await waits(campaign)
    await shift(3 * DAY - timedelta(hours=1, minutes=30))
    await jobs.tick()
    assert await heard(fan) == []


async def test_where_the_ideas_people_are_first_the_others_hear_when_it_is_their_turn(db: None) -> None:
    campaign, _, owner, voter = await from_idea(early_hours=24)
    await schedule_bell(owner, campaign, await clock.now() + 3 * DAY, None)
    fan = await waits(campaign)
    await reserve(voter, await campaign_by_public_id(voter, campaign["public_id"]))
    await jobs.tick()
    await execute("delete from notice")
    await shift(2 * DAY + timedelta(minutes=1))
    await jobs.tick()
    await shift(timedelta(hours=23))
    await jobs.tick()
    assert await heard(fan) == ["bell_tomorrow_early"]
    assert await heard(voter) == ["bell_tomorrow", "bell_soon"]
    await shift(timedelta(hours=1))
    await jobs.tick()
    assert await heard(fan) == ["bell_tomorrow_early"] and (await heard(voter))[-1] == "voted_idea_launched_early"
    await shift(DAY)
    await jobs.tick()
    assert await heard(fan) == ["bell_tomorrow_early", "reserved_launched"]


async def test_quiet_hours_put_no_reminder_off_beyond_the_bell(db: None) -> None:
    campaign, _, _ = await with_bell(3 * DAY)
    sleeper, awake = await waits(campaign), await waits(campaign)
    now = await clock.now()
    rings = now + 3 * DAY
    minute = (rings.hour * 60 + rings.minute + 8 * 60) % 1440  # by the clock of Shanghai
    await execute(
        "insert into notice_hours (member, quiet_from, quiet_until) values ({}, {}, {})",
        sleeper.id, (minute - 120) % 1440, (minute + 120) % 1440,
    )  # fmt: skip
    await shift(3 * DAY - timedelta(minutes=59))
    await jobs.tick()
    assert await told("bell_soon") == {sleeper.id, awake.id}
    assert [one["member"] for one in await rows("select member from mail where event = 'bell_soon'")] == [awake.id]


async def test_calling_it_off_before_the_bell_is_told_to_those_who_waited(db: None) -> None:
    campaign, _, owner = await with_bell()
    fan = await waits(campaign)
    await cancel_campaign(campaign, owner.id, "做不出来")
    await jobs.tick()
    assert await heard(fan) == ["reserved_cancelled"]
    assert await value("select count(*) from campaign where state = 'live'") == 0
