"""A paid pledge changed: what is too much goes back in part, what is too little is paid on top, what lost a race goes back."""

import asyncio
from datetime import timedelta
from typing import Any

import pytest

from app.foundation.database import execute, rows, value
from app.foundation.refusals import Refusal
from campaigns.changing.actions import end_change
from campaigns.pledging.actions import cancel_pledge
from payments.changing.actions import begin_change, close_top_up, open_top_up, withdraw_change
from payments.checkout.actions import open_checkout
from payments.ledger.queries import three_numbers
from payments.refunds.actions import try_again
from tests.campaigns.changing import backer_of, change_form, places_held, places_taken
from tests.campaigns.makers import end_now, fresh_pledge, make_campaign, make_pledge, make_tier
from tests.payments.makers import Shop, inbox_of

DAY, MINUTE = timedelta(days=1), timedelta(minutes=1)


async def asked(pledge: dict[str, Any], tier: dict[str, Any] | None = None, **more: Any) -> dict[str, Any]:
    return await begin_change(await backer_of(pledge), pledge["id"], await change_form(pledge, tier, **more))


async def settled(shop: Shop) -> None:
    """Wallets give money back some seconds later."""
    await shop.settle()
    await shop.pass_time(MINUTE)
    await shop.settle()


async def stands(pledge: dict[str, Any]) -> int:
    """What came in less what went back, or is on its way."""
    return await value("select sum(amount - refunded)::bigint from payment where pledge = {}", pledge["id"])


async def wallet_of(shop: Shop, method: str = "alipay", goal: int = 1000, **more: Any) -> tuple[dict[str, Any], dict[str, Any]]:
    """Two of 1990, and another tier of 6000."""
    campaign = await make_campaign(goal=goal, lasts=5 * DAY)
    tier = await make_tier(campaign, cap=9)
    pledge = await make_pledge(campaign, tier, quantity=2, method=method, state="started")
    await shop.pay(pledge)
    await shop.settle()
    assert await shop.state(pledge) == "paid"
    return pledge, await make_tier(campaign, title="三盏", price=6000, cap=2, **more)


async def topped_up(shop: Shop, pledge: dict[str, Any], tier: dict[str, Any] | None = None, **more: Any) -> None:
    await asked(pledge, tier, **more)
    await shop.choose(await open_top_up(pledge["id"]), "pays", pledge["method"])
    await shop.settle()


@pytest.mark.parametrize("method", ["alipay", "wechat_pay"])
async def test_cheaper_gives_the_difference_back_at_once(shop: Shop, method: str) -> None:
    pledge, _ = await wallet_of(shop, method)
    change = await asked(pledge, quantity=1)
    assert (change["state"], change["back"]) == ("applied", 1990)
    await settled(shop)
    [refund] = await shop.refunds(pledge)
    assert (refund["amount"], refund["state"], refund["reason"]) == (1990, "succeeded", "change_cheaper")
    assert (await shop.state(pledge), await stands(pledge)) == ("paid", 1990)
    assert (await shop.accounts(pledge))["owed_to_backers"] == -1990
    assert "pledge_changed_paid" in await inbox_of(pledge["backer"])
    await shop.assert_books_agree()


async def test_dearer_is_paid_on_top_and_applied_when_the_money_comes(shop: Shop) -> None:
    pledge, big = await wallet_of(shop)
    change = await asked(pledge, big, quantity=1)
    assert (change["state"], change["due"]) == ("held", 2020)
    page = await open_top_up(pledge["id"])
    assert await open_top_up(pledge["id"]) == page
    assert (await fresh_pledge(pledge))["amount"] == 3980
    await shop.choose(page, "pays", "alipay")
    await shop.settle()
    now = await fresh_pledge(pledge)
    assert (now["tier"], now["quantity"], now["amount"], now["state"]) == (big["id"], 1, 6000, "paid")
    assert await shop.taken_at_stripe() == [3980, 2020]
    assert (await shop.accounts(pledge))["owed_to_backers"] == -6000
    assert await places_taken() == await places_held()
    await shop.assert_books_agree()


async def test_a_difference_too_small_to_be_charged_is_paid_as_the_whole_and_the_old_goes_back(shop: Shop) -> None:
    pledge, _ = await wallet_of(shop)
    tier = await make_tier({"id": pledge["campaign"]}, title="一盏多一点", price=2100)
    await topped_up(shop, pledge, tier)
    await settled(shop)
    assert await shop.taken_at_stripe() == [3980, 4200]
    assert [(r["amount"], r["reason"], r["state"]) for r in await shop.refunds(pledge)] == [
        (3980, "change_replaced", "succeeded")
    ]
    assert ((await fresh_pledge(pledge))["amount"], await stands(pledge), await shop.state(pledge)) == (4200, 4200, "paid")
    await shop.assert_books_agree()


async def test_a_failed_campaign_gives_back_every_payment_and_the_pledge_is_refunded_with_the_last(shop: Shop) -> None:
    pledge, big = await wallet_of(shop, goal=10**6)
    await topped_up(shop, pledge, big, quantity=2)
    await asked(pledge, quantity=1)
    await settled(shop)
    await shop.end(pledge)
    await settled(shop)
    assert await shop.state(pledge) == "refunded"
    assert sum(r["amount"] for r in await shop.refunds(pledge)) == sum(await shop.taken_at_stripe()) == 12000
    assert "owed_to_backers" not in await shop.accounts(pledge)
    await shop.assert_books_agree()


async def test_a_campaign_that_succeeds_earns_the_pledge_s_amount_whatever_it_was_paid_by(shop: Shop) -> None:
    pledge, big = await wallet_of(shop)
    await topped_up(shop, pledge, big, quantity=2)
    await asked(pledge, quantity=1)
    await shop.end(pledge)
    await settled(shop)
    assert await shop.state(pledge) == "collected"
    earned = await shop.accounts(pledge)
    assert (earned["owed_to_brand"] + earned["platform_fee"], earned.get("owed_to_backers", 0)) == (-6000, 0)
    assert (await three_numbers(pledge["campaign"])).collected.amount == 6000
    await shop.assert_books_agree()


async def test_a_part_on_its_way_back_while_the_campaign_is_collected_is_not_the_brand_s(shop: Shop) -> None:
    pledge, _ = await wallet_of(shop)
    await shop.fault("error_before", "POST /v1/refunds")
    await asked(pledge, quantity=1)
    await shop.end(pledge)
    assert await shop.state(pledge) == "collected"
    await shop.no_faults()
    await shop.pass_time(timedelta(minutes=10))
    await settled(shop)
    assert [r["state"] for r in await shop.refunds(pledge)] == ["succeeded"]
    left = await shop.accounts(pledge)
    assert left["owed_to_brand"] + left["platform_fee"] == -1990
    assert not {"owed_to_backers", "payable_by_brand"} & set(left)
    await shop.assert_books_agree()


async def test_a_part_that_could_not_go_back_stays_the_backer_s_until_a_person_tries_again(shop: Shop) -> None:
    pledge, _ = await wallet_of(shop)
    await shop.fault("refund_fails", "alipay", times=1)
    await asked(pledge, quantity=1)
    await settled(shop)
    [failed] = await shop.refunds(pledge)
    assert failed["state"] == "failed"
    await shop.end(pledge)
    left = await shop.accounts(pledge)
    assert (left["owed_to_brand"] + left["platform_fee"], left["owed_to_backers"]) == (-1990, -1990)
    assert await try_again(failed["public_id"])
    assert await try_again(failed["public_id"]) is None
    await settled(shop)
    assert "owed_to_backers" not in await shop.accounts(pledge)
    assert await shop.state(pledge) == "collected"
    await shop.assert_books_agree()


async def test_a_top_up_not_paid_within_its_hold_frees_the_places_and_the_pledge_stays(shop: Shop) -> None:
    pledge, big = await wallet_of(shop)
    await asked(pledge, big)
    page = await open_top_up(pledge["id"])
    await shop.pass_time(timedelta(minutes=16))
    await shop.settle()
    assert await value("select state || ' ' || why from pledge_change") == "ended hold_over"
    assert await places_taken() == await places_held() == {pledge["tier"]: 2, big["id"]: 0}
    await shop.choose(page, "pays", "alipay")
    await settled(shop)
    assert await shop.taken_at_stripe() == [3980]
    with pytest.raises(Refusal, match="没有生效"):
        await open_top_up(pledge["id"])


async def test_while_the_provider_is_silent_the_places_stay_held(shop: Shop) -> None:
    pledge, big = await wallet_of(shop)
    await asked(pledge, big)
    await open_top_up(pledge["id"])
    await shop.fault("error_before", "POST /v1/checkout/sessions/*/expire")
    await shop.pass_time(timedelta(minutes=16))
    await shop.settle()
    assert await value("select state from pledge_change") == "held"
    await shop.no_faults()
    await shop.pass_time(MINUTE)
    await shop.settle()
    assert await value("select state from pledge_change") == "ended"


async def test_money_for_a_change_that_lost_the_race_goes_back_by_itself(shop: Shop) -> None:
    """Paid while the campaign was decided: the decision counted the old sum."""
    pledge, big = await wallet_of(shop)
    await asked(pledge, big)
    page = await open_top_up(pledge["id"])
    await end_now({"id": pledge["campaign"]})
    await shop.settle()
    assert await value("select decided_total from campaign where id = {}", pledge["campaign"]) == 3980
    await shop.choose(page, "pays", "alipay")
    await settled(shop)
    assert [(r["amount"], r["reason"], r["state"]) for r in await shop.refunds(pledge)] == [(8020, "change_lost", "succeeded")]
    assert (await shop.state(pledge), (await fresh_pledge(pledge))["amount"]) == ("collected", 3980)
    assert (await three_numbers(pledge["campaign"])).collected.amount == 3980
    assert await places_taken() == await places_held()
    await shop.assert_books_agree()


async def test_whoever_cancels_while_a_top_up_is_open_gets_everything_back(shop: Shop) -> None:
    pledge, big = await wallet_of(shop)
    await asked(pledge, big)
    page = await open_top_up(pledge["id"])
    await cancel_pledge(await backer_of(pledge), await fresh_pledge(pledge))
    await shop.choose(page, "pays", "alipay")
    await settled(shop)
    assert await shop.state(pledge) == "refunded"
    assert sum(r["amount"] for r in await shop.refunds(pledge)) == sum(await shop.taken_at_stripe())
    assert await places_taken() == await places_held() == {pledge["tier"]: 0, big["id"]: 0}
    await shop.assert_books_agree()


async def test_giving_a_change_up_closes_its_page_first(shop: Shop) -> None:
    pledge, big = await wallet_of(shop)
    await asked(pledge, big)
    page = await open_top_up(pledge["id"])
    assert await withdraw_change(pledge["id"])
    assert not await withdraw_change(pledge["id"])
    await shop.choose(page, "pays", "alipay")
    await settled(shop)
    assert await shop.taken_at_stripe() == [3980]
    assert (await asked(pledge, quantity=1))["state"] == "applied"


async def test_giving_up_what_was_just_paid_finds_it_done(shop: Shop) -> None:
    pledge, big = await wallet_of(shop)
    await asked(pledge, big)
    await shop.choose(await open_top_up(pledge["id"]), "pays", "alipay")
    assert not await withdraw_change(pledge["id"])
    assert (await fresh_pledge(pledge))["amount"] == 12000


async def test_the_same_form_again_gives_nothing_back_again(shop: Shop) -> None:
    pledge, _ = await wallet_of(shop)
    form, viewer = await change_form(pledge, quantity=1), await backer_of(pledge)
    made = await asyncio.gather(*(begin_change(viewer, pledge["id"], form) for _ in range(5)))
    assert len({one["id"] for one in made}) == 1
    assert await value("select sum(amount)::bigint from refund") == 1990


async def test_two_tabs_at_once_make_one_change(shop: Shop) -> None:
    pledge, big = await wallet_of(shop)
    viewer = await backer_of(pledge)
    forms = [await change_form(pledge, quantity=1), await change_form(pledge, big), await change_form(pledge, quantity=3)]
    done = await asyncio.gather(*(begin_change(viewer, pledge["id"], form) for form in forms), return_exceptions=True)
    assert sorted(type(one) is dict for one in done) == [False, False, True]
    assert {str(one)[:4] for one in done if not isinstance(one, dict)} <= {"这一单刚", "上一次修"}
    assert await places_taken() == await places_held()


async def test_a_started_one_s_page_is_closed_first_and_a_new_one_asks_for_the_new_sum(shop: Shop) -> None:
    pledge = await shop.begin("alipay")
    old = await open_checkout(pledge["id"])
    await asked(pledge, quantity=3)
    await shop.choose(old, "pays", "alipay")
    await shop.settle()
    assert (await shop.state(pledge), await shop.taken_at_stripe()) == ("started", [])
    await shop.pay(await fresh_pledge(pledge))
    await shop.settle()
    assert (await shop.state(pledge), await shop.taken_at_stripe()) == ("paid", [5970])


async def test_whoever_paid_on_the_old_page_meanwhile_is_shown_the_pledge_anew(shop: Shop) -> None:
    pledge = await shop.begin("alipay")
    page, form = await open_checkout(pledge["id"]), await change_form(pledge, quantity=3)
    await shop.choose(page, "pays", "alipay")
    with pytest.raises(Refusal, match="在别处改过了"):
        await begin_change(await backer_of(pledge), pledge["id"], form)
    assert (await shop.state(pledge), (await fresh_pledge(pledge))["amount"]) == ("paid", 1990)


async def test_a_saved_card_is_charged_the_changed_sum_and_nothing_else(shop: Shop) -> None:
    pledge = await shop.promised()
    await asked(pledge, quantity=3)
    assert await rows("select * from refund") == []
    await shop.end(pledge)
    assert (await shop.state(pledge), await shop.taken_at_stripe()) == ("collected", [5970])
    await shop.assert_books_agree()


async def test_a_lost_webhook_is_made_up_for(shop: Shop) -> None:
    pledge, big = await wallet_of(shop)
    await asked(pledge, big, quantity=1)
    await shop.fault("lost", "*")
    await shop.choose(await open_top_up(pledge["id"]), "pays", "alipay")
    await shop.no_faults()
    await shop.pass_time(timedelta(minutes=6))
    await shop.settle()
    assert (await fresh_pledge(pledge))["amount"] == 6000
    await shop.assert_books_agree()


async def test_a_top_up_paid_at_its_hold_s_last_moment_is_applied_or_goes_back_never_neither(shop: Shop) -> None:
    for pause in (0, 0.02, 0.05, 0.1, 0.2):
        pledge, big = await wallet_of(shop)
        change = await asked(pledge, big, quantity=1)
        page = await open_top_up(pledge["id"])
        await execute("update pledge_change set hold_ends_at = app_now() - interval '1 second' where id = {}", change["id"])

        async def pays(page: str = page, pause: float = pause) -> None:
            await asyncio.sleep(pause)
            await shop.choose(page, "pays", "alipay")

        await asyncio.gather(pays(), close_top_up(change["id"]), return_exceptions=True)
        await settled(shop)
        await settled(shop)
        now = await fresh_pledge(pledge)
        assert await stands(pledge) == now["amount"], pause
        assert await places_taken() == await places_held()
    await shop.assert_books_agree()


async def test_the_page_of_a_change_given_up_as_it_was_opened_is_not_shown_for_the_next_one(shop: Shop) -> None:
    pledge, big = await wallet_of(shop)
    first = await asked(pledge, big, quantity=1)
    page = await open_top_up(pledge["id"])
    await end_change(first["id"], "withdrawn")  # by another tab, which had seen no page yet
    await asked(pledge, big, quantity=2)
    fresh = await open_top_up(pledge["id"])
    assert fresh != page
    await shop.choose(fresh, "pays", "alipay")
    await shop.settle()
    assert ((await fresh_pledge(pledge))["amount"], await stands(pledge)) == (12000, 12000)
    await shop.assert_books_agree()
