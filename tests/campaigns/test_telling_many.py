"""What goes to many: a thousand at a time, each once in the words of their nearest tie, from wherever it was interrupted."""

from datetime import timedelta
from random import Random
from typing import Any

from app import jobs
from app.foundation.database import execute, row, rows, value
from app.foundation.queue import run_pending
from campaigns.announcing.many import BATCH, go_on_with_unfinished, tell_later, tell_now
from campaigns.telling import tell
from tests.campaigns.crowds import all_follow, all_reserve, make_crowd
from tests.campaigns.makers import make_campaign, make_tier


async def told(event: str) -> list[int]:
    return [one["member"] for one in await rows("select member from notice where event = {} order by member", event)]


async def watched_by(count: int, **more: Any) -> tuple[dict[str, Any], list[int], list[int]]:
    """A campaign; who reserved, and who follows: some are both."""
    campaign = await make_campaign(**more)
    await make_tier(campaign)
    crowd = await make_crowd(count)
    Random(7).shuffle(crowd)
    reserved, following = crowd[: count * 2 // 3], crowd[count // 2 :]
    await all_reserve(campaign["id"], reserved)
    await all_follow("campaign", campaign["id"], following)
    return campaign, sorted(reserved), sorted(set(following) - set(reserved))


async def test_thousands_are_told_in_batches_each_once_in_their_own_words(db: None) -> None:
    jobs.load()
    campaign, reserved, following = await watched_by(2 * BATCH + 400)
    await tell_later("campaign_launched", campaign["id"])
    done, failed = await run_pending()
    first = await value("select told from telling where kind = 'campaign_launched'")
    assert (done, failed, first) == (1, 0, BATCH)
    await jobs.tick()
    assert await told("reserved_launched") == reserved and await told("followed_launched") == following
    finished = await row("select told, done_at from telling where kind = 'campaign_launched'")
    assert finished is not None and finished["told"] == len(reserved) + len(following) and finished["done_at"] is not None


async def test_what_a_lost_job_left_in_the_middle_is_gone_on_with_and_nobody_hears_it_twice(db: None) -> None:
    jobs.load()
    campaign, reserved, following = await watched_by(BATCH + 300)
    await tell_now("campaign_launched", campaign["id"])
    await execute("delete from pgqueuer")
    await run_pending()
    assert await value("select count(*) from notice where event like '%_launched'") == BATCH
    await execute("update telling set created_at = created_at - interval '5 minutes'")
    for _ in range(2):
        await go_on_with_unfinished()
    assert await value("select count(*) from pgqueuer where entrypoint = 'tell_many'") == 1
    await jobs.tick()
    await tell(campaign["id"], "launched")
    assert await told("reserved_launched") == reserved and await told("followed_launched") == following


async def test_a_telling_ends_where_there_is_nothing_to_tell_any_more(db: None) -> None:
    jobs.load()
    campaign, _, _ = await watched_by(BATCH + 300)
    await tell_now("campaign_launched", campaign["id"])
    await execute("update campaign set state = 'cancelled' where id = {}", campaign["id"])
    await jobs.tick()
    assert await value("select count(*) from notice where event like '%_launched'") == BATCH
    assert await value("select done_at is not null from telling where kind = 'campaign_launched'")


async def test_one_batch_is_one_look_at_the_index_however_many_wait(db: None) -> None:
    """Nothing reads or sorts all who reserved to find the next thousand of them."""
    campaign, reserved, _ = await watched_by(6 * BATCH)
    await execute("analyze reservation")
    plan = await rows(
        "explain (analyze, costs off, timing off) select distinct member from"
        " (select member from reservation where campaign = {}) as those where member > {} order by member limit 1000",
        campaign["id"], reserved[2 * BATCH],
    )  # fmt: skip
    text = "\n".join(one["QUERY PLAN"] for one in plan)
    assert "Index" in text and "Sort" not in text and "HashAggregate" not in text, text


async def test_the_decision_reaches_team_backers_and_the_ideas_people_at_their_own_addresses(db: None) -> None:
    campaign = await make_campaign(lasts=timedelta(days=-1))
    [backer] = await make_crowd(1)
    tier = await make_tier(campaign)
    await execute(
        """insert into pledge (public_id, campaign, tier, backer, quantity, method, charge_plan, state, amount, currency,
          request_key, country) values ('pledgetold', {}, {}, {}, 1, 'card', 'saved', 'due', 1990, 'CNY', 'k', '')""",
        campaign["id"], tier["id"], backer,
    )  # fmt: skip
    await tell(campaign["id"], "succeeded")
    assert await value("select url from notice where member = {}", backer) == "/pledges"
    assert "/studio/campaigns/" in await value("select url from notice where event = 'campaign_ended_well'")
