"""The last places, wanted by many at once: the race is shown without the guard, then with it."""

import asyncio
from contextvars import Context
from typing import Any

import pytest

from app.foundation.database import execute, row, rows, share_lock, transaction, value
from app.foundation.refusals import Refusal
from campaigns.closing import close_campaign
from campaigns.pledging.actions import promise_pledge, start_pledge
from tests.campaigns.makers import anyone_new, end_now, make_campaign, make_pledge, make_tier, pledge_form

BACKERS, PLACES = 200, 20


async def together(campaign: Any, tier: Any, backer: Any, key: str = "") -> Any:
    """As one process does it: those who come at once share a commit."""
    return await start_pledge(backer, campaign, pledge_form(tier, request_key=key))


async def apart(campaign: Any, tier: Any, backer: Any, key: str = "") -> Any:
    """As many processes do it: each on a connection of its own, in a transaction of its own."""
    async with transaction():
        return await together(campaign, tier, backer, key)


WAYS = pytest.mark.parametrize("start", [together, apart])


async def wanting(start: Any, *wanted: Any) -> bool:
    try:
        await start(*wanted)
    except Refusal:
        return False
    return True


async def unguarded(tier: Any) -> bool:
    """Looks, then takes: the control that shows what the one statement prevents."""
    now = await row("select cap, taken from unguarded where id = {}", tier["id"])
    assert now is not None
    if now["taken"] >= now["cap"]:
        return False
    await execute("update unguarded set taken = taken + 1 where id = {}", tier["id"])
    return True


@WAYS
async def test_200_backers_at_once_for_the_last_20_places(committed_db: str, start: Any) -> None:
    campaign = await make_campaign()
    tier = await make_tier(campaign, cap=PLACES)
    await execute("create table unguarded as select id, cap, taken from tier")
    sold_by_looking_first = sum(await asyncio.gather(*(unguarded(tier) for _ in range(BACKERS))))
    assert sold_by_looking_first > PLACES

    backers = [await anyone_new() for _ in range(BACKERS)]
    got = await asyncio.gather(*(wanting(start, campaign, tier, backer) for backer in backers))
    assert sum(got) == PLACES
    assert await value("select taken from tier where id = {}", tier["id"]) == PLACES
    assert await value("select count(*) from pledge where tier = {}", tier["id"]) == PLACES


@WAYS
async def test_one_backer_in_many_windows_stays_within_their_share(committed_db: str, start: Any) -> None:
    campaign = await make_campaign()
    tier = await make_tier(campaign, per_backer=3)
    backer = await anyone_new()
    got = await asyncio.gather(*(wanting(start, campaign, tier, backer) for _ in range(20)))
    assert sum(got) == 3


@WAYS
async def test_one_form_sent_many_times_at_once_is_one_pledge(committed_db: str, start: Any) -> None:
    campaign = await make_campaign()
    tier = await make_tier(campaign, cap=9)
    backer = await anyone_new()
    made = await asyncio.gather(*(start(campaign, tier, backer, "one-and-the-same") for _ in range(10)))
    assert len({pledge["id"] for pledge in made}) == 1
    assert await value("select taken from tier where id = {}", tier["id"]) == 1


async def promise_unlocked(pledge: Any) -> None:
    """Looks at the campaign, then writes, without the shared lock: the control."""
    if await value("select state from campaign where id = {}", pledge["campaign"]) == "live":
        await asyncio.sleep(0.01)
        await execute("update pledge set state = 'promised' where id = {}", pledge["id"])


async def counted_and_due(campaign: Any) -> tuple[int, int]:
    decided = await value("select decided_total from campaign where id = {}", campaign["id"])
    kept = await rows("select amount from pledge where campaign = {} and state in ('promised', 'due')", campaign["id"])
    return decided, sum(pledge["amount"] for pledge in kept)


async def race_the_decision(promise: Any) -> tuple[int, int]:
    campaign = await make_campaign(goal=1990)
    tier = await make_tier(campaign)
    await make_pledge(campaign, tier)
    waiting = [await make_pledge(campaign, tier, state="started") for _ in range(40)]
    await end_now(campaign)

    async def close_in_the_middle() -> None:
        await asyncio.sleep(0.005)
        await close_campaign(campaign["id"])

    await asyncio.gather(
        *(promise(pledge) for pledge in waiting[:20]), close_in_the_middle(), *(promise(p) for p in waiting[20:])
    )
    return await counted_and_due(campaign)


async def test_no_promise_slips_past_the_decision(committed_db: str) -> None:
    decided, kept = await race_the_decision(promise_unlocked)
    assert decided < kept, "without the lock the decision misses promises; else this race proves nothing"

    async def by_the_verb(pledge: Any) -> None:
        await promise_pledge(pledge["id"])

    for _ in range(3):
        decided, kept = await race_the_decision(by_the_verb)
        assert decided == kept


async def test_the_decision_waits_for_a_promise_that_is_under_way(committed_db: str) -> None:
    campaign = await make_campaign(goal=1990)
    pledge = await make_pledge(campaign, await make_tier(campaign), state="started")
    await end_now(campaign)
    async with transaction():
        await share_lock("campaign", campaign["id"])
        closing = asyncio.create_task(close_campaign(campaign["id"]), context=Context())  # not in our transaction
        await asyncio.sleep(0.1)
        assert not closing.done()
        await promise_pledge(pledge["id"])
    assert await closing == "succeeded"


async def test_a_batch_for_many_tiers_answers_each_with_its_own(committed_db: str) -> None:
    campaigns = [await make_campaign() for _ in range(3)]
    tiers = [(campaign, await make_tier(campaign, cap=cap)) for campaign in campaigns for cap in (1, 5)]
    asked = [(campaign, tier, await anyone_new()) for _ in range(3) for campaign, tier in reversed(tiers)]
    answers = await asyncio.gather(*(together(*each) for each in asked), return_exceptions=True)
    for (_, tier, backer), answer in zip(asked, answers, strict=True):
        if not isinstance(answer, Refusal):
            assert (answer["tier"], answer["backer"]) == (tier["id"], backer.id)
    taken = [await value("select taken from tier where id = {}", tier["id"]) for _, tier in tiers]
    assert taken == [1, 3] * 3
