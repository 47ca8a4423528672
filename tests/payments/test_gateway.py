"""The gateway's verbs against the local Stripe, over HTTP."""

import uuid
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from app.settings import settings
from payments import gateway
from payments.gateway import Line
from payments.sandbox.delivering import signature
from tests.payments.sandbox.fixtures import listener, running_sandbox, sandbox, sandbox_database  # noqa: F401
from tests.payments.sandbox.local_stripe import Listener, LocalStripe, browser, wait_until


@pytest.fixture(autouse=True)
def at_the_sandbox(sandbox: LocalStripe, monkeypatch: pytest.MonkeyPatch) -> None:  # noqa: F811
    monkeypatch.setitem(settings._env, "SANDBOX_URL", sandbox.url)


def key() -> str:
    return uuid.uuid4().hex


def terms(**more: Any) -> dict[str, Any]:
    urls = {"success_url": "https://shop.test/ok", "cancel_url": "https://shop.test/no"}
    return {"key": key(), "expires_at": datetime.now(UTC) + timedelta(minutes=31), "metadata": {"pledge": "p"}, **urls, **more}


async def saved(stripe_: LocalStripe, outcome: str, currency: str = "HKD") -> gateway.Card:
    page = await gateway.open_setup_checkout(currency=currency, email="fan@shop.test", **terms())
    assert page.url is not None
    stripe_.choose(page.url, outcome)
    card = (await gateway.read_checkout(page.id)).card
    assert card is not None
    return card


async def owed(card: gateway.Card, amount: int = 10000, currency: str = "HKD") -> gateway.Charge:
    assert card.customer is not None
    whose = {"customer": card.customer, "payment_method": card.payment_method}
    return await gateway.create_charge(key=key(), amount=amount, currency=currency, metadata={"pledge": "p"}, **whose)


async def attempt(charge: gateway.Charge, card: gateway.Card) -> Any:
    return await gateway.confirm_charge(charge.intent_id, key=key(), payment_method=card.payment_method)


async def paid_by_wallet(stripe_: LocalStripe, currency: str = "CNY") -> gateway.Checkout:
    lines = [Line("木灯", 19900), Line("运费", 600, 2)]
    page = await gateway.open_payment_checkout(lines=lines, currency=currency, methods=["alipay"], **terms())
    assert page.url is not None
    stripe_.choose(page.url, "pays", "alipay")
    return await gateway.read_checkout(page.id)


async def test_a_saved_card_comes_back_with_its_customer(sandbox: LocalStripe) -> None:  # noqa: F811
    page = await gateway.open_setup_checkout(currency="HKD", **terms())
    assert (page.mode, page.status, page.card, page.currency, page.metadata) == ("setup", "open", None, "HKD", {"pledge": "p"})
    sandbox.choose(page.url or "", "pays")
    done = await gateway.read_checkout(page.id)
    assert done.card is not None
    assert (done.status, done.card.last4, done.card.customer) == ("complete", "4242", done.customer)


async def test_the_same_key_opens_the_same_page(sandbox: LocalStripe) -> None:  # noqa: F811
    asked = terms()
    first, again = [await gateway.open_setup_checkout(currency="HKD", **asked) for _ in range(2)]
    assert first.id == again.id
    with pytest.raises(gateway.ProviderRefused) as refused:
        await gateway.open_setup_checkout(currency="USD", **asked)
    assert refused.value.code == "idempotency_error"


async def test_a_wallet_pays_the_sum_of_the_lines(sandbox: LocalStripe) -> None:  # noqa: F811
    done = await paid_by_wallet(sandbox)
    assert (done.paid, done.amount, done.currency) == (True, 21100, "CNY")
    charge = await gateway.read_charge(done.intent_id or "")
    assert (charge.status, charge.received, charge.method, charge.metadata) == ("succeeded", 21100, "alipay", {"pledge": "p"})


async def test_expiring_says_which_came_first(sandbox: LocalStripe) -> None:  # noqa: F811
    page = await gateway.open_setup_checkout(currency="HKD", **terms())
    assert await gateway.expire_checkout(page.id) == "expired"
    assert await gateway.expire_checkout(page.id) == "expired"
    assert await gateway.expire_checkout((await paid_by_wallet(sandbox)).id) == "already_complete"


async def test_expiring_is_sure_though_the_answer_was_lost(sandbox: LocalStripe) -> None:  # noqa: F811
    page = await gateway.open_setup_checkout(currency="HKD", **terms())
    sandbox.fault("lost_answer", "POST /v1/checkout/sessions/*/expire", times=1)
    assert await gateway.expire_checkout(page.id) == "expired"


async def test_a_charge_is_made_first_and_attempted_then(sandbox: LocalStripe) -> None:  # noqa: F811
    card = await saved(sandbox, "pays")
    charge = await owed(card)
    assert (charge.status, charge.received, charge.refusal) == ("requires_confirmation", 0, None)
    done = await attempt(charge, card)
    assert isinstance(done, gateway.Succeeded)
    assert (done.intent_id, done.amount, done.currency) == (charge.intent_id, 10000, "HKD")
    read = await gateway.read_charge(charge.intent_id)
    assert (read.charge_id, read.fee, read.fee_currency) == (done.charge_id, 575, "HKD")


@pytest.mark.parametrize(
    ("outcome", "refusal"),
    [
        ("declined_later", gateway.Refused("card_declined", "insufficient_funds", needs_authentication=False, may_retry=True)),
        (
            "needs_authentication_later",
            gateway.Refused("authentication_required", "authentication_required", needs_authentication=True, may_retry=False),
        ),
    ],
)
async def test_a_refusal_says_what_helps(sandbox: LocalStripe, outcome: str, refusal: gateway.Refused) -> None:  # noqa: F811
    card = await saved(sandbox, outcome)
    charge = await owed(card)
    assert await attempt(charge, card) == refusal
    read = await gateway.read_charge(charge.intent_id)
    assert (read.status, read.refusal) == ("requires_payment_method", refusal)


async def test_a_stolen_card_is_not_tried_again(sandbox: LocalStripe) -> None:  # noqa: F811
    card = await saved(sandbox, "pays")
    answer = await gateway.confirm_charge(
        (await owed(card)).intent_id, key=key(), payment_method="pm_card_visa_chargeDeclinedStolenCard"
    )
    assert isinstance(answer, gateway.Refused)
    assert (answer.decline_code, answer.may_retry) == ("stolen_card", False)


async def test_a_refused_card_recovers_in_person(sandbox: LocalStripe) -> None:  # noqa: F811
    card = await saved(sandbox, "declined_later")
    charge = await owed(card)
    assert isinstance(await attempt(charge, card), gateway.Refused)
    page = await gateway.open_recovery_checkout(lines=[Line("木灯", 10000)], currency="HKD", customer=card.customer, **terms())
    sandbox.choose(page.url or "", "pays")
    assert (await gateway.read_checkout(page.id)).paid
    assert await gateway.cancel_charge(charge.intent_id) == "cancelled"
    with pytest.raises(gateway.ProviderRefused):
        await attempt(charge, card)


@pytest.mark.parametrize("kind", ["error_after", "lost_answer", "truncated"])
async def test_an_attempt_without_an_answer_is_unknown_until_read_back(sandbox: LocalStripe, kind: str) -> None:  # noqa: F811
    card = await saved(sandbox, "pays")
    charge = await owed(card)
    sandbox.fault(kind, "POST /v1/payment_intents/*/confirm")
    unsure = await attempt(charge, card)
    assert isinstance(unsure, gateway.Unknown)
    sandbox.control("DELETE", "faults")
    assert (await gateway.read_charge(charge.intent_id)).status == "succeeded"
    later = await attempt(charge, card)
    assert isinstance(later, gateway.Succeeded)
    assert len([c for c in await gateway.list_charges(charge.created) if c.intent_id == charge.intent_id]) == 1
    entries = await gateway.list_balance_transactions(charge.created)
    assert [entry.amount for entry in entries if entry.source == later.charge_id] == [10000]


async def test_a_busy_provider_did_nothing(sandbox: LocalStripe) -> None:  # noqa: F811
    card = await saved(sandbox, "pays")
    charge = await owed(card)
    sandbox.fault("rate_limited", "POST /v1/payment_intents/*/confirm", times=1)
    with pytest.raises(gateway.ProviderBusy):
        await attempt(charge, card)
    assert (await gateway.read_charge(charge.intent_id)).status == "requires_confirmation"


async def test_an_absent_provider_is_unavailable(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(settings._env, "SANDBOX_URL", "http://127.0.0.1:9")
    with pytest.raises(gateway.ProviderUnavailable):
        await gateway.read_charge("pi_x")


async def test_without_a_key_paying_is_closed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(settings._env, "ENVIRONMENT", "production")
    with pytest.raises(gateway.NotConfigured):
        await gateway.read_charge("pi_x")


async def test_twd_is_counted_in_whole_dollars(sandbox: LocalStripe) -> None:  # noqa: F811
    card = await saved(sandbox, "pays", "TWD")
    charge = await owed(card, 1000, "TWD")
    await attempt(charge, card)
    read = await gateway.read_charge(charge.intent_id)
    assert (read.received, read.fee) == (1000, 44)
    back = await gateway.refund(charge.intent_id, key=key(), currency="TWD", amount=300, metadata={})
    assert (back.amount, back.currency) == (300, "TWD")
    assert (await gateway.read_charge(charge.intent_id)).refunded == 300


async def test_a_wallets_refund_settles_later(sandbox: LocalStripe) -> None:  # noqa: F811
    done = await paid_by_wallet(sandbox)
    intent = done.intent_id or ""
    back = await gateway.refund(intent, key=key(), currency="CNY", metadata={"refund": "r1"}, reason="requested_by_customer")
    assert (back.status, back.amount, back.metadata) == ("pending", 21100, {"refund": "r1"})
    wait_until(lambda: sandbox.control("POST", "tick") and _settled(sandbox, back.id))
    assert (await gateway.read_refund(back.id)).status == "succeeded"
    assert [found.id for found in await gateway.list_refunds(intent)] == [back.id]
    with pytest.raises(gateway.ProviderRefused) as refused:
        await gateway.refund(intent, key=key(), currency="CNY", metadata={})
    assert refused.value.code == "charge_already_refunded"


def _settled(stripe_: LocalStripe, refund_id: str) -> bool:
    headers = {"authorization": "Bearer sk_test_local_sandbox"}
    return browser.get(f"{stripe_.url}/v1/refunds/{refund_id}", headers=headers).json()["status"] == "succeeded"


async def test_a_dispute_can_be_read(sandbox: LocalStripe) -> None:  # noqa: F811
    done = await paid_by_wallet(sandbox)
    opened = sandbox.control("POST", "disputes", payment_intent=done.intent_id)
    dispute = await gateway.read_dispute(opened["id"])
    assert (dispute.status, dispute.amount, dispute.intent_id) == ("needs_response", 21100, done.intent_id)
    assert (await gateway.read_charge(done.intent_id or "")).disputed


async def test_events_are_listed_oldest_first(sandbox: LocalStripe) -> None:  # noqa: F811
    since = datetime.now(UTC) - timedelta(seconds=1)
    done = await paid_by_wallet(sandbox)
    ours = [event for event in await gateway.list_events(since) if event.intent_id == done.intent_id]
    types = ["payment_intent.created", "charge.succeeded", "payment_intent.succeeded", "checkout.session.completed"]
    assert [event.type for event in ours] == types
    assert all(event.metadata == {"pledge": "p"} for event in ours)


async def test_a_webhook_that_was_sent_is_believed(sandbox: LocalStripe, listener: Listener) -> None:  # noqa: F811
    done = await paid_by_wallet(sandbox)
    heard = listener.wait_for(done.id, "checkout.session.completed")[0]
    event = gateway.parse_webhook(heard.body, heard.signature, datetime.now(UTC))
    assert (event.type, event.object_kind, event.object_id) == ("checkout.session.completed", "checkout.session", done.id)
    assert (event.intent_id, event.metadata) == (done.intent_id, {"pledge": "p"})


@pytest.mark.parametrize("minutes", [-6, 6])
async def test_a_webhook_far_from_our_time_is_refused(sandbox: LocalStripe, listener: Listener, minutes: int) -> None:  # noqa: F811
    done = await paid_by_wallet(sandbox)
    heard = listener.wait_for(done.id, "checkout.session.completed")[0]
    with pytest.raises(gateway.BadSignature):
        gateway.parse_webhook(heard.body, heard.signature, datetime.now(UTC) + timedelta(minutes=minutes))


@pytest.mark.parametrize("header", [None, "", "t=1", "t=x,v1=y", "v1=abc", "t=1,v1=\u00e9", "t=9999999999999999,v1=0"])
def test_a_broken_signature_is_refused(header: str | None) -> None:
    with pytest.raises(gateway.BadSignature):
        gateway.parse_webhook(b"{}", header, datetime.now(UTC))


@pytest.mark.parametrize("body", [b"\xff\xfe", b"", b"[]", b"{}", b"null", b"not json"])
def test_a_body_that_is_no_event_is_refused_even_if_signed(body: bytes) -> None:
    now = datetime.now(UTC)
    header = signature(body.decode("utf-8", "replace"), int(now.timestamp()), secret=settings.stripe_webhook_secret)
    with pytest.raises(gateway.BadSignature):
        gateway.parse_webhook(body, header, now)
