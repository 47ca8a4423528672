"""A saved card, from the promise to the money: charged once, at the deadline, or recovered, or dropped."""

from datetime import timedelta

import pytest

from app.foundation.database import execute, value
from app.foundation.refusals import Refusal
from payments.collection.actions import settle_campaign
from payments.collection.recovery import open_recovery
from payments.ledger.queries import three_numbers
from tests.campaigns.makers import make_campaign, make_tier
from tests.payments.makers import Shop, inbox_of

DAY = timedelta(days=1)


async def test_a_promised_card_is_charged_at_the_deadline_and_not_before(shop: Shop) -> None:
    pledge = await shop.promised(price=1990)
    assert await shop.taken_at_stripe() == []
    await shop.end(pledge)
    assert await shop.state(pledge) == "collected"
    assert await shop.taken_at_stripe() == [1990]
    assert await shop.accounts(pledge) == {
        "clearing": 1990 - 268, "provider_fee": 268, "owed_to_brand": -1890, "platform_fee": -100,
    }  # fmt: skip
    assert (await inbox_of(pledge["backer"])).count("pledge_charged") == 1
    assert await value("select state from campaign where id = {}", pledge["campaign"]) == "fulfilling"
    await shop.assert_books_agree()


async def test_settling_again_and_again_charges_once(shop: Shop) -> None:
    pledge = await shop.promised()
    await shop.end(pledge)
    for _ in range(2):
        await settle_campaign(pledge["campaign"])
        await shop.settle()
    assert await shop.taken_at_stripe() == [pledge["amount"]]
    assert await value("select count(*) from charge_attempt") == 1


async def test_a_failed_campaign_charges_no_card(shop: Shop) -> None:
    campaign = await make_campaign(goal=10**6, lasts=5 * DAY)
    pledge = await shop.promised(campaign=campaign)
    await shop.end(pledge)
    assert await shop.state(pledge) == "released"
    assert await value("select count(*) from charge") == 0
    assert await shop.taken_at_stripe() == []


async def test_a_card_refused_at_the_deadline_is_recovered_by_its_backer(shop: Shop) -> None:
    pledge = await shop.promised("declined_later")
    await shop.end(pledge)
    assert await shop.state(pledge) == "failing"
    assert (await shop.charge(pledge))["refusal_code"] == "insufficient_funds"
    assert (await inbox_of(pledge["backer"])).count("charge_refused") == 1

    await shop.choose(await open_recovery(pledge["id"]))
    await shop.settle()
    assert await shop.state(pledge) == "collected"
    assert await shop.taken_at_stripe() == [pledge["amount"]]
    await shop.pass_time(9 * DAY)
    await shop.settle()
    assert await shop.taken_at_stripe() == [pledge["amount"]]
    await shop.assert_books_agree()
    with pytest.raises(Refusal, match="付好了"):
        await open_recovery(pledge["id"])


async def test_the_open_page_of_a_recovery_is_found_again_and_holds_the_batch_back(shop: Shop) -> None:
    pledge = await shop.promised("declined_later")
    await shop.end(pledge)
    page = await open_recovery(pledge["id"])
    assert await open_recovery(pledge["id"]) == page
    await execute("update charge set next_try_at = app_now()")
    await shop.settle()
    assert (await shop.charge(pledge))["attempts"] == 1
    await shop.pass_time(timedelta(hours=1))  # the page ran out: the batch goes on
    await shop.settle()
    await shop.settle()
    assert (await shop.charge(pledge))["attempts"] == 2


async def test_a_card_that_asks_for_its_owner_waits_for_its_owner(shop: Shop) -> None:
    pledge = await shop.promised("needs_authentication_later")
    await shop.end(pledge)
    charge = await shop.charge(pledge)
    assert (charge["refusal_code"], charge["may_retry"], charge["next_try_at"]) == ("authentication_required", False, None)
    await shop.pass_time(4 * DAY)
    await shop.settle()
    assert (await shop.charge(pledge))["attempts"] == 1
    await shop.choose(await open_recovery(pledge["id"]))
    await shop.settle()
    assert await shop.state(pledge) == "collected"


async def test_a_card_refused_to_the_end_is_tried_four_times_and_dropped_on_the_eighth_day(shop: Shop) -> None:
    campaign = await make_campaign(goal=1000, lasts=5 * DAY)
    tier = await make_tier(campaign, cap=1)
    pledge = await shop.promised("declined_later", campaign=campaign, tier=tier)
    await shop.end(pledge)
    attempts = []
    for _ in range(8):
        await shop.pass_time(DAY)
        await shop.settle()
        attempts.append((await shop.charge(pledge))["attempts"])
    assert attempts == [2, 2, 3, 3, 3, 3, 4, 4]
    assert await shop.state(pledge) == "dropped"
    assert await value("select taken from tier where id = {}", tier["id"]) == 0
    told = await inbox_of(pledge["backer"])
    assert (told.count("charge_refused"), told.count("pledge_dropped")) == (4, 1)  # at once and after 2, 4, 6 days
    numbers = await three_numbers(campaign["id"])
    assert [n.amount for n in (numbers.pledged, numbers.collected, numbers.dropped)] == [1990, 0, 1990]
    with pytest.raises(Refusal, match="作废"):
        await open_recovery(pledge["id"])
    await shop.assert_books_agree()


async def test_taiwan_dollars_are_whole_here_and_hundredths_there(shop: Shop) -> None:
    campaign = await make_campaign(goal=500, lasts=5 * DAY, currency="TWD")
    pledge = await shop.promised(campaign=campaign, price=600)
    await shop.end(pledge)
    assert await shop.taken_at_stripe() == [60_000]
    assert (await shop.accounts(pledge))["platform_fee"] == -30
    await shop.assert_books_agree()
