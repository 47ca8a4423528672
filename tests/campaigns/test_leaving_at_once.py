"""In a goal's last day two may want to leave at once, each of whom could alone: the race without the lock, then with it."""

import asyncio
from datetime import timedelta
from typing import Any

import pytest

from app.foundation.database import share_lock, transaction, value
from app.foundation.refusals import Refusal
from campaigns.changing.rules import check_may_leave
from campaigns.changing.sinking import spare_now
from campaigns.pledging.actions import cancel_pledge
from campaigns.pledging.steps import step_pledge
from tests.campaigns.changing import backer_of, change
from tests.campaigns.makers import anyone_new, make_campaign, make_pledge, make_tier

PRICE, BACKERS = 2000, 8


async def reached(spare: int) -> tuple[Any, Any, list[Any]]:
    """A goal that so many of its backers could leave and still reach it; and a cheaper tier to move to."""
    campaign = await make_campaign(goal=PRICE * (BACKERS - spare), lasts=timedelta(hours=20))
    tier, cheap = await make_tier(campaign, price=PRICE), await make_tier(campaign, title="便宜的", price=PRICE // 2)
    return campaign, cheap, [await make_pledge(campaign, tier, await anyone_new()) for _ in range(BACKERS)]


async def unguarded(pledge: Any) -> None:
    """Looks whether the goal bears it, then leaves; without waiting for the others."""
    async with transaction():
        await share_lock("campaign", pledge["campaign"])
        check_may_leave(await spare_now(pledge["campaign"]), pledge["amount"])
        await asyncio.sleep(0.05)
        await step_pledge(pledge["id"], "cancelled")


async def leaves(pledge: Any) -> None:
    await cancel_pledge(await backer_of(pledge), pledge)


async def wanting(deed: Any, *of: Any) -> bool:
    try:
        await deed(*of)
    except Refusal:
        return False
    return True


async def kept(campaign: Any) -> int:
    return await value(
        "select coalesce(sum(amount), 0)::bigint from pledge where campaign = {} and state in ('promised', 'paid')",
        campaign["id"],
    )


async def test_no_two_slip_out_of_a_goal_that_bears_one(committed_db: str) -> None:
    campaign, _, pledges = await reached(spare=1)
    assert sum(await asyncio.gather(*(wanting(unguarded, pledge) for pledge in pledges))) > 1
    assert await kept(campaign) < campaign["goal"], "without the lock the goal is sunk; else this race proves nothing"

    for spare in (0, 1, 3):
        campaign, _, pledges = await reached(spare)
        assert sum(await asyncio.gather(*(wanting(leaves, pledge) for pledge in pledges))) == spare
        assert await kept(campaign) == campaign["goal"]


async def test_leaving_and_becoming_cheaper_share_what_a_goal_bears(committed_db: str) -> None:
    campaign, cheap, pledges = await reached(spare=2)
    deeds = [wanting(leaves, one) if n % 2 else wanting(change, one, cheap) for n, one in enumerate(pledges)]
    done = await asyncio.gather(*deeds)
    assert any(done)
    assert await kept(campaign) >= campaign["goal"]
    assert await kept(campaign) - campaign["goal"] < PRICE // 2, "whoever could still leave or become cheaper was refused"


@pytest.mark.parametrize("wanted", [4])
async def test_swaps_wanted_by_many_at_once_never_oversell(committed_db: str, wanted: int) -> None:
    campaign = await make_campaign()
    old, new = await make_tier(campaign, cap=10), await make_tier(campaign, title="新的", cap=wanted)
    pledges = [await make_pledge(campaign, old, await anyone_new()) for _ in range(10)]
    assert sum(await asyncio.gather(*(wanting(change, pledge, new) for pledge in pledges))) == wanted
    assert await value(
        "select array[a.taken, b.taken] from tier a, tier b where a.id = {} and b.id = {}", old["id"], new["id"]
    ) == [
        10 - wanted,
        wanted,
    ]


async def test_two_who_swap_places_with_each_other_never_block(committed_db: str) -> None:
    campaign = await make_campaign()
    one, other = await make_tier(campaign, cap=20), await make_tier(campaign, title="别的", cap=20)
    here = [await make_pledge(campaign, one, await anyone_new()) for _ in range(8)]
    there = [await make_pledge(campaign, other, await anyone_new()) for _ in range(8)]
    done = await asyncio.gather(*(change(p, other) for p in here), *(change(p, one) for p in there))
    assert {each["state"] for each in done} == {"applied"}
