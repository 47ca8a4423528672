"""The results page: every figure is what the rows say, whatever became of the pledges; told apart in any way it adds up."""

from collections import Counter
from datetime import date, timedelta
from random import Random
from typing import Any

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.foundation.database import execute, insert
from app.foundation.money import Money
from campaigns.closing import begin_collecting, close_campaign
from campaigns.pledging.actions import collect_pledge, drop_pledge, fail_pledge, refund_pledge
from campaigns.queries import campaign_by_public_id, numbers_of
from campaigns.results.queries import Results, results_of
from campaigns.results.rules import FATES, MOST_DAYS, coarse, steps, totals
from ideas.contributing.tables import Contribution
from tests.campaigns.makers import anyone_new, end_now, make_campaign, make_pledge, make_tier
from tests.campaigns.updating import owner_of
from tests.ideas.makers import make_idea
from tests.people import make_member

AMOUNTS = st.integers(min_value=1, max_value=10**9)
DAYS = st.dates(date(2026, 1, 1), date(2027, 6, 1))


@given(st.dictionaries(st.sampled_from(sorted(FATES)), AMOUNTS))
def test_the_totals_take_every_state_once(by_state: dict[str, int]) -> None:
    found = totals(by_state)
    assert found.pledged == sum(by_state.values())
    assert found.pledged == found.collected + found.pending + found.not_collected


@given(
    st.dictionaries(DAYS, AMOUNTS, max_size=40), DAYS, st.integers(0, 90),
)  # fmt: skip
def test_no_day_is_lost_and_none_left_out_between(by_day: dict[date, int], first: date, days: int) -> None:
    found = steps(by_day, first, first + timedelta(days=days))
    assert sum(found.amounts) == sum(by_day.values())
    assert len(found.days) == len(found.amounts) <= MOST_DAYS
    assert all(later - earlier == timedelta(days=found.width) for earlier, later in zip(found.days, found.days[1:], strict=False))


@given(st.lists(st.tuples(st.sampled_from(["", "wechat", "k7m2"]), st.booleans(), st.integers(1, 99))))
def test_every_backer_came_from_somewhere_once(refs: list[tuple[str, bool, int]]) -> None:
    assert sum(coarse(refs).values()) == sum(n for _, _, n in refs)


async def a_played_campaign(random: Random, *, goal: int) -> tuple[dict[str, Any], Counter[str]]:
    """Pledges of all kinds, some left before the end, decided, then each with a fate of its own; and what is to be counted."""
    campaign = await make_campaign(goal=goal)
    tiers = [await make_tier(campaign, price=random.randint(500, 9000), per_backer=99) for _ in range(3)]
    backers = [await anyone_new() for _ in range(4)]
    kept, expected = [], Counter[str]()
    for _ in range(random.randint(3, 10)):
        method = random.choice(["card", "alipay"])
        state = random.choice(["started", "kept", "kept", "kept", "cancelled", "expired", "gone"])
        to = {"kept": "paid" if method == "alipay" else "promised", "gone": "cancelled"}.get(state, state)
        pledge = await make_pledge(
            campaign, random.choice(tiers), random.choice(backers), quantity=random.randint(1, 3), method=method, state=to
        )
        if state == "gone":  # and the money came back before the deadline
            await execute("update pledge set state = 'refunded' where id = {}", pledge["id"])
        if state == "kept":
            kept.append(pledge)
    await end_now(campaign)
    outcome = await close_campaign(campaign["id"])
    expected["pledged"] = sum(one["amount"] for one in kept)
    for pledge in kept:
        if outcome == "succeeded":
            await begin_collecting(campaign["id"])
            expected[await _a_fate(random, pledge)] += pledge["amount"]
    return await campaign_by_public_id(await owner_of(campaign), campaign["public_id"]), expected


async def _a_fate(random: Random, pledge: dict[str, Any]) -> str:
    fate = random.choice(["collected", "returned", "pending", "dropped"])
    is_card = pledge["method"] == "card"
    if fate == "dropped" and is_card:
        await fail_pledge(pledge["id"], "declined")
        await drop_pledge(pledge["id"])
    elif fate in ("collected", "returned"):
        assert await collect_pledge(pledge["id"])
        if fate == "returned":
            assert await refund_pledge(pledge["id"], "by request")
    return fate if is_card or fate != "dropped" else "pending"


def check_adds_up(found: Results) -> None:
    whole = found.totals.pledged
    assert whole == found.totals.collected + found.totals.pending + found.totals.dropped + found.totals.returned
    assert whole == sum(part.amount for part in found.parts) == sum(found.by_day.values())
    assert found.totals.collected == sum(part.collected for part in found.parts)
    assert found.totals.backers == sum(found.sources.values())


@pytest.mark.parametrize("seed", range(12))
async def test_every_figure_agrees_with_the_rows(db: None, seed: int) -> None:
    random = Random(seed)
    campaign, expected = await a_played_campaign(random, goal=random.choice([1, 5_000, 10**9]))
    found = await results_of(campaign)
    check_adds_up(found)
    assert found.totals.pledged == expected["pledged"] == campaign["decided_total"]
    if campaign["state"] != "failed":
        of = found.totals
        assert (of.collected, of.returned, of.pending, of.dropped) == tuple(
            expected[name] for name in ("collected", "returned", "pending", "dropped")
        )
        numbers = (await numbers_of([campaign]))[campaign["id"]]  # the campaign's own page says the same
        assert (numbers.pledged, numbers.collected, numbers.dropped, numbers.pending) == (
            of.pledged, of.collected, of.not_collected, of.pending,
        )  # fmt: skip


async def test_late_pledges_stand_beside_the_totals_and_cover_nothing(db: None, client: httpx.AsyncClient) -> None:
    campaign = await make_campaign(goal=1000)
    tier = await make_tier(campaign, price=1000)
    paying, refused = await make_pledge(campaign, tier), await make_pledge(campaign, tier)
    await end_now(campaign)
    await close_campaign(campaign["id"])
    await begin_collecting(campaign["id"])
    await collect_pledge(paying["id"])
    await fail_pledge(refused["id"], "declined")
    await drop_pledge(refused["id"])
    other = await anyone_new()
    await execute(
        """insert into pledge (public_id, campaign, tier, backer, quantity, method, charge_plan, state, amount, currency,
          request_key, is_late)
        values ('late0001', {}, {}, {}, 1, 'alipay', 'at_once', 'collected', 1200, 'CNY', 'late', true)""",
        campaign["id"], tier["id"], other.id,
    )  # fmt: skip
    page = (await client.get(f"/campaigns/{campaign['public_id']}/results")).text
    assert "<dt>已认筹</dt><dd>¥20</dd></div><div><dt>实收</dt><dd>¥10</dd></div><div><dt>未收成</dt><dd>¥10</dd>" in page
    assert "另有 1 人补筹" in page and "¥12" in page
    shown = (await client.get(f"/campaigns/{campaign['public_id']}")).text
    assert "<dt>实收</dt><dd>¥10</dd></div><div><dt>未收成</dt><dd>¥10</dd>" in shown and "另有补筹 ¥12" in shown


@pytest.mark.parametrize("state", ["prelaunch", "live", "suspended", "cancelled"])
async def test_before_it_is_decided_there_are_no_results(db: None, client: httpx.AsyncClient, state: str) -> None:
    campaign = await make_campaign(state=state)
    assert (await client.get(f"/campaigns/{campaign['public_id']}/results")).status_code == 404


async def test_the_page_thanks_the_ideas_people_and_says_what_comes_next(db: None, client: httpx.AsyncClient) -> None:
    author, improver = await make_member("阿树"), await make_member("小叶")
    idea = await make_idea(author)
    await insert(Contribution, idea=idea["id"], member=improver.id, role="improver")
    campaign = await make_campaign(goal=1000, idea=idea["id"])
    await make_pledge(campaign, await make_tier(campaign, price=1000))
    await end_now(campaign)
    await close_campaign(campaign["id"])
    page = (await client.get(f"/campaigns/{campaign['public_id']}/results")).text
    for text in ("阿树", "小叶", "谢谢创意的人", "接下来", "2027年6月", "达成 100%", "每天认筹", "1 位支持者"):
        assert text in page, text
    assert f"/campaigns/{campaign['public_id']}/results" in (await client.get(f"/campaigns/{campaign['public_id']}")).text


async def test_a_failed_one_says_that_nobody_paid(db: None, client: httpx.AsyncClient) -> None:
    campaign = await make_campaign(goal=100_000)
    await make_pledge(campaign, await make_tier(campaign, price=1000))
    await end_now(campaign)
    assert await close_campaign(campaign["id"]) == "failed"
    page = (await client.get(f"/campaigns/{campaign['public_id']}/results")).text
    assert "没有达标" in page and "没有扣任何人的款" in page and str(Money(99_000, "CNY")) in page


async def test_backers_who_got_their_money_back_are_still_those_who_backed_it(db: None) -> None:
    campaign = await make_campaign(goal=100_000)
    tier = await make_tier(campaign, price=1000)
    await make_pledge(campaign, tier)
    wallet = await make_pledge(campaign, tier, method="alipay", state="paid")
    left = await make_pledge(campaign, tier, method="alipay", state="cancelled")
    await refund_pledge(left["id"], "backer_cancelled")
    await end_now(campaign)
    await close_campaign(campaign["id"])
    await refund_pledge(wallet["id"], "campaign_failed")
    failed = await campaign_by_public_id(await owner_of(campaign), campaign["public_id"])
    assert (await numbers_of([failed]))[campaign["id"]].backers == 2
    assert (await results_of(failed)).totals.backers == 2


async def test_a_secret_tier_keeps_its_name(db: None, client: httpx.AsyncClient) -> None:
    campaign = await make_campaign(goal=1000)
    tier = await make_tier(campaign, title="老友专享", price=1000)
    await make_pledge(campaign, tier)
    await execute("update tier set secret = true where id = {}", tier["id"])
    await end_now(campaign)
    await close_campaign(campaign["id"])
    page = (await client.get(f"/campaigns/{campaign['public_id']}/results")).text
    assert "隐藏档" in page and "老友专享" not in page


async def test_few_people_from_one_place_are_not_told(db: None, client: httpx.AsyncClient) -> None:
    campaign = await make_campaign(goal=1000)
    tier = await make_tier(campaign, price=1000)
    for _ in range(6):
        await make_pledge(campaign, tier)
    linked = await make_pledge(campaign, tier)
    await execute("update pledge set ref = 'boss-wang' where id = {}", linked["id"])
    await end_now(campaign)
    await close_campaign(campaign["id"])
    page = (await client.get(f"/campaigns/{campaign['public_id']}/results")).text
    assert "不足 5 人" in page and "boss-wang" not in page
