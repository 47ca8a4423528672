"""What concerns money goes on to the next channel until it has reached its member, and each step is kept."""

from datetime import timedelta

import httpx
import pytest

from app.foundation import clock
from app.foundation.database import execute, row, value
from app.foundation.money import Money
from app.notifications import events as registry
from app.notifications.actions import notify
from app.notifications.params import Said
from app.notifications.reaching.actions import follow_up
from app.notifications.rules import Hours, Wish
from app.notifications.sending import send_waiting
from app.notifications.sms.sending import send_waiting as send_waiting_sms
from app.settings import settings
from tests.notifications.readers import at_noon, count, make_reader, states, steps
from tests.notifications.smtp import mail_server
from tests.people import make_member, sign_in

UNPAID: set[str] = set()


async def _waits(public_id: str) -> bool:
    return public_id in UNPAID


@pytest.fixture(autouse=True)
async def noon(db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    """A pledge is unpaid while the test says so, and nobody sleeps."""
    UNPAID.clear()
    UNPAID.add("k7m2qxvb")
    refused = registry.known_events()["charge_refused"]
    told = dict(registry.known_events()) | {
        "charge_refused": type(refused)(**{name: getattr(refused, name) for name in refused.__slots__} | {"is_open": _waits})
    }
    for module in ("actions", "sending", "mails", "completing", "queries", "reaching.actions", "reaching.queries", "sms.sending"):
        monkeypatch.setattr(f"app.notifications.{module}.known_events", lambda: told)
    await at_noon()


async def refuse_charge(member: int) -> None:
    await notify(
        [member], "charge_refused", "/pledges/k7m2qxvb?key=x", about="k7m2qxvb", campaign="会唱歌的水壶",
        amount=Money(19900, "CNY"), until=await clock.now() + timedelta(days=7), why=Said("返回上一页"),
    )  # fmt: skip


async def hours_pass(hours: float) -> None:
    await clock.shift(timedelta(hours=hours))
    await send_waiting()
    await send_waiting_sms()
    await follow_up()
    await send_waiting_sms()


async def test_a_refused_card_is_mailed_then_texted_then_staffs() -> None:
    member = await make_reader(phone=True)
    await refuse_charge(member.id)
    await hours_pass(0.1)
    assert (await count("mail"), await count("sms"), await states()) == (1, 0, ["mail"])
    await hours_pass(24)
    assert (await count("mail"), await count("sms"), await states()) == (1, 1, ["sms"])
    assert await value("select sent_at is not null from sms")
    await hours_pass(0.2)
    await hours_pass(24)
    assert await states() == ["sms"], "staff's time is asked for late"
    await hours_pass(72)
    assert (await count("mail"), await count("sms"), await states()) == (1, 1, ["staff"])
    assert [state for state, _ in await steps()] == ["mail", "sms", "staff"]
    assert (await steps())[1] == ("sms", "告诉过了，一直没有处理")


async def test_whoever_has_paid_hears_no_more() -> None:
    member = await make_reader(phone=True)
    await refuse_charge(member.id)
    await hours_pass(0.1)
    UNPAID.clear()
    await hours_pass(24)
    assert (await count("sms"), await states()) == (0, ["settled"])
    assert (await steps())[-1] == ("settled", "done")


async def test_a_second_refusal_mails_again_but_begins_no_second_chase() -> None:
    member = await make_reader(phone=True)
    await refuse_charge(member.id)
    await refuse_charge(member.id)
    assert (await count("mail"), await count("must_reach"), await count("must_reach_event")) == (2, 1, 1)


async def test_without_a_mail_address_the_message_is_first() -> None:
    member = await make_reader(mail=False, phone=True)
    await refuse_charge(member.id)
    assert (await count("mail"), await count("sms"), await states()) == (0, 1, ["sms"])


async def test_without_any_address_it_is_at_once_the_staffs(client: httpx.AsyncClient) -> None:
    member = await make_reader(mail=False)
    await refuse_charge(member.id)
    assert (await count("mail"), await count("sms"), await states()) == (0, 0, ["staff"])
    await sign_in(client, await make_member(staff=True))
    assert "1 个人没联系上" in (await client.get("/staff")).text
    page = await client.get("/staff/unreached")
    assert member.name in page.text
    assert "会唱歌的水壶" in page.text
    settled = await client.post(f"/staff/unreached/{await value('select id from must_reach')}/settlement")
    assert settled.status_code == 303
    assert await states() == ["settled"]
    assert await row("select actor is not null as by_somebody, source from must_reach_event order by id desc limit 1") == {
        "by_somebody": True,
        "source": "person",
    }


async def test_the_staffs_list_is_not_for_others(client: httpx.AsyncClient) -> None:
    await sign_in(client, await make_member())
    assert (await client.get("/staff/unreached")).status_code == 404
    assert (await client.post("/staff/unreached/1/settlement")).status_code == 404


async def test_a_refund_is_settled_once_sent() -> None:
    member = await make_reader(phone=True)
    await notify([member.id], "pledge_refunded", "/pledges/x", campaign="水壶", amount=Money(1900, "CNY"), why=Said(""))
    await hours_pass(0.1)
    assert (await states(), await count("sms")) == (["settled"], 0)
    assert (await steps())[-1] == ("settled", "sent")


async def test_a_refund_read_in_the_app_needs_no_other_channel(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(settings._env, "SMTP_URL", "smtp://127.0.0.1:9")
    member = await make_reader(phone=True)
    await notify([member.id], "pledge_refunded", "/pledges/x", campaign="水壶", amount=Money(1900, "CNY"), why=Said(""))
    await execute("update notice set read_at = app_now()")
    await hours_pass(0.1)
    assert await states() == ["settled"]


async def test_a_mailbox_that_is_gone_sends_the_refund_by_message_and_says_so_to_the_member(
    client: httpx.AsyncClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with mail_server() as server:
        monkeypatch.setitem(settings._env, "SMTP_URL", server.url)
        server.answer = b"550 5.1.1 no such user here"
        member = await make_reader(phone=True)
        await notify([member.id], "pledge_refunded", "/pledges/x", campaign="水壶", amount=Money(1900, "CNY"), why=Said(""))
        await hours_pass(0.1)
        assert await count("unreachable") == 1
        await hours_pass(0.1)
        await hours_pass(0.1)
        assert (await count("sms"), await value("select sent_at is not null from sms")) == (1, True)
        assert await states() == ["settled"]
        await sign_in(client, member)
        assert "的邮件被退回了" in (await client.get("/me")).text
        assert "的邮件被退回了" in (await client.get("/me/notices")).text


@pytest.mark.parametrize(
    ("answer", "marks"),
    [
        (b"550 5.1.1 unknown", True),
        (b"551 not local", True),
        (b"552 5.2.2 full", False),
        (b"550 5.7.1 spam", False),
        (b"451 later", False),
    ],
)
async def test_only_a_mailbox_that_is_not_there_counts_as_unreachable(
    answer: bytes, marks: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with mail_server() as server:
        monkeypatch.setitem(settings._env, "SMTP_URL", server.url)
        server.answer = answer
        member = await make_reader()
        await notify([member.id], "password_removed", "/me/security")
        await send_waiting()
        assert await count("unreachable") == int(marks)


async def test_a_code_is_still_sent_to_an_address_that_refused_and_forgives_it(monkeypatch: pytest.MonkeyPatch) -> None:
    from app.notifications.actions import mail_to

    async with mail_server() as server:
        monkeypatch.setitem(settings._env, "SMTP_URL", server.url)
        member = await make_reader()
        await execute("insert into unreachable (identity, why) select id, '' from identity where member = {}", member.id)
        address = await value("select address from identity where member = {}", member.id)
        await mail_to(address, "sign_in_code", "", lang="zh-Hans", code="123456", minutes=10)
        await send_waiting()
        assert [mail["To"] for mail in server.received] == [address]
        assert await count("unreachable") == 0


async def test_messages_about_money_wait_for_the_morning() -> None:
    await at_noon(hour=23)
    member = await make_reader(mail=False, phone=True)
    await refuse_charge(member.id)
    await send_waiting_sms()
    assert await value("select sent_at is null from sms")
    await hours_pass(9.1)
    assert await value("select sent_at is not null from sms")


async def test_a_message_wished_for_is_not_sent_again_when_the_mail_fails(monkeypatch: pytest.MonkeyPatch) -> None:
    async with mail_server() as server:
        monkeypatch.setitem(settings._env, "SMTP_URL", server.url)
        server.answer = b"550 5.1.1 unknown"
        member = await make_reader(phone=True, kind="money", wish=Wish(sms=True), hours=Hours("Asia/Shanghai"))
        await notify([member.id], "pledge_refunded", "/pledges/x", campaign="水壶", amount=Money(1900, "CNY"), why=Said(""))
        for _ in range(4):
            await hours_pass(0.1)
        assert (await count("sms"), await states()) == (1, ["settled"])


async def test_the_sweep_finds_what_is_due_and_a_job_looks_after_it() -> None:
    from app.foundation.queue import run_pending
    from app.notifications.reaching.tasks import find_due

    member = await make_reader()
    await notify([member.id], "pledge_refunded", "/pledges/x", campaign="水壶", amount=Money(1900, "CNY"), why=Said(""))
    await send_waiting()
    await execute("delete from pgqueuer")
    await find_due()
    assert await count("pgqueuer") == 0, "not yet"
    await clock.shift(timedelta(minutes=2))
    await find_due()
    await find_due()
    assert await run_pending() == (1, 0)
    assert await states() == ["settled"]
