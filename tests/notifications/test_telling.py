"""Members are told in the app and by mail, in their own language and zone, and exactly once."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from typing import Any

import httpx
import pytest

from app.foundation import clock
from app.foundation.database import execute, row, rows, transaction, value
from app.foundation.money import Money
from app.foundation.queue import run_pending
from app.notifications import events as registry
from app.notifications.actions import mail_to, notify
from app.notifications.events import Event
from app.notifications.params import Said, frozen, shown
from app.notifications.sending import send_one, send_waiting
from app.notifications.tasks import find_waiting_mail
from app.settings import settings
from tests.notifications.smtp import MailServer, mail_server
from tests.people import make_member, sign_in

pytestmark = pytest.mark.usefixtures("db", "kettle_events")

EVENTS = {
    "kettle_sold": Event(line="《%(idea)s》卖出了"),
    "kettle_won": Event(
        line="《%(idea)s》被采纳了，众筹目标 %(goal)s，%(at)s截止",
        mail=True,
        subject="《%(idea)s》被采纳了",
        text="《%(idea)s》被采纳了。\n\n理由：%(why)s",
    ),
}


@pytest.fixture
def kettle_events(monkeypatch: pytest.MonkeyPatch) -> None:
    known = dict(registry.known_events()) | EVENTS
    for module in ("actions", "queries", "mails", "sending"):
        monkeypatch.setattr(f"app.notifications.{module}.known_events", lambda: known)


@pytest.fixture
async def mailbox(monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[MailServer]:
    async with mail_server() as found:
        monkeypatch.setitem(settings._env, "SMTP_URL", found.url)
        yield found


WON: dict[str, Any] = {
    "idea": "会唱歌的水壶",
    "goal": Money(1_990_00, "CNY"),
    "at": datetime(2026, 12, 31, 12, 0, tzinfo=UTC),
    "why": Said("返回上一页"),
}


async def test_a_notice_stands_in_the_inbox_and_counts_until_read(client: httpx.AsyncClient) -> None:
    member, other = await make_member(), await make_member()
    await notify([member.id, other.id, member.id, None], "kettle_sold", "/ideas/k7m2qx", idea="会唱歌的水壶")
    await sign_in(client, member)
    inbox = await client.get("/inbox")
    assert inbox.text.count("《会唱歌的水壶》卖出了") == 1
    assert 'aria-label="消息，1 条未读"' in inbox.text
    answer = await client.post("/inbox/reading", data={"url": "/ideas/k7m2qx"})
    assert answer.headers["location"] == "/ideas/k7m2qx"
    assert 'aria-label="消息"' in (await client.get("/inbox")).text
    assert await value("select count(*) from notice where read_at is null") == 1, "the other's stays unread"


async def test_reading_never_leads_to_another_site(client: httpx.AsyncClient) -> None:
    await sign_in(client, await make_member())
    answer = await client.post("/inbox/reading", data={"url": "//evil.test"})
    assert answer.headers["location"] == "/inbox"


async def test_a_mail_is_written_in_the_readers_language_and_zone(mailbox: MailServer) -> None:
    ashu = await make_member(email="ashu@people.test", time_zone="America/New_York")
    ting = await make_member(email="ting@people.test", lang="en", time_zone="Asia/Taipei")
    await notify([ashu.id, ting.id], "kettle_won", "/ideas/k7m2qx", **WON)
    await send_waiting()
    by_reader = {mail["To"]: mail for mail in mailbox.received}
    assert by_reader.keys() == {"ashu@people.test", "ting@people.test"}
    mail = by_reader["ashu@people.test"]
    assert mail["Subject"] == "《会唱歌的水壶》被采纳了"
    text, html = (mail.get_body((kind,)).get_content() for kind in ("plain", "html"))  # type: ignore[union-attr]
    for part in (text, html):
        assert "理由：返回上一页" in part
        assert f"{settings.public_url}/ideas/k7m2qx" in part
    assert 'lang="en"' in by_reader["ting@people.test"].get_body(("html",)).get_content()  # type: ignore[union-attr]
    assert mail["Message-ID"] != by_reader["ting@people.test"]["Message-ID"]


async def test_amounts_times_and_words_are_read_again_for_each_reader() -> None:
    from app.foundation.i18n import speaking

    kept = frozen(WON)
    with speaking("zh-Hans", "America/New_York"):
        here = shown(kept)
    assert here["goal"] == "¥1,990"
    assert "07:00" in here["at"]
    assert "GMT-5" in here["at"]
    with speaking("en", "Asia/Taipei"):
        there = shown(kept)
    assert "20:00" in there["at"]
    assert "December" in there["at"]


async def test_what_the_transaction_loses_nobody_is_told() -> None:
    member = await make_member()
    with pytest.raises(ZeroDivisionError):
        async with transaction():
            await notify([member.id], "kettle_won", "/", **WON)
            raise ZeroDivisionError
    assert await value("select (select count(*) from notice) + (select count(*) from mail)") == 0
    assert await value("select count(*) from pgqueuer") == 0


async def test_without_an_address_there_is_a_notice_and_no_mail() -> None:
    member = await make_member()
    await execute("delete from identity where member = {}", member.id)
    await notify([member.id], "kettle_won", "/", **WON)
    assert await value("select (select count(*) from notice) - (select count(*) from mail)") == 1


async def test_a_mail_is_sent_once_however_often_its_job_runs(mailbox: MailServer) -> None:
    member = await make_member()
    await notify([member.id], "kettle_won", "/", **WON)
    mail = await value("select id from mail")
    for _ in range(3):
        await send_one(mail)
        await send_waiting()
    assert len(mailbox.received) == 1


async def test_a_refused_mail_is_tried_six_times_ever_later_and_kept_with_its_fault(mailbox: MailServer) -> None:
    mailbox.refuses = True
    await notify([(await make_member()).id], "kettle_won", "/", **WON)
    waits = []
    for _ in range(6):
        await send_waiting()
        await send_waiting()  # not due again at once
        mail = await row("select *, next_try_at - app_now() as wait from mail")
        assert mail
        waits.append(mail["wait"])
        if mail["wait"]:
            await clock.shift(mail["wait"] + timedelta(seconds=1))
    assert waits[:5] == sorted(waits[:5])
    assert waits[5] is None
    assert mail
    assert mail["tries"] == 6
    assert "451" in mail["fault"] or "try later" in mail["fault"]
    mailbox.refuses = False
    await clock.shift(timedelta(days=30))
    await send_waiting()
    assert not mailbox.received


async def test_a_mail_whose_job_was_lost_is_found_by_the_sweep(mailbox: MailServer) -> None:
    await notify([(await make_member()).id], "kettle_won", "/", **WON)
    await execute("delete from pgqueuer")
    await find_waiting_mail()
    assert await run_pending() == (1, 0)
    assert len(mailbox.received) == 1


async def test_many_recipients_take_one_job(mailbox: MailServer) -> None:
    members = [(await make_member()).id for _ in range(60)]
    await notify(members, "kettle_won", "/", **WON)
    assert [one["entrypoint"] for one in await rows("select entrypoint from pgqueuer")] == ["send_waiting_mail"]
    assert await run_pending() == (1, 0)
    assert len(mailbox.received) == 60


async def test_a_sent_code_is_forgotten_and_a_stale_one_never_sent(mailbox: MailServer) -> None:
    await mail_to("a@people.test", "sign_in_code", "/sign-in?code=123456", lang="zh-Hans", code="123456", minutes=10)
    await send_waiting()
    assert "123456" in mailbox.received[0]["Subject"]
    assert await row("select params::text, url from mail") == {"params": "{}", "url": ""}
    await mail_to("b@people.test", "sign_in_code", "/sign-in", lang="zh-Hans", code="654321", minutes=10)
    await clock.shift(timedelta(hours=2))
    await send_waiting()
    assert len(mailbox.received) == 1
    assert "too old" in await value("select fault from mail where address = 'b@people.test'")


async def test_sign_in_mails_go_before_others() -> None:
    await notify([(await make_member()).id], "kettle_won", "/", **WON)
    await mail_to("a@people.test", "sign_in_code", "/", lang="zh-Hans", code="123456", minutes=10)
    first = await row("select payload from pgqueuer order by priority desc limit 1")
    assert first
    assert str(await value("select id from mail where event = 'sign_in_code'")) in first["payload"].decode()


async def test_in_production_without_a_mail_server_mail_waits_and_the_log_says_so(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    await notify([(await make_member()).id], "kettle_won", "/", **WON)
    monkeypatch.setitem(settings._env, "ENVIRONMENT", "production")
    await send_waiting()
    assert "SMTP_URL is not set" in caplog.text
    assert await value("select tries from mail where sent_at is null") == 0


async def test_development_reads_its_mail_in_the_browser(client: httpx.AsyncClient) -> None:
    await mail_to("a@people.test", "sign_in_code", "/sign-in?code=123456", lang="zh-Hans", code="123456", minutes=10)
    await send_waiting()
    mail = await value("select id from mail where sent_at is not null")
    assert "123456 是你的登录验证码" in (await client.get("/dev/mail")).text
    shown_mail = await client.get(f"/dev/mail/{mail}")
    assert f'href="{settings.public_url}/sign-in?code=123456"' in shown_mail.text
    html = await client.get(f"/dev/mail/{mail}/html")
    assert "123456" in html.text
    assert "script-src" not in html.headers["content-security-policy"]
    assert "default-src 'none'" in html.headers["content-security-policy"]


async def test_in_production_nobody_reads_the_outbox(client: httpx.AsyncClient, monkeypatch: pytest.MonkeyPatch) -> None:
    await mail_to("a@people.test", "sign_in_code", "/", lang="zh-Hans", code="123456", minutes=10)
    mail = await value("select id from mail")
    monkeypatch.setitem(settings._env, "ENVIRONMENT", "production")
    monkeypatch.setitem(settings._env, "PUBLIC_URL", "http://127.0.0.1:8000")
    monkeypatch.setitem(settings._env, "SECRET_KEY", settings.secret_key)
    for path in ("/dev/mail", f"/dev/mail/{mail}", f"/dev/mail/{mail}/html"):
        assert (await client.get(path)).status_code == 404


async def test_every_declared_event_can_be_written_for_its_reader() -> None:
    for name, event in registry.known_events().items():
        assert event.line, name
        assert len(name) <= 40, name
        assert not event.mail or event.button, name
