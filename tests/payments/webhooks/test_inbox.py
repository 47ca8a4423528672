"""The provider's word may come twice, late, out of order, never, or from a stranger."""

import random
import time
from datetime import timedelta

import msgspec
import pytest

from app.foundation.database import execute, value
from app.jobs import tick
from app.settings import settings
from payments.webhooks.actions import handle_event
from tests.payments.makers import WEBHOOK, Shop
from tests.people import make_member, sign_in


async def kept() -> int:
    return await value("select count(*) from webhook_event")


async def test_an_event_is_durable_with_its_job_before_it_is_acknowledged(shop: Shop) -> None:
    await shop.pay(await shop.begin())
    events = await shop.heard()
    assert set(await shop.deliver(events)) == {200}
    assert await kept() == len(events)
    assert await value("select count(*) from pgqueuer where entrypoint = 'handle_webhook'") == len(events)
    assert await value("select count(*) from webhook_event where handled_at is not null") == 0


async def test_an_event_delivered_twice_is_kept_once(shop: Shop) -> None:
    pledge = await shop.begin("alipay")
    await shop.pay(pledge)
    events = await shop.heard()
    await shop.deliver(events + events)
    assert await kept() == len(events)
    await tick()
    await shop.deliver(events)
    for event in range(1, await kept() + 1):
        await handle_event(event)
    await shop.settle()
    assert await shop.state(pledge) == "paid"
    assert await value("select count(*) from payment") == 1
    await shop.assert_books_agree()


@pytest.mark.parametrize("seed", range(4))
async def test_the_order_of_arrival_does_not_matter(shop: Shop, seed: int) -> None:
    card, wallet = await shop.begin("card"), await shop.begin("wechat_pay")
    await shop.pay(card)
    await shop.pay(wallet)
    events = await shop.heard()
    random.Random(seed).shuffle(events)
    await shop.deliver(events)
    await shop.settle()
    assert [await shop.state(card), await shop.state(wallet)] == ["promised", "paid"]
    await shop.assert_books_agree()


async def test_events_that_never_came_are_found_in_the_provider_s_list(shop: Shop) -> None:
    pledge = await shop.begin("alipay")
    await shop.fault("lost", "*")
    await shop.pay(pledge)
    assert await shop.heard() == []
    await tick()
    assert await shop.state(pledge) == "paid"
    await shop.fault("lost", "*")
    other = await shop.begin("alipay")
    await shop.pay(other)
    await tick()
    assert await shop.state(other) == "started"  # listed just now; the next look is in three minutes
    await shop.pass_time(timedelta(minutes=4))
    await tick()
    assert await shop.state(other) == "paid"


async def test_a_page_whose_word_was_lost_everywhere_is_read_back(shop: Shop) -> None:
    pledge = await shop.begin()
    await shop.fault("lost", "*")
    await shop.fault("error_before", "GET /v1/events")
    await shop.pay(pledge)
    await shop.pass_time(timedelta(minutes=6))
    await tick()
    assert await shop.state(pledge) == "promised"


async def test_a_stranger_s_word_is_refused(shop: Shop) -> None:
    await shop.fault("forged", "*", times=1)
    await shop.pay(await shop.begin())
    events = await shop.heard()
    answers = await shop.deliver(events)
    assert sorted(set(answers)) == [200, 400]
    assert await value("select count(*) from webhook_event where provider_id like 'evt_forged%'") == 0


async def test_changed_bytes_a_missing_or_stale_signature_and_bytes_that_are_no_text_are_refused(shop: Shop) -> None:
    await shop.pay(await shop.begin())
    event = (await shop.heard())[0]
    assert (await shop.post(event.body + b" ", event.signature)).status_code == 400
    assert (await shop.client.post(WEBHOOK, content=event.body)).status_code == 400
    assert (await shop.post(b"\xff\xfe", event.signature)).status_code == 400
    from payments.sandbox.delivering import signature

    for moment in (time.time() - 400, time.time() + 400):
        stale = signature(event.body.decode(), int(moment), secret=settings.stripe_webhook_secret)
        assert (await shop.post(event.body, stale)).status_code == 400
    assert await kept() == 0
    assert (await shop.post(event.body, event.signature)).status_code == 200


async def test_a_body_beyond_measure_is_refused_unread(shop: Shop) -> None:
    assert (await shop.post(b" " * 600_000, "t=1,v1=x")).status_code == 413


async def test_without_a_secret_the_route_is_closed(shop: Shop, monkeypatch: pytest.MonkeyPatch) -> None:
    await shop.pay(await shop.begin())
    event = (await shop.heard())[0]
    monkeypatch.setitem(settings._env, "STRIPE_SECRET_KEY", "sk_test_of_somebody")
    assert settings.stripe_webhook_secret == ""
    assert (await shop.post(event.body, event.signature)).status_code == 404
    assert await kept() == 0


async def test_what_cannot_be_handled_now_is_tried_again_and_seen_by_staff(shop: Shop) -> None:
    pledge = await shop.begin("alipay")
    await shop.pay(pledge)
    await shop.deliver(await shop.heard())
    await shop.fault("error_before", "GET /v1/*")
    total = await tick()
    assert total.failed == 0
    assert await shop.state(pledge) == "started"
    await sign_in(shop.client, await make_member(staff=True, email="staff@people.test"))
    page = (await shop.client.get("/staff/webhooks")).text
    assert "checkout.session.completed" in page
    assert "ProviderUnavailable" in page

    await shop.no_faults()
    await shop.pass_time(timedelta(minutes=2))
    await shop.settle()
    assert await shop.state(pledge) == "paid"
    assert await value("select count(*) from webhook_event where handled_at is null") == 0
    assert "都处理好了" in (await shop.client.get("/staff/webhooks")).text


async def test_an_event_about_something_that_is_not_ours_harms_nothing(shop: Shop) -> None:
    await shop.pay(await shop.begin())
    event = (await shop.heard())[0]
    body = msgspec.json.decode(event.body)
    body["id"], body["type"] = "evt_other", "customer.created"
    body["data"]["object"] = {"id": "cus_other", "object": "customer"}
    from payments.sandbox.delivering import signature

    raw = msgspec.json.encode(body)
    signed = signature(raw.decode(), int(time.time()), secret=settings.stripe_webhook_secret)
    assert (await shop.post(raw, signed)).status_code == 200
    await tick()
    assert await value("select handled_at is not null from webhook_event where provider_id = 'evt_other'")
    await execute("delete from webhook_event")
