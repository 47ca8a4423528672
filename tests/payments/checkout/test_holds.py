"""The hold's end against the payment: the provider's word decides, and no place is free before it has spoken."""

import asyncio
import random
from datetime import timedelta

import pytest

from app.accounts.viewer import find_member
from app.foundation.database import execute, row, rows, value
from app.foundation.refusals import Refusal
from campaigns.pledging.actions import begin_expiring, cancel_pledge, expire_pledge
from payments import gateway
from payments.checkout.actions import close_checkout, open_checkout
from payments.checkout.completion import NotYetKnown
from tests.campaigns.makers import end_now, fresh_pledge, make_campaign, make_pledge, make_tier
from tests.payments.makers import Shop

ROUNDS, TOGETHER = 10, 20
MINUTES_16 = timedelta(minutes=16)


async def hold_over(*pledges: dict) -> None:
    ids = [pledge["id"] for pledge in pledges]
    await execute("update pledge set hold_ends_at = app_now() - interval '1 second' where id = any({})", ids)


async def the_race(shop: Shop, close: object, seed: int) -> tuple[dict, list[dict], list[dict]]:
    """Places held by as many people, who all pay in the moment in which their holds end, while others want the places."""
    chance = random.Random(seed)
    campaign = await make_campaign(goal=1000, lasts=timedelta(days=5))
    tier = await make_tier(campaign, cap=TOGETHER)
    holders = [
        await make_pledge(campaign, tier, method=chance.choice(["card", "alipay"]), state="started") for _ in range(TOGETHER)
    ]
    pages = [await open_checkout(pledge["id"]) for pledge in holders]
    await hold_over(*holders)

    async def pays(pledge: dict, page: str) -> None:
        await asyncio.sleep(chance.uniform(0, 0.3))
        await shop.choose(page, "pays", pledge["method"])

    async def closes(pledge: dict) -> None:
        await asyncio.sleep(chance.uniform(0, 0.3))
        await close(pledge["id"])  # type: ignore[operator]

    async def wants() -> dict | None:
        await asyncio.sleep(chance.uniform(0.1, 0.6))
        try:
            return await make_pledge(campaign, tier, state="started")
        except Refusal:
            return None

    done = await asyncio.gather(
        *(pays(pledge, page) for pledge, page in zip(holders, pages, strict=True)),
        *map(closes, holders),
        *(wants() for _ in holders),
    )
    return tier, holders, [one for one in done if one]


async def freed_without_asking(pledge_id: int) -> None:
    await begin_expiring(pledge_id)
    await expire_pledge(pledge_id)


async def test_without_asking_the_provider_first_payments_would_lose_their_place_and_go_back_by_themselves(shop: Shop) -> None:
    await the_race(shop, freed_without_asking, 1)
    await shop.settle()
    await shop.pass_time(timedelta(minutes=1))
    await shop.settle()
    lost = await rows("select r.*, p.state as pledge_state from refund r join pledge p on p.id = r.pledge")
    assert lost, "the race never happened"
    assert {(each["reason"], each["state"], each["pledge_state"]) for each in lost} == {("hold_lost", "succeeded", "refunded")}
    assert await value("select count(*) from payment where refunded < amount and pledge in (select pledge from refund)") == 0
    await shop.assert_books_agree()


async def test_the_place_is_never_given_twice_and_no_payment_is_kept_without_a_place(shop: Shop) -> None:
    ends: dict[str, int] = {}
    for seed in range(ROUNDS):
        tier, holders, newcomers = await the_race(shop, close_checkout, seed)
        held = await value(
            "select count(*) from pledge where tier = {} and state in ('started', 'expiring', 'promised', 'paid')", tier["id"]
        )
        assert held <= TOGETHER
        assert await value("select taken from tier where id = {}", tier["id"]) == held
        assert len(newcomers) <= sum([await shop.state(pledge) == "expired" for pledge in holders])
        for pledge in holders:
            state = await shop.state(pledge)
            ends[state] = ends.get(state, 0) + 1
    await shop.settle()
    assert sum(ends.values()) == ROUNDS * TOGETHER
    assert set(ends) == {"expired", "promised", "paid"}, ends
    assert await value("select count(*) from refund") == 0
    assert sorted(await shop.taken_at_stripe()) == sorted(
        each["amount"] for each in await rows("select amount from pledge where state = 'paid'")
    )
    await shop.assert_books_agree()


async def test_a_hold_that_runs_out_unpaid_frees_its_place_once_the_page_is_closed(shop: Shop) -> None:
    pledge = await shop.begin(cap=1)
    page = await open_checkout(pledge["id"])
    await shop.pass_time(MINUTES_16)
    await shop.settle()
    assert await shop.state(pledge) == "expired"
    assert await value("select taken from tier where id = {}", pledge["tier"]) == 0
    await shop.choose(page)
    await shop.settle()
    assert await shop.state(pledge) == "expired"
    with pytest.raises(Refusal, match="名额已经让出"):
        await open_checkout(pledge["id"])


async def test_while_the_provider_is_silent_the_place_stays_taken(shop: Shop) -> None:
    pledge = await shop.begin(cap=1)
    await open_checkout(pledge["id"])
    await shop.fault("error_before", "POST /v1/checkout/sessions/*/expire")
    await shop.pass_time(MINUTES_16)
    await shop.settle()
    assert await shop.state(pledge) == "expiring"
    assert await value("select taken from tier where id = {}", pledge["tier"]) == 1
    await shop.no_faults()
    await shop.pass_time(timedelta(minutes=1))
    await shop.settle()
    assert await shop.state(pledge) == "expired"


async def test_a_page_whose_answer_was_lost_was_shown_to_nobody_and_ends_with_the_hold(shop: Shop) -> None:
    pledge = await shop.begin("alipay")
    await shop.fault("lost_answer", "POST /v1/checkout/sessions", times=2)
    with pytest.raises(Refusal, match="名额替你留着"):
        await open_checkout(pledge["id"])
    assert await value("select state from checkout_session") == "intended"
    await hold_over(pledge)
    await close_checkout(pledge["id"])
    assert await shop.state(pledge) == "expired"
    assert await value("select state from checkout_session") == "expired"


async def test_a_page_that_opens_while_the_hold_ends_is_not_given_out(shop: Shop) -> None:
    pledge = await shop.begin("alipay")
    await shop.fault("slow", "POST /v1/checkout/sessions", seconds=0.5)
    opening = asyncio.create_task(open_checkout(pledge["id"]))
    await asyncio.sleep(0.3)
    await hold_over(pledge)
    await close_checkout(pledge["id"])
    with pytest.raises(Refusal, match="名额已经让出"):
        await opening
    assert await shop.state(pledge) == "expired"


async def test_asking_again_finds_the_page_that_is_open(shop: Shop) -> None:
    pledge = await shop.begin()
    page = await open_checkout(pledge["id"])
    assert await asyncio.gather(*(open_checkout(pledge["id"]) for _ in range(5))) == [page] * 5
    assert await value("select count(*) from checkout_session") == 1


@pytest.mark.parametrize(("kind", "clicks"), [("error_before", 1), ("lost_answer", 1), ("error_after", 2)])
async def test_a_fault_on_the_way_to_the_page_is_overcome_by_clicking_again(shop: Shop, kind: str, clicks: int) -> None:
    pledge = await shop.begin()
    await shop.fault(kind, "POST /v1/checkout/sessions", times=2)
    for _ in range(clicks):
        with pytest.raises(Refusal, match="请过一会儿再点一次"):
            await open_checkout(pledge["id"])
    page = await open_checkout(pledge["id"])
    await shop.choose(page)
    await shop.settle()
    assert await shop.state(pledge) == "promised"


async def test_whoever_cancels_while_paying_keeps_no_place_and_no_money_is_kept(shop: Shop) -> None:
    pledge = await shop.begin("alipay")
    page = await open_checkout(pledge["id"])
    await cancel_pledge(await find_member(pledge["backer"]), await fresh_pledge(pledge))
    await shop.choose(page, "pays", "alipay")
    await shop.settle()
    await shop.pass_time(timedelta(minutes=1))
    await shop.settle()
    assert await shop.state(pledge) == "refunded"
    await shop.assert_books_agree()


async def test_a_payment_after_the_decision_goes_back_in_full(shop: Shop) -> None:
    pledge = await shop.begin("alipay")
    page = await open_checkout(pledge["id"])
    await shop.promised(campaign=await row("select * from campaign where id = {}", pledge["campaign"]))
    await end_now({"id": pledge["campaign"]})
    await shop.settle()
    await shop.choose(page, "pays", "alipay")
    await shop.settle()
    await shop.pass_time(timedelta(minutes=1))
    await shop.settle()
    assert await shop.state(pledge) == "refunded"
    assert [r["reason"] for r in await shop.refunds(pledge)] == ["hold_lost"]
    await shop.assert_books_agree()


async def test_a_card_saved_after_the_decision_is_never_charged(shop: Shop) -> None:
    pledge = await shop.begin()
    page = await open_checkout(pledge["id"])
    await shop.end(pledge)
    await shop.choose(page)
    await shop.pass_time(timedelta(days=9))
    await shop.settle()
    assert await shop.state(pledge) == "expired"
    assert await value("select count(*) from saved_method") == 0
    assert await shop.taken_at_stripe() == []


async def test_closing_before_the_hold_s_end_closes_nothing(shop: Shop) -> None:
    pledge = await shop.begin()
    page = await open_checkout(pledge["id"])
    await close_checkout(pledge["id"])
    assert await shop.state(pledge) == "started"
    assert await open_checkout(pledge["id"]) == page


async def test_an_unknown_outcome_is_never_taken_for_a_free_place(shop: Shop) -> None:
    pledge = await shop.begin()
    await open_checkout(pledge["id"])
    await hold_over(pledge)
    await shop.fault("lost_answer", "*")
    with pytest.raises((gateway.ProviderUnavailable, NotYetKnown)):
        await close_checkout(pledge["id"])
    assert await shop.state(pledge) == "expiring"
