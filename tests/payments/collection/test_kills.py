"""Whatever breaks off between two steps, the next run goes on from the rows, and nobody is charged twice."""

from datetime import timedelta

import pytest

from app.foundation.database import execute, value
from payments import gateway
from payments.collection.actions import give_up
from payments.collection.attempting import collect_charge
from payments.collection.batch import collect_due
from payments.collection.recovery import open_recovery
from tests.campaigns.makers import end_now, make_campaign, make_tier
from tests.payments.makers import Shop

DAY = timedelta(days=1)
CREATE, CONFIRM, READ = "POST /v1/payment_intents", "POST /v1/payment_intents/*/confirm", "GET /v1/payment_intents/*"
BOTH = 2  # the SDK tries once more by itself


async def due(shop: Shop, outcome: str = "pays", **more: object) -> dict:
    """A promised pledge whose campaign has just succeeded; nothing is charged yet."""
    pledge = await shop.promised(outcome, **more)
    await end_now({"id": pledge["campaign"]})
    from campaigns.closing import close_campaign
    from payments.collection.actions import settle_campaign

    await close_campaign(pledge["campaign"])
    await settle_campaign(pledge["campaign"])
    assert await shop.state(pledge) == "due"
    return pledge


async def a_minute_later() -> None:
    """What a killed worker had taken is free again."""
    await execute("update charge set taken_until = null")


async def charge_id() -> int:
    return await value("select id from charge")


@pytest.mark.parametrize("kind", ["error_before", "error_after", "lost_answer", "truncated"])
@pytest.mark.parametrize("step", [CREATE, CONFIRM, READ])
async def test_a_fault_at_any_step_charges_once_in_the_end(shop: Shop, kind: str, step: str) -> None:
    pledge = await due(shop)
    await shop.fault(kind, step, times=BOTH)
    for _ in range(4):  # a fault of its own stays with the provider's key for a day: the fourth time has a fresh one
        await collect_due()
        await a_minute_later()
    assert await shop.state(pledge) == "collected"
    assert await shop.taken_at_stripe() == [pledge["amount"]]
    assert await value("select count(*) from charge_attempt") == 1
    await shop.settle()
    await shop.assert_books_agree()


async def test_killed_between_create_and_confirm_the_same_intent_is_confirmed(shop: Shop) -> None:
    pledge = await due(shop)
    await shop.fault("error_before", CONFIRM, times=BOTH)
    await collect_charge(await charge_id())
    before = await shop.charge(pledge)
    assert (before["state"], before["attempts"]) == ("confirming", 1)
    await collect_charge(await charge_id())
    after = await shop.charge(pledge)
    assert (after["state"], after["intent_id"], after["attempts"]) == ("succeeded", before["intent_id"], 1)


async def test_an_answer_lost_for_days_is_read_back_after_the_provider_forgot_its_keys(shop: Shop) -> None:
    pledge = await due(shop)
    await shop.fault("lost_answer", CONFIRM, times=BOTH)
    await collect_charge(await charge_id())
    assert (await shop.charge(pledge))["state"] == "confirming"
    await shop.control("DELETE", "idempotency_keys")
    await shop.pass_time(2 * DAY)
    await collect_due()
    assert await shop.state(pledge) == "collected"
    assert await shop.taken_at_stripe() == [pledge["amount"]]


async def test_a_second_attempt_whose_answer_was_lost_is_not_taken_for_the_first_one_s_refusal(shop: Shop) -> None:
    pledge = await due(shop, "declined_later")
    await collect_due()
    await shop.pass_time(DAY + timedelta(minutes=1))
    await shop.fault("error_before", CONFIRM, times=BOTH)
    await collect_due()
    assert (await shop.charge(pledge))["state"] == "confirming"
    await a_minute_later()
    await collect_due()
    charge = await shop.charge(pledge)
    assert (charge["state"], charge["attempts"]) == ("refused", 2)
    assert await value("select array_agg(outcome order by number) from charge_attempt") == ["refused", "refused"]


@pytest.mark.parametrize("outcome", ["pays", "declined_later"])
async def test_every_task_may_run_twice(shop: Shop, outcome: str) -> None:
    pledge = await due(shop, outcome)
    for _ in range(2):
        await collect_charge(await charge_id())
        await a_minute_later()
        await execute("update charge set next_try_at = app_now() - interval '1 second' where state <> 'refused'")
        await collect_due()
    assert await value("select count(*) from charge_attempt") == 1
    assert await shop.taken_at_stripe() == ([pledge["amount"]] if outcome == "pays" else [])


async def test_many_workers_at_the_same_charge_make_one(shop: Shop) -> None:
    import asyncio

    pledge = await due(shop)
    charge = await charge_id()
    await asyncio.gather(*(collect_charge(charge) for _ in range(6)))
    await collect_charge(charge)
    assert await shop.state(pledge) == "collected"
    assert await shop.taken_at_stripe() == [pledge["amount"]]
    assert await value("select count(*) from charge_attempt") == 1


async def test_three_refusals_for_haste_pause_the_batch_and_nothing_is_lost(shop: Shop) -> None:
    campaign = await make_campaign(goal=1000, lasts=5 * DAY)
    tier = await make_tier(campaign)
    for _ in range(3):
        await shop.promised(campaign=campaign, tier=tier)
    pledge = await due(shop, campaign=campaign, tier=tier)
    await shop.fault("rate_limited", CONFIRM, times=3)
    await collect_due()
    assert await value("select next_at > clock_timestamp() + interval '10 seconds' from pace")
    await a_minute_later()
    assert await collect_due() == 0
    await execute("update pace set next_at = clock_timestamp()")
    await collect_due()
    await shop.settle()
    assert await value("select count(*) from pledge where state = 'collected'") == 4
    assert len(await shop.taken_at_stripe()) == 4
    assert await value("select busy_in_a_row from pace") == 0
    assert await shop.state(pledge) == "collected"


async def test_a_charge_in_doubt_is_decided_before_its_backer_may_pay_by_hand(shop: Shop) -> None:
    pledge = await due(shop)
    await shop.fault("lost_answer", CONFIRM, times=BOTH)
    await collect_charge(await charge_id())
    with pytest.raises(Exception, match="付好了"):
        await open_recovery(pledge["id"])
    assert await shop.state(pledge) == "collected"
    assert await shop.taken_at_stripe() == [pledge["amount"]]


async def test_a_recovery_paid_on_the_last_evening_is_not_dropped(shop: Shop) -> None:
    pledge = await due(shop, "declined_later")
    await collect_due()
    await shop.pass_time(8 * DAY - timedelta(minutes=20))
    page = await open_recovery(pledge["id"])
    await shop.choose(page)
    await shop.pass_time(timedelta(minutes=25))
    assert await give_up(await charge_id()) is False
    assert await shop.state(pledge) == "collected"
    assert await shop.taken_at_stripe() == [pledge["amount"]]
    await shop.settle()
    await shop.assert_books_agree()


async def test_nobody_is_dropped_while_the_provider_is_silent(shop: Shop) -> None:
    pledge = await due(shop, "declined_later")
    await collect_due()
    await shop.pass_time(9 * DAY)
    await shop.fault("error_before", "POST /v1/payment_intents/*/cancel")
    with pytest.raises(gateway.ProviderUnavailable):
        await give_up(await charge_id())
    assert await shop.state(pledge) == "failing"
