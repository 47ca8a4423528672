"""Payment intents, charges, refunds, disputes and the balance."""

import asyncio
import time
from typing import Any

import pytest
import stripe

from tests.payments.sandbox.local_stripe import Listener, LocalStripe, Shop, browser, said

SETUP: Any = {"mode": "setup", "currency": "hkd", "customer_creation": "always", "success_url": "https://shop.test/"}


async def saved_card(sandbox: LocalStripe, shop: Shop, outcome: str, customer: str | None = None) -> tuple[str, str]:
    """Customer and payment method, saved on the hosted page."""
    params = {**SETUP, "customer": customer} if customer else dict(SETUP)
    if customer:
        del params["customer_creation"]
    session = await shop.v1.checkout.sessions.create_async(params)
    sandbox.choose(session.url, outcome)
    done: Any = await shop.v1.checkout.sessions.retrieve_async(session.id, {"expand": ["setup_intent"]})
    return done.customer, done.setup_intent.payment_method


async def intent_for(shop: Shop, customer: str, method: str, amount: int = 10000) -> Any:
    params: Any = {
        "amount": amount,
        "currency": "hkd",
        "customer": customer,
        "payment_method": method,
        "metadata": {"pledge": "7"},
    }
    return await shop.v1.payment_intents.create_async(params)


async def confirmed(shop: Shop, intent: Any, **more: Any) -> Any:
    return await shop.v1.payment_intents.confirm_async(intent.id, {"off_session": True, **more})


async def paid(shop: Shop, amount: int = 10000, currency: str = "hkd") -> Any:
    params: Any = {"amount": amount, "currency": currency, "payment_method": "pm_card_visa", "confirm": True}
    return await shop.v1.payment_intents.create_async({**params, "expand": ["latest_charge"]})


async def wallet_paid(sandbox: LocalStripe, shop: Shop) -> str:
    price = {"currency": "cny", "unit_amount": 5000, "product_data": {"name": "票"}}
    params: Any = {"mode": "payment", "success_url": "https://shop.test/", "line_items": [{"quantity": 1, "price_data": price}]}
    session = await shop.v1.checkout.sessions.create_async({**params, "allowed_payment_method_types": ["alipay"]})
    sandbox.choose(session.url, "pays", "alipay")
    return (await shop.v1.checkout.sessions.retrieve_async(session.id)).payment_intent  # type: ignore[return-value]


async def test_a_saved_card_is_charged_off_session_with_a_fee(sandbox: LocalStripe, shop: Shop, listener: Listener) -> None:
    customer, method = await saved_card(sandbox, shop, "pays")
    intent = await intent_for(shop, customer, method)
    assert intent.status == "requires_confirmation"
    done = await confirmed(shop, intent, expand=["latest_charge.balance_transaction"])
    entry = done.latest_charge.balance_transaction
    assert (done.status, done.amount_received, entry.amount, entry.fee, entry.net) == ("succeeded", 10000, 10000, 575, 9425)
    assert entry.status == "pending"
    for type_ in ("payment_intent.created", "payment_intent.succeeded"):
        listener.wait_for(intent.id, type_)
    told = listener.wait_for(done.latest_charge.id, "charge.succeeded")[0].event["data"]["object"]
    assert (told["metadata"], told["payment_intent"]) == ({"pledge": "7"}, intent.id)


async def test_a_card_declined_later_recovers_only_with_another(sandbox: LocalStripe, shop: Shop, listener: Listener) -> None:
    customer, method = await saved_card(sandbox, shop, "declined_later")
    intent = await intent_for(shop, customer, method)
    for _ in range(2):
        with pytest.raises(stripe.CardError) as refused:
            await confirmed(shop, intent, payment_method=method)
        error = said(refused)
        assert (refused.value.http_status, refused.value.code, error.decline_code) == (402, "card_declined", "insufficient_funds")
        assert (error.payment_intent.id, error.payment_intent.status) == (intent.id, "requires_payment_method")
        assert error.payment_intent.last_payment_error.payment_method.id == method
    listener.wait_for(intent.id, "payment_intent.payment_failed", times=2)
    _, other = await saved_card(sandbox, shop, "pays", customer)
    assert (await confirmed(shop, intent, payment_method=other)).status == "succeeded"
    charges = await shop.v1.charges.list_async({"payment_intent": intent.id})
    assert [charge.status for charge in charges.data] == ["succeeded", "failed", "failed"]


async def test_a_card_that_needs_authentication_pays_once_its_owner_is_there(sandbox: LocalStripe, shop: Shop) -> None:
    customer, method = await saved_card(sandbox, shop, "needs_authentication_later")
    intent = await intent_for(shop, customer, method)
    with pytest.raises(stripe.CardError) as refused:
        await confirmed(shop, intent)
    assert (refused.value.code, said(refused).decline_code) == ("authentication_required", "authentication_required")
    on_session: Any = {"payment_method": method, "return_url": "https://shop.test/r?x=1"}
    asked: Any = await shop.v1.payment_intents.confirm_async(intent.id, on_session)
    assert asked.status == "requires_action"
    back = browser.post(asked.next_action.redirect_to_url.url, data={"answer": "approve"})
    assert back.headers["location"].startswith("https://shop.test/r?x=1&payment_intent=")
    assert (await shop.v1.payment_intents.retrieve_async(intent.id)).status == "succeeded"


@pytest.mark.parametrize(
    ("method", "code", "decline_code"),
    [
        ("pm_card_chargeDeclined", "card_declined", "generic_decline"),
        ("pm_card_chargeDeclinedInsufficientFunds", "card_declined", "insufficient_funds"),
        ("pm_card_visa_chargeDeclinedLostCard", "card_declined", "lost_card"),
        ("pm_card_chargeDeclinedExpiredCard", "expired_card", "expired_card"),
        ("pm_card_chargeCustomerFail", "card_declined", "generic_decline"),
        ("pm_card_authenticationRequired", "authentication_required", "authentication_required"),
    ],
)
async def test_stripes_test_cards_behave_as_their_names_say(shop: Shop, method: str, code: str, decline_code: str) -> None:
    params: Any = {"amount": 5000, "currency": "usd", "payment_method": method, "confirm": True, "off_session": True}
    with pytest.raises(stripe.CardError) as refused:
        await shop.v1.payment_intents.create_async(params)
    assert (refused.value.code, said(refused).decline_code) == (code, decline_code)


@pytest.mark.parametrize(("amount", "currency"), [(399, "hkd"), (49, "usd"), (49, "eur"), (29, "gbp"), (49, "jpy"), (399, "cny")])
async def test_a_charge_under_the_minimum_is_refused(shop: Shop, amount: int, currency: str) -> None:
    with pytest.raises(stripe.InvalidRequestError) as refused:
        await shop.v1.payment_intents.create_async({"amount": amount, "currency": currency})
    assert (refused.value.code, refused.value.param) == ("amount_too_small", "amount")
    assert (await shop.v1.payment_intents.create_async({"amount": amount + 1, "currency": currency})).amount == amount + 1


async def test_a_paid_or_cancelled_intent_cannot_be_confirmed(shop: Shop, listener: Listener) -> None:
    done = await paid(shop)
    cancelled = await shop.v1.payment_intents.create_async({"amount": 5000, "currency": "hkd"})
    assert (await shop.v1.payment_intents.cancel_async(cancelled.id)).status == "canceled"
    for intent in (done, cancelled):
        with pytest.raises(stripe.InvalidRequestError) as refused:
            await confirmed(shop, intent, payment_method="pm_card_visa")
        assert refused.value.code == "payment_intent_unexpected_state"
    with pytest.raises(stripe.InvalidRequestError):
        await shop.v1.payment_intents.cancel_async(done.id)
    listener.wait_for(cancelled.id, "payment_intent.canceled")


async def test_a_customers_card_pays_for_nobody_else(sandbox: LocalStripe, shop: Shop) -> None:
    _, method = await saved_card(sandbox, shop, "pays")
    stranger = await shop.v1.customers.create_async({"email": "x@shop.test"})
    with pytest.raises(stripe.InvalidRequestError) as refused:
        await intent_for(shop, stranger.id, method)
    assert refused.value.param == "payment_method"


async def test_twenty_confirmations_in_parallel_all_succeed(shop: Shop) -> None:
    intents = [await shop.v1.payment_intents.create_async({"amount": 1000, "currency": "hkd"}) for _ in range(20)]
    done = await asyncio.gather(*(confirmed(shop, intent, payment_method="pm_card_visa") for intent in intents))
    assert [intent.status for intent in done] == ["succeeded"] * 20


async def test_confirming_one_intent_many_times_at_once_charges_once(shop: Shop) -> None:
    intent = await shop.v1.payment_intents.create_async({"amount": 1000, "currency": "hkd"})
    attempts = (confirmed(shop, intent, payment_method="pm_card_visa") for _ in range(10))
    answers = await asyncio.gather(*attempts, return_exceptions=True)
    assert sum(not isinstance(answer, Exception) for answer in answers) == 1
    assert len((await shop.v1.charges.list_async({"payment_intent": intent.id})).data) == 1


async def test_refunds_never_exceed_the_charge(shop: Shop, listener: Listener) -> None:
    done = await paid(shop)
    parts = (shop.v1.refunds.create_async({"payment_intent": done.id, "amount": 3000}) for _ in range(6))
    answers = await asyncio.gather(*parts, return_exceptions=True)
    assert sum(not isinstance(answer, Exception) for answer in answers) == 3
    rest = await shop.v1.refunds.create_async({"charge": done.latest_charge.id})
    assert (rest.amount, rest.status) == (1000, "succeeded")
    with pytest.raises(stripe.InvalidRequestError) as refused:
        await shop.v1.refunds.create_async({"payment_intent": done.id})
    assert refused.value.code == "charge_already_refunded"
    charge: Any = await shop.v1.charges.retrieve_async(done.latest_charge.id, {"expand": ["refunds"]})
    assert (charge.refunded, charge.amount_refunded, len(charge.refunds.data)) == (True, 10000, 4)
    listener.wait_for(rest.id, "refund.created")
    listener.wait_for(charge.id, "charge.refunded", times=4)


async def test_a_refund_gives_no_fee_back(shop: Shop) -> None:
    done = await paid(shop)
    refund = await shop.v1.refunds.create_async({"payment_intent": done.id, "expand": ["balance_transaction"]})
    entry: Any = refund.balance_transaction
    assert (entry.amount, entry.fee, entry.net, entry.source) == (-10000, 0, -10000, refund.id)


async def test_a_wallets_refund_is_pending_and_then_succeeds(sandbox: LocalStripe, shop: Shop, listener: Listener) -> None:
    intent = await wallet_paid(sandbox, shop)
    refund = await shop.v1.refunds.create_async({"payment_intent": intent})
    assert refund.status == "pending"
    for type_ in ("refund.updated", "charge.refund.updated"):
        told = listener.wait_for(refund.id, type_)[0].event
        assert told["data"]["object"]["status"] == "succeeded"
    assert (await shop.v1.refunds.retrieve_async(refund.id)).status == "succeeded"


async def test_a_wallets_refund_may_fail_and_the_money_comes_home(sandbox: LocalStripe, shop: Shop, listener: Listener) -> None:
    sandbox.fault("refund_fails", "alipay", times=1)
    intent = await wallet_paid(sandbox, shop)
    refund = await shop.v1.refunds.create_async({"payment_intent": intent})
    listener.wait_for(refund.id, "refund.failed")
    failed: Any = await shop.v1.refunds.retrieve_async(refund.id, {"expand": ["failure_balance_transaction", "charge"]})
    assert (failed.status, failed.failure_balance_transaction.amount, failed.charge.amount_refunded) == ("failed", 5000, 0)


async def test_a_dispute_takes_the_money_and_gives_it_back_when_won(sandbox: LocalStripe, shop: Shop, listener: Listener) -> None:
    done = await paid(shop)
    dispute = sandbox.control("POST", "disputes", payment_intent=done.id)
    listener.wait_for(dispute["id"], "charge.dispute.created")
    with pytest.raises(stripe.InvalidRequestError) as refused:
        await shop.v1.refunds.create_async({"payment_intent": done.id})
    assert refused.value.code == "charge_disputed"
    sandbox.control("POST", f"disputes/{dispute['id']}/close", status="won")
    listener.wait_for(dispute["id"], "charge.dispute.closed")
    closed = await shop.v1.disputes.retrieve_async(dispute["id"])
    assert closed.status == "won"
    entries = await shop.v1.balance_transactions.list_async({"source": dispute["id"]})
    assert [(entry.amount, entry.fee) for entry in entries.data] == [(10000, 0), (-10000, 1500)]


async def test_the_balance_equals_the_sum_of_its_entries(shop: Shop) -> None:
    done = await paid(shop, 7000, "sgd")
    await shop.v1.refunds.create_async({"payment_intent": done.id, "amount": 2000})
    entries = await shop.v1.balance_transactions.list_async({"currency": "sgd"})
    balance: Any = await shop.v1.balance.retrieve_async()
    held = sum(part["amount"] for part in [*balance.available, *balance.pending] if part["currency"] == "sgd")
    assert held == sum(entry.net for entry in entries.data) == 7000 - 288 - 2000


async def test_fees_can_be_set(sandbox: LocalStripe, shop: Shop) -> None:
    sandbox.control("POST", "settings", fee_basis_points=100, fee_fixed=7)
    try:
        done: Any = await paid(shop, 10000)
        assert (await shop.v1.balance_transactions.retrieve_async(done.latest_charge.balance_transaction)).fee == 107
    finally:
        sandbox.control("POST", "settings", fee_basis_points=None, fee_fixed=None)


async def test_lists_are_paged_both_ways_and_by_time(shop: Shop) -> None:
    customer = (await shop.v1.customers.create_async({"name": "pages"})).id
    made = [
        (await shop.v1.payment_intents.create_async({"amount": 500, "currency": "hkd", "customer": customer})).id
        for _ in range(5)
    ]
    newest = made[::-1]
    first = await shop.v1.payment_intents.list_async({"customer": customer, "limit": 2})
    assert ([intent.id for intent in first.data], first.has_more) == (newest[:2], True)
    after = await shop.v1.payment_intents.list_async({"customer": customer, "limit": 2, "starting_after": newest[1]})
    assert [intent.id for intent in after.data] == newest[2:4]
    before = await shop.v1.payment_intents.list_async({"customer": customer, "limit": 2, "ending_before": newest[3]})
    assert [intent.id for intent in before.data] == newest[1:3]
    assert [intent.id async for intent in first.auto_paging_iter()] == newest
    later: Any = {"customer": customer, "created": {"gte": int(time.time()) + 60}}
    assert (await shop.v1.payment_intents.list_async(later)).data == []


async def test_what_does_not_exist_is_named(shop: Shop) -> None:
    with pytest.raises(stripe.InvalidRequestError) as missing:
        await shop.v1.payment_intents.retrieve_async("pi_nothing")
    assert (missing.value.http_status, missing.value.code) == (404, "resource_missing")
    assert missing.value.request_id is not None and missing.value.request_id.startswith("req_")


async def test_a_wrong_key_opens_nothing(sandbox: LocalStripe) -> None:
    stranger = stripe.StripeClient("sk_test_wrong", base_addresses={"api": sandbox.url}, http_client=stripe.HTTPXClient())
    with pytest.raises(stripe.AuthenticationError):
        await stranger.v1.balance.retrieve_async()
    assert browser.get(f"{sandbox.url}/_sandbox/faults").status_code == 401
