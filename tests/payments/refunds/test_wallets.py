"""Alipay and WeChat Pay: paid now, held for the backer, the brand's after success, back in full after failure."""

import asyncio
from datetime import timedelta

import asyncpg
import pytest

from app.accounts.viewer import find_member
from app.foundation.database import execute, row, transaction, value
from campaigns.pledging.actions import cancel_pledge
from payments.ledger.queries import three_numbers
from payments.refunds.actions import give_back, give_back_all, send_refund, try_again
from tests.campaigns.makers import fresh_pledge, make_campaign
from tests.payments.makers import Shop, inbox_of

DAY = timedelta(days=1)


async def unlucky(shop: Shop, method: str = "alipay") -> dict:
    """Paid, in a campaign whose goal is far away."""
    return await shop.paid(method, campaign=await make_campaign(goal=10**6, lasts=5 * DAY))


async def settled(shop: Shop) -> None:
    """Wallets give money back some seconds later."""
    await shop.settle()
    await shop.pass_time(timedelta(minutes=1))
    await shop.settle()


async def payment_of(pledge: dict) -> dict:
    found = await row("select * from payment where pledge = {}", pledge["id"])
    assert found is not None
    return found


@pytest.mark.parametrize("method", ["alipay", "wechat_pay"])
async def test_a_wallet_s_money_is_held_until_the_campaign_succeeds(shop: Shop, method: str) -> None:
    pledge = await shop.paid(method)
    held = await shop.accounts(pledge)
    assert held["owed_to_backers"] == -1990
    assert "owed_to_brand" not in held
    await shop.end(pledge)
    assert await shop.state(pledge) == "collected"
    earned = await shop.accounts(pledge)
    assert "owed_to_backers" not in earned
    assert (earned["owed_to_brand"], earned["platform_fee"]) == (-1890, -100)
    assert await shop.taken_at_stripe() == [1990]
    assert (await shop.charge(pledge))["state"] == "succeeded"
    await shop.assert_books_agree()


async def test_a_failed_campaign_gives_the_wallet_s_money_back_in_full(shop: Shop) -> None:
    pledge = await unlucky(shop)
    await shop.end(pledge)
    await settled(shop)
    assert await shop.state(pledge) == "refunded"
    [refund] = await shop.refunds(pledge)
    assert (refund["amount"], refund["state"], refund["reason"]) == (pledge["amount"], "succeeded", "campaign_failed")
    left = await shop.accounts(pledge)
    assert set(left) == {"clearing", "provider_fee"}  # what the provider keeps is the operator's cost
    assert left["clearing"] == -left["provider_fee"]
    assert (await inbox_of(pledge["backer"])).count("pledge_refunded") == 1
    await shop.assert_books_agree()


async def test_giving_back_again_and_again_gives_back_once(shop: Shop) -> None:
    pledge = await unlucky(shop)
    await shop.end(pledge)
    for _ in range(2):
        await give_back_all(pledge["id"], "campaign_failed")
        for refund in await shop.refunds(pledge):
            await send_refund(refund["id"])
        await settled(shop)
    assert len(await shop.refunds(pledge)) == 1
    await shop.assert_books_agree()


async def test_a_backer_who_cancels_gets_everything_back(shop: Shop) -> None:
    pledge = await shop.paid()
    await cancel_pledge(await find_member(pledge["backer"]), await fresh_pledge(pledge))
    await settled(shop)
    assert await shop.state(pledge) == "refunded"
    assert [r["reason"] for r in await shop.refunds(pledge)] == ["backer_cancelled"]


async def test_a_refund_that_fails_later_waits_for_a_person_and_can_be_tried_again(shop: Shop) -> None:
    pledge = await unlucky(shop)
    await shop.fault("refund_fails", "alipay", times=1)
    await shop.end(pledge)
    await settled(shop)
    [failed] = await shop.refunds(pledge)
    assert (failed["state"], failed["fault"]) == ("failed", "unknown")
    assert await shop.state(pledge) == "paid"
    assert (await shop.accounts(pledge))["owed_to_backers"] == -pledge["amount"]
    await shop.assert_books_agree()

    assert await try_again(failed["public_id"])
    assert await try_again(failed["public_id"]) is None
    await settled(shop)
    assert await shop.state(pledge) == "refunded"
    await shop.assert_books_agree()


async def test_a_refund_whose_answer_was_lost_is_found_and_not_made_again(shop: Shop) -> None:
    pledge = await unlucky(shop)
    await shop.fault("lost_answer", "POST /v1/refunds", times=2)  # the SDK's own second try as well
    await shop.fault("lost", "*refund*")
    await shop.fault("error_before", "GET /v1/events")
    await shop.end(pledge)
    assert (await shop.refunds(pledge))[0]["provider_id"] is None
    await shop.control("DELETE", "idempotency_keys")  # as after a day
    await shop.pass_time(timedelta(minutes=5))
    await settled(shop)
    assert [r["state"] for r in await shop.refunds(pledge)] == ["succeeded"]
    await shop.assert_books_agree()


async def test_never_more_goes_back_than_came(shop: Shop) -> None:
    pledge = await shop.paid()
    payment = await payment_of(pledge)
    assert await give_back(payment["id"], "part", 1000) is not None
    assert await give_back(payment["id"], "part", 991) is None
    assert (await payment_of(pledge))["refunded"] == 1000
    with pytest.raises(asyncpg.CheckViolationError):
        await execute("update payment set refunded = amount + 1")


async def test_two_refunds_at_once_share_what_there_is(shop: Shop) -> None:
    pledge = await shop.paid()
    payment = await payment_of(pledge)

    async def unguarded() -> None:
        """The race without the guard: both read that nothing went back, both write."""
        async with transaction():
            rest = await value("select amount - refunded from payment where id = {}", payment["id"])
            await asyncio.sleep(0.05)
            raced.append(rest)

    raced: list[int] = []
    await asyncio.gather(unguarded(), unguarded())
    assert sum(raced) == 2 * payment["amount"]
    made = await asyncio.gather(*(give_back(payment["id"], "part", 1200) for _ in range(8)))
    assert len([one for one in made if one]) == 1
    assert await value("select sum(amount)::bigint from refund where payment = {}", payment["id"]) == 1200


async def test_money_of_the_brand_goes_back_at_the_brand_s_expense(shop: Shop) -> None:
    pledge = await shop.paid()
    await shop.end(pledge)
    payment = await payment_of(pledge)
    for part in (700, 1290):
        await give_back(payment["id"], "staff", part)
        await settled(shop)
    assert await shop.state(pledge) == "refunded"
    left = await shop.accounts(pledge)
    assert (left["owed_to_brand"], left["payable_by_brand"]) == (-1890, 1890)
    assert "platform_fee" not in left
    assert (await three_numbers(pledge["campaign"])).collected.amount == 0
    await shop.assert_books_agree()
