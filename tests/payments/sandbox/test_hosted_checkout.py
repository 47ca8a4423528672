"""Hosted checkout: sessions as the shop opens them, and what the person meets on the page."""

import asyncio
import time
from typing import Any

import asyncpg
import httpx
import pytest
import stripe

from tests.payments.sandbox.local_stripe import Listener, LocalStripe, Shop, browser

URLS = {"success_url": "https://shop.test/back?c={CHECKOUT_SESSION_ID}", "cancel_url": "https://shop.test/cancelled"}
SETUP: Any = {"mode": "setup", "currency": "hkd", "allowed_payment_method_types": ["card"], "customer_creation": "always", **URLS}


def payment(method: str, amount: int = 19900, currency: str = "hkd", **more: Any) -> Any:
    price = {"currency": currency, "unit_amount": amount, "product_data": {"name": "木灯 早鸟"}}
    lines = [{"quantity": 2, "price_data": price}]
    return {"mode": "payment", "allowed_payment_method_types": [method], "line_items": lines, **URLS, **more}


async def opened(shop: Shop, params: Any) -> Any:
    return await shop.v1.checkout.sessions.create_async(params)


async def again(shop: Shop, session: Any, *expand: str) -> Any:
    return await shop.v1.checkout.sessions.retrieve_async(session.id, {"expand": list(expand)})


async def test_a_card_saved_on_the_page_belongs_to_a_new_customer(sandbox: LocalStripe, shop: Shop) -> None:
    inside = {"metadata": {"pledge": "p1"}}
    session = await opened(
        shop, {**SETUP, "customer_email": "fan@shop.test", "metadata": {"pledge": "p1"}, "setup_intent_data": inside}
    )
    assert (session.status, session.customer) == ("open", None)
    answer = sandbox.choose(session.url, "pays")
    assert (answer.status_code, answer.headers["location"]) == (303, f"https://shop.test/back?c={session.id}")
    done = await again(shop, session, "setup_intent.payment_method", "customer")
    assert (done.status, done.payment_status, done.url) == ("complete", "no_payment_required", None)
    assert (done.setup_intent.status, done.setup_intent.metadata["pledge"]) == ("succeeded", "p1")
    assert done.setup_intent.payment_method.customer == done.customer.id
    assert done.customer.email == "fan@shop.test"


async def test_a_card_declined_now_leaves_the_page_open_for_another(sandbox: LocalStripe, shop: Shop, listener: Listener) -> None:
    session = await opened(shop, SETUP)
    answer = sandbox.choose(session.url, "declined")
    assert (answer.status_code, "generic_decline" in answer.text) == (422, True)
    failed = listener.wait_for(session.setup_intent, "setup_intent.setup_failed")[0].event["data"]["object"]
    assert failed["last_setup_error"]["code"] == "card_declined"
    assert (await again(shop, session)).status == "open"
    assert sandbox.choose(session.url, "pays").status_code == 303


@pytest.mark.parametrize(("word", "status"), [("approve", "complete"), ("refuse", "open")])
async def test_the_bank_asks_before_a_payment_goes_through(sandbox: LocalStripe, shop: Shop, word: str, status: str) -> None:
    session = await opened(shop, payment("card"))
    asked = sandbox.choose(session.url, "asks_3ds").headers["location"]
    assert asked == f"/c/pay/{session.id}/authenticate"
    waiting = await again(shop, session, "payment_intent")
    assert waiting.payment_intent.status == "requires_action"
    browser.post(sandbox.url + asked, data={"answer": word})
    done = await again(shop, session, "payment_intent")
    assert (done.status, done.payment_intent.status == "succeeded") == (status, word == "approve")


@pytest.mark.parametrize("wallet", ["alipay", "wechat_pay"])
async def test_a_wallet_pays_at_once_after_it_refused_once(sandbox: LocalStripe, shop: Shop, wallet: str) -> None:
    session = await opened(shop, payment(wallet, payment_intent_data={"metadata": {"pledge": "w"}}))
    assert session.payment_intent is None
    assert sandbox.choose(session.url, "refused", wallet).status_code == 422
    assert (await again(shop, session, "payment_intent")).payment_intent.status == "requires_payment_method"
    assert sandbox.choose(session.url, "pays", wallet).status_code == 303
    done = await again(shop, session, "payment_intent.latest_charge")
    assert (done.payment_status, done.amount_total, done.payment_intent.metadata["pledge"]) == ("paid", 39800, "w")
    assert done.payment_intent.latest_charge.payment_method_details.type == wallet


async def test_an_expired_page_takes_no_money(sandbox: LocalStripe, shop: Shop, listener: Listener) -> None:
    session = await opened(shop, payment("alipay"))
    assert (await shop.v1.checkout.sessions.expire_async(session.id)).status == "expired"
    answer = sandbox.choose(session.url, "pays", "alipay")
    assert "location" not in answer.headers or "shop.test" not in answer.headers["location"]
    assert "已过期" in browser.get(session.url).text
    after = await again(shop, session)
    assert (after.status, after.payment_intent, after.url) == ("expired", None, None)
    listener.wait_for(session.id, "checkout.session.expired")


async def test_a_complete_page_cannot_be_expired(sandbox: LocalStripe, shop: Shop) -> None:
    session = await opened(shop, payment("alipay"))
    sandbox.choose(session.url, "pays", "alipay")
    with pytest.raises(stripe.InvalidRequestError, match=r"have? a status|has a status of `complete`") as refused:
        await shop.v1.checkout.sessions.expire_async(session.id)
    assert refused.value.http_status == 400
    assert (await again(shop, session)).payment_status == "paid"


async def test_expiring_a_page_while_the_bank_asks_cancels_the_payment(sandbox: LocalStripe, shop: Shop) -> None:
    session = await opened(shop, payment("card"))
    asked = sandbox.choose(session.url, "asks_3ds").headers["location"]
    await shop.v1.checkout.sessions.expire_async(session.id)
    browser.post(sandbox.url + asked, data={"answer": "approve"})
    done = await again(shop, session, "payment_intent")
    assert (done.status, done.payment_intent.status) == ("expired", "canceled")


async def test_two_confirmations_of_one_page_pay_once(sandbox: LocalStripe, shop: Shop) -> None:
    session = await opened(shop, payment("card"))
    form = {"method": "card", "outcome": "pays"}
    async with httpx.AsyncClient(verify=False) as people:
        answers = await asyncio.gather(*(people.post(session.url, data=form) for _ in range(8)))
    assert {answer.status_code for answer in answers} == {303}
    intent = (await again(shop, session)).payment_intent
    charges = await shop.v1.charges.list_async({"payment_intent": intent})
    assert len(charges.data) == 1


async def test_paying_and_expiring_at_once_never_both_happen(shop: Shop) -> None:
    async def race(people: httpx.AsyncClient) -> tuple[bool, bool]:
        session = await opened(shop, payment("alipay"))
        form = {"method": "alipay", "outcome": "pays"}
        ends = (people.post(session.url, data=form), shop.v1.checkout.sessions.expire_async(session.id))
        page, _ = await asyncio.gather(*ends, return_exceptions=True)
        assert isinstance(page, httpx.Response)
        done = await again(shop, session, "payment_intent")
        taken = done.payment_intent is not None and done.payment_intent.status == "succeeded"
        assert (done.status, taken) in (("complete", True), ("expired", False))
        return taken, "shop.test/back" in page.headers.get("location", "")

    async with httpx.AsyncClient(verify=False) as people:
        outcomes = [outcome for _ in range(5) for outcome in await asyncio.gather(*(race(people) for _ in range(8)))]
    assert all(taken == told for taken, told in outcomes)


async def test_time_expires_a_session(sandbox: LocalStripe, shop: Shop, listener: Listener) -> None:
    session = await opened(shop, {**SETUP, "expires_at": int(time.time()) + 1860})
    connection = await asyncpg.connect(sandbox.database_url)
    try:
        await connection.execute("insert into clock_shift (shift) values ('32 minutes')")
        sandbox.control("POST", "tick")
        assert (await again(shop, session)).status == "expired"
        event = listener.wait_for(session.id, "checkout.session.expired")[0].event
        assert event["created"] >= session.expires_at
    finally:
        await connection.execute("delete from clock_shift")
        await connection.close()


@pytest.mark.parametrize("seconds", [29 * 60, 24 * 3600 + 60])
async def test_a_session_lives_between_30_minutes_and_a_day(shop: Shop, seconds: int) -> None:
    with pytest.raises(stripe.InvalidRequestError) as refused:
        await opened(shop, {**SETUP, "expires_at": int(time.time()) + seconds})
    assert refused.value.param == "expires_at"


@pytest.mark.parametrize(
    ("params", "param", "code"),
    [
        (payment("card", 199), "line_items", "amount_too_small"),
        (payment("alipay", 50000, "twd"), "allowed_payment_method_types", None),
        ({**SETUP, "colour": "red"}, "colour", "parameter_unknown"),
        ({**SETUP, "payment_method_types": ["card"]}, "payment_method_types", "payment_method_types_no_longer_supported"),
        ({**SETUP, "customer": "cus_nobody"}, "customer", "resource_missing"),
        ({k: v for k, v in SETUP.items() if k != "success_url"}, "success_url", "parameter_missing"),
    ],
)
async def test_a_session_that_cannot_be_is_refused(shop: Shop, params: Any, param: str, code: str | None) -> None:
    with pytest.raises(stripe.InvalidRequestError) as refused:
        await opened(shop, params)
    assert (refused.value.param, refused.value.code) == (param, code)


async def test_methods_the_currency_rules_out_fall_away(shop: Shop) -> None:
    session = await opened(shop, {**payment("card", 50000, "twd"), "allowed_payment_method_types": ["alipay", "card"]})
    assert session.payment_method_types == ["card"]


@pytest.mark.parametrize(("locale", "word"), [("zh", "明细"), ("zh-TW", "明細"), ("en", "Items")])
async def test_the_page_shows_what_is_paid_in_the_sessions_language(shop: Shop, locale: str, word: str) -> None:
    session = await opened(shop, payment("alipay", locale=locale))
    page = browser.get(session.url)
    for shown in (word, "HK$398.00", "木灯 早鸟 × 2", "本地测试收银台", "https://shop.test/cancelled"):
        assert shown in page.text
    policy = page.headers["content-security-policy"]
    assert "form-action 'self' https://shop.test" in policy
    assert ("default-src 'none'" in policy, "<script" in page.text, "style=" in page.text) == (True, False, False)


async def test_looking_at_the_page_changes_nothing(sandbox: LocalStripe, shop: Shop) -> None:
    session = await opened(shop, payment("card"))
    for _ in range(3):
        assert browser.get(session.url).status_code == 200
    assert (await again(shop, session)).payment_intent is None


async def test_line_items_come_when_asked_for(shop: Shop) -> None:
    session = await opened(shop, payment("card"))
    assert "line_items" not in session
    full = await again(shop, session, "line_items")
    assert [(item.description, item.quantity, item.amount_total) for item in full.line_items.data] == [("木灯 早鸟", 2, 39800)]
