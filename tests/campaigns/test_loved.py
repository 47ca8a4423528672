"""How loved a campaign is: the published formula, counted from the rows, never by money, and never falling by itself."""

from datetime import timedelta
from typing import Any

import pytest

from app.foundation import clock
from app.foundation.database import execute, row, rows, value
from campaigns.discovering.queries import Wanted, find_campaigns
from campaigns.discovering.ranking import HALF_LIFE, ONLOOKER, count_loves, loved
from campaigns.discovering.tasks import count_what_moved
from campaigns.pledging.steps import step_pledge
from tests.campaigns.makers import anyone_new, make_campaign, make_pledge, make_tier

pytestmark = pytest.mark.usefixtures("db")


async def listing(campaign: dict[str, Any]) -> dict[str, Any]:
    found = await row("select * from campaign_listing where campaign = {}", campaign["id"])
    assert found is not None
    return found


async def follow(campaign: dict[str, Any], member: int) -> None:
    await execute("insert into follow (kind, subject, member) values ('campaign', {}, {})", campaign["id"], member)


async def reserve(campaign: dict[str, Any], member: int) -> None:
    await execute("insert into reservation (campaign, member) values ({}, {})", campaign["id"], member)


async def test_the_statement_counts_as_the_formula_says() -> None:
    campaign = await make_campaign()
    tier = await make_tier(campaign, price=500)
    begun = await clock.now()
    for days, backer in ((0, await anyone_new()), (3, await anyone_new()), (4, await anyone_new())):
        await clock.shift(timedelta(days=days))
        await make_pledge(campaign, tier, backer)
    follower = await anyone_new()
    await follow(campaign, follower.id)
    await clock.shift(timedelta(days=20))
    await reserve(campaign, (await anyone_new()).id)
    await count_loves([campaign["id"]])
    pledged = [one["created_at"] for one in await rows("select created_at from pledge order by id")]
    looked = [await value(f"select created_at from {table}") for table in ("follow", "reservation")]
    found = await listing(campaign)
    assert found["loved"] == pytest.approx(loved(campaign["launched_at"], pledged, looked), abs=1e-6)
    assert (found["backers"], found["onlookers"], found["pledged"]) == (3, 2, 1500)
    assert begun < found["counted_at"]


async def test_who_backs_counts_once_however_much_and_however_often() -> None:
    small, large = await make_campaign(), await make_campaign()
    one, many = await anyone_new(), await anyone_new()
    await make_pledge(small, await make_tier(small, price=500), one)
    tier = await make_tier(large, price=99_000)
    for _ in range(3):
        await make_pledge(large, tier, many, quantity=3)
    await follow(large, many.id)
    await reserve(large, many.id)
    await count_loves([small["id"], large["id"]])
    assert (await listing(small))["loved"] == pytest.approx((await listing(large))["loved"], abs=1e-3)
    assert (await listing(large))["backers"] == 1 and (await listing(large))["onlookers"] == 0


@pytest.mark.parametrize("state", ["started", "cancelled", "expired", "refunded"])
async def test_what_came_to_nothing_counts_nothing(state: str) -> None:
    campaign = await make_campaign()
    before = (await listing(campaign))["loved"]
    await make_pledge(campaign, await make_tier(campaign), state=state, method="alipay" if state == "refunded" else "card")
    await count_loves([campaign["id"]])
    assert (await listing(campaign))["loved"] == pytest.approx(before, abs=1e-3)
    assert (await listing(campaign))["backers"] == 0


async def test_after_a_half_life_two_are_needed_for_what_one_was_and_no_rank_has_fallen() -> None:
    old, fresh = await make_campaign(), None
    await make_pledge(old, await make_tier(old))
    await count_loves([old["id"]])
    stored = (await listing(old))["loved"]
    await clock.shift(HALF_LIFE)
    await count_loves([old["id"]])
    assert (await listing(old))["loved"] == pytest.approx(stored, abs=1e-6)
    fresh = await make_campaign()  # launched now: worth two launches of a week ago, or a launch and a backer
    assert (await listing(fresh))["loved"] == pytest.approx(stored, abs=1e-3)


def test_an_onlooker_counts_a_quarter() -> None:
    from datetime import UTC, datetime

    now = datetime(2026, 11, 22, tzinfo=UTC)
    assert 2 ** (loved(now, [], [now] * 4) - loved(now, [])) == pytest.approx(2)
    assert ONLOOKER == 0.25


async def test_a_sweep_counts_what_moved_and_leaves_the_rest() -> None:
    moved, still = await make_campaign(), await make_campaign()
    tier = await make_tier(moved)
    await count_what_moved()
    await execute("update campaign_listing set counted_at = counted_at - interval '10 minutes'")
    await execute("update campaign_listing set counted_at = app_now() where campaign = {}", (await make_campaign())["id"])
    await clock.shift(timedelta(minutes=5))
    pledge = await make_pledge(moved, tier)
    await count_what_moved()
    assert (await listing(moved))["backers"] == 1
    assert (await listing(moved))["counted_at"] > (await listing(still))["counted_at"] + timedelta(minutes=5)
    await step_pledge(pledge["id"], "cancelled")
    await count_what_moved()
    assert (await listing(moved))["backers"] == 0
    await clock.shift(timedelta(minutes=61))
    await count_what_moved()
    assert (await listing(still))["counted_at"] == (await listing(moved))["counted_at"], "and all once an hour"


async def test_the_list_puts_the_most_loved_first() -> None:
    quiet, liked, waited = await make_campaign(), await make_campaign(), await make_campaign(state="prelaunch")
    tier = await make_tier(liked)
    for _ in range(3):
        await make_pledge(liked, tier)
    for _ in range(4):
        await reserve(waited, (await anyone_new()).id)
    await count_what_moved()
    found = [one["id"] for one in (await find_campaigns(Wanted(name="loved"))).campaigns]
    assert found == [liked["id"], waited["id"], quiet["id"]]
    assert (await listing(waited))["onlookers"] == 4
