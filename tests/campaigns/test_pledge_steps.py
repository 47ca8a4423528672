"""A pledge holds a place until a step lets it go; each step happens once."""

import pytest

from app.foundation.database import rows, value
from app.foundation.refusals import Refusal
from campaigns.closing import begin_collecting, close_campaign, finish_collecting
from campaigns.pledging.actions import (
    begin_expiring,
    cancel_pledge,
    collect_pledge,
    drop_pledge,
    expire_pledge,
    fail_pledge,
    pay_pledge,
    promise_pledge,
    refund_pledge,
    start_pledge,
)
from tests.campaigns.makers import anyone_new, end_now, fresh_pledge, make_campaign, make_pledge, make_tier, pledge_form


async def taken(tier: dict) -> int:
    return await value("select taken from tier where id = {}", tier["id"])


async def state(pledge: dict) -> str:
    return (await fresh_pledge(pledge))["state"]


async def jobs(name: str) -> list[str]:
    return [each["payload"].decode() for each in await rows("select payload from pgqueuer where entrypoint = {}", name)]


async def test_a_started_pledge_holds_its_places_and_knows_its_lines(db: None) -> None:
    campaign = await make_campaign()
    tier = await make_tier(campaign, price=1990, shipping=500, cap=5)
    pledge = await make_pledge(campaign, tier, quantity=2, state="started")
    assert (pledge["amount"], pledge["quantity"], pledge["charge_plan"]) == (4980, 2, "saved")
    lines = await rows("select kind, unit_amount, quantity, amount from pledge_line where pledge = {} order by id", pledge["id"])
    assert [tuple(line.values()) for line in lines] == [("tier", 1990, 2, 3980), ("shipping", 500, 2, 1000)]
    assert await taken(tier) == 2
    assert await value("select state from pledge_event where subject = {}", pledge["id"]) == "started"
    assert await value(
        "select hold_ends_at - app_now() between '14 minutes' and '15 minutes' from pledge where id = {}", pledge["id"]
    )


async def test_the_same_form_sent_twice_is_one_pledge(db: None) -> None:
    campaign = await make_campaign()
    tier = await make_tier(campaign, cap=5)
    backer, form = await anyone_new(), pledge_form(tier)
    first = await start_pledge(backer, campaign, form)
    assert (await start_pledge(backer, campaign, form))["id"] == first["id"]
    assert await taken(tier) == 1


async def test_what_the_provider_says_twice_counts_once(db: None) -> None:
    campaign = await make_campaign()
    pledge = await make_pledge(campaign, await make_tier(campaign), state="started")
    assert [await promise_pledge(pledge["id"]), await promise_pledge(pledge["id"])] == [True, False]
    assert not await pay_pledge(pledge["id"])
    assert await state(pledge) == "promised"
    assert await value("select count(*) from notice where member = {} and event = 'pledge_promised'", pledge["backer"]) == 1


async def test_an_expiring_hold_keeps_its_place_until_the_provider_confirms(db: None) -> None:
    campaign = await make_campaign()
    tier = await make_tier(campaign, cap=1)
    pledge = await make_pledge(campaign, tier, state="started")
    assert await begin_expiring(pledge["id"])
    assert await taken(tier) == 1
    assert [await expire_pledge(pledge["id"]), await expire_pledge(pledge["id"])] == [True, False]
    assert await taken(tier) == 0


async def test_a_payment_that_was_complete_keeps_the_place_of_an_expiring_hold(db: None) -> None:
    campaign = await make_campaign()
    tier = await make_tier(campaign, cap=1)
    pledge = await make_pledge(campaign, tier, method="alipay", state="expiring")
    assert await pay_pledge(pledge["id"])
    assert not await expire_pledge(pledge["id"])
    assert (await state(pledge), await taken(tier)) == ("paid", 1)


async def test_a_word_of_the_provider_after_the_decision_finds_no_place(db: None) -> None:
    campaign = await make_campaign()
    tier = await make_tier(campaign, cap=3)
    late = await make_pledge(campaign, tier, method="alipay", state="started")
    await end_now(campaign)
    assert await close_campaign(campaign["id"]) == "failed"
    assert not await pay_pledge(late["id"])
    assert (await state(late), await taken(tier)) == ("expired", 0)
    assert await refund_pledge(late["id"], "hold_lost")


async def test_a_cancelled_promise_frees_its_place_at_once(db: None) -> None:
    campaign = await make_campaign()
    tier, backer = await make_tier(campaign, cap=1), await anyone_new()
    pledge = await make_pledge(campaign, tier, backer)
    await cancel_pledge(backer, pledge)
    assert (await state(pledge), await taken(tier)) == ("cancelled", 0)
    assert await jobs("give_back") == []


async def test_a_cancelled_payment_is_given_back(db: None) -> None:
    campaign = await make_campaign()
    tier, backer = await make_tier(campaign, cap=1), await anyone_new()
    pledge = await make_pledge(campaign, tier, backer, method="wechat_pay", state="paid")
    await cancel_pledge(backer, pledge)
    assert (await state(pledge), await taken(tier)) == ("cancelled", 0)
    assert await jobs("give_back") == [f'{{"pledge": {pledge["id"]}}}']
    assert await refund_pledge(pledge["id"], "backer_cancelled")
    assert await taken(tier) == 0


async def test_cancelling_a_started_pledge_waits_for_the_providers_page_to_close(db: None) -> None:
    campaign = await make_campaign()
    tier, backer = await make_tier(campaign, cap=1), await anyone_new()
    pledge = await make_pledge(campaign, tier, backer, state="started")
    await cancel_pledge(backer, pledge)
    assert (await state(pledge), await taken(tier)) == ("expiring", 1)
    assert len(await jobs("close_checkout")) == 1


async def test_whoever_cancelled_and_paid_all_the_same_gets_it_back(db: None) -> None:
    campaign = await make_campaign()
    tier, backer = await make_tier(campaign, cap=1), await anyone_new()
    pledge = await make_pledge(campaign, tier, backer, method="alipay", state="started")
    await cancel_pledge(backer, pledge)
    assert await pay_pledge(pledge["id"])
    assert (await state(pledge), await taken(tier)) == ("cancelled", 0)
    assert len(await jobs("give_back")) == 1


async def test_nothing_is_cancelled_after_the_deadline(db: None) -> None:
    campaign = await make_campaign()
    backer = await anyone_new()
    pledge = await make_pledge(campaign, await make_tier(campaign), backer)
    await end_now(campaign)
    with pytest.raises(Refusal, match="已经截止"):
        await cancel_pledge(backer, pledge)
    assert await state(pledge) == "promised"


async def test_nobody_cancels_anothers_pledge(db: None) -> None:
    campaign = await make_campaign()
    pledge = await make_pledge(campaign, await make_tier(campaign))
    with pytest.raises(Refusal):
        await cancel_pledge(await anyone_new(), pledge)


async def test_a_met_goal_makes_cards_due_and_leaves_wallets_to_the_settling_job(db: None) -> None:
    campaign = await make_campaign(goal=5000)
    tier = await make_tier(campaign, price=3000)
    card, wallet = await make_pledge(campaign, tier), await make_pledge(campaign, tier, method="alipay", state="paid")
    unfinished = await make_pledge(campaign, tier, state="started")
    assert await close_campaign(campaign["id"]) is None
    await end_now(campaign)
    assert [await close_campaign(campaign["id"]), await close_campaign(campaign["id"])] == ["succeeded", None]
    assert [await state(each) for each in (card, wallet, unfinished)] == ["due", "paid", "started"]
    assert await value("select decided_total from campaign where id = {}", campaign["id"]) == 6000
    assert await jobs("settle_campaign") == [f'{{"campaign": {campaign["id"]}}}']


async def test_a_missed_goal_lets_every_card_go(db: None) -> None:
    campaign = await make_campaign(goal=100_000)
    tier = await make_tier(campaign, cap=9)
    card, wallet = await make_pledge(campaign, tier), await make_pledge(campaign, tier, method="alipay", state="paid")
    await end_now(campaign)
    assert await close_campaign(campaign["id"]) == "failed"
    assert [await state(card), await state(wallet)] == ["released", "paid"]
    assert not await collect_pledge(wallet["id"])
    assert await refund_pledge(wallet["id"], "campaign_failed")
    assert await taken(tier) == 0


async def test_flexible_funding_succeeds_with_anything(db: None) -> None:
    campaign = await make_campaign(goal=100_000, funding="keep_it_all")
    await make_pledge(campaign, await make_tier(campaign))
    await end_now(campaign)
    assert await close_campaign(campaign["id"]) == "succeeded"


async def test_collecting_ends_when_every_charge_is_settled(db: None) -> None:
    campaign = await make_campaign(goal=1000)
    tier = await make_tier(campaign, cap=5)
    paying, refused = await make_pledge(campaign, tier), await make_pledge(campaign, tier)
    await end_now(campaign)
    await close_campaign(campaign["id"])
    assert [await begin_collecting(campaign["id"]), await begin_collecting(campaign["id"])] == [True, False]
    assert [await collect_pledge(paying["id"]), await collect_pledge(paying["id"])] == [True, False]
    assert await fail_pledge(refused["id"], "insufficient_funds")
    assert not await finish_collecting(campaign["id"])
    assert [await drop_pledge(refused["id"]), await drop_pledge(refused["id"])] == [True, False]
    assert await taken(tier) == 1
    assert [await finish_collecting(campaign["id"]), await finish_collecting(campaign["id"])] == [True, False]
