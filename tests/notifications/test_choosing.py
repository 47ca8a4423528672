"""People choose by kind and hour; a mail's kind is stopped from the mail in one step, and that can be taken back."""

import re
from datetime import timedelta

import httpx
import pytest

from app.foundation import clock
from app.foundation.database import execute, row, rows, value
from app.notifications.actions import notify
from app.notifications.digests.actions import send_due
from app.notifications.mails import message, write
from app.notifications.queries import outgoing
from app.notifications.rules import Hours, Wish
from app.notifications.sending import send_waiting
from app.settings import settings
from tests.conftest import one_app
from tests.notifications.readers import at_noon, count, make_reader
from tests.notifications.smtp import mail_server
from tests.people import make_brand, make_member, sign_in


@pytest.fixture(autouse=True)
async def noon(db: None) -> None:
    await at_noon()


async def win(*members: int, idea: str = "会唱歌的水壶") -> None:
    await notify(members, "idea_won", f"/ideas/{idea}", brand="木头", idea=idea, sentence="好。", reason="理由")


def link_in(text: str) -> str:
    found = re.search(r"https?://[^\s<>]*(/unsubscribe/[^\s<>]*)", text)
    assert found
    return found[1]


async def stop_link(mail_id: int) -> str:
    return link_in(write(await outgoing(mail_id)).text)


async def test_choices_are_kept_and_shown_again(client: httpx.AsyncClient) -> None:
    member = await make_reader(phone=True)
    await sign_in(client, member)
    page = await client.get("/me/notices")
    assert "邮件马上寄" in page.text
    assert "品牌团队" not in page.text, "only for those who are in one"
    sent = {"in_app": ["lineage"], "mail_idea": "weekly", "mail_lineage": "never", "quiet": "1", "quiet_from": "23:00"}
    answer = await client.post("/me/notices", data=sent | {"quiet_until": "07:30", "digest_at": "20:00", "sms": ["perk"]})
    assert answer.status_code == 303
    idea = await row("select in_app, mail, sms from notice_preference where member = {} and kind = 'idea'", member.id)
    assert idea == {"in_app": False, "mail": "weekly", "sms": False}
    assert await value("select sms from notice_preference where member = {} and kind = 'perk'", member.id)
    assert await row("select quiet_from, quiet_until, digest_at from notice_hours where member = {}", member.id) == {
        "quiet_from": 1380, "quiet_until": 450, "digest_at": 1200,
    }  # fmt: skip
    assert '<option value="weekly" selected>' in (await client.get("/me/notices")).text
    assert await value("select count(*) from notice_preference where kind in ('security', 'money')") == 0


async def test_quiet_hours_have_a_length(client: httpx.AsyncClient) -> None:
    await sign_in(client, await make_member())
    answer = await client.post("/me/notices", data={"quiet": "1", "quiet_from": "23:00", "quiet_until": "23:00"})
    assert answer.status_code == 409
    assert "开始和结束不能是同一个时间。" in answer.text
    assert await count("notice_hours") == 0


async def test_a_team_and_staff_have_rows_of_their_own(client: httpx.AsyncClient) -> None:
    member = await make_member(staff=True)
    await make_brand(member)
    await sign_in(client, member)
    page = await client.get("/me/notices")
    assert "品牌团队" in page.text
    assert "平台运营" in page.text


async def test_what_is_mailed_never_is_still_in_the_inbox_and_off_in_the_app_is_not() -> None:
    quiet = await make_reader(kind="idea", wish=Wish(mail="never"))
    silent = await make_reader(kind="idea", wish=Wish(in_app=False, mail="never"))
    await win(quiet.id, silent.id)
    assert await count("mail") == 0
    assert [one["member"] for one in await rows("select member from notice")] == [quiet.id]


async def test_mail_waits_for_the_end_of_quiet_hours_but_not_about_safety() -> None:
    member = await make_reader(hours=Hours("Asia/Shanghai", 9 * 60, 18 * 60))
    await win(member.id)
    await notify([member.id], "password_removed", "/me/security")
    await send_waiting()
    assert [one["event"] for one in await rows("select event from mail where sent_at is not null")] == ["password_removed"]
    await clock.shift(timedelta(hours=6, minutes=1))
    await send_waiting()
    assert await value("select count(*) from mail where sent_at is null") == 0


async def test_a_digest_holds_what_is_unread_once_and_nothing_makes_no_mail(client: httpx.AsyncClient) -> None:
    wish = Wish(mail="daily")
    reader = await make_reader(kind="idea", wish=wish, hours=Hours("Asia/Shanghai", digest_at=20 * 60))
    diligent = await make_reader(kind="idea", wish=wish)
    for idea in ("水壶", "台灯", "书包"):
        await win(reader.id, diligent.id, idea=idea)
    await execute("update notice set read_at = app_now() where member = {} or url = '/ideas/台灯'", diligent.id)
    assert await count("mail") == 0
    await send_due()
    assert await count("mail") == 0, "it is noon, and theirs comes at eight in the evening"
    await clock.shift(timedelta(hours=8, minutes=1))
    await send_due()
    await clock.shift(timedelta(days=1))
    await send_due()
    [mail] = await rows("select id, member, params from mail")
    assert mail["member"] == reader.id
    written = write(await outgoing(mail["id"]))
    assert "2 条新消息" in written.subject
    for part in (written.text, written.html):
        assert "《水壶》" in part
        assert "《书包》" in part
        assert "《台灯》" not in part
    assert "水壶" not in str(mail["params"]), "the mail holds ids"


async def test_a_weekly_digest_comes_on_monday() -> None:
    reader = await make_reader(kind="idea", wish=Wish(mail="weekly"), hours=Hours("Asia/Taipei"))
    await win(reader.id)
    due = await value("select due_at at time zone 'Asia/Taipei' from digest")
    assert (due.weekday(), due.hour, due.minute) == (0, 9, 0)


async def test_new_hours_move_a_digest_that_waits(client: httpx.AsyncClient) -> None:
    reader = await make_reader(kind="idea", wish=Wish(mail="daily"))
    await win(reader.id)
    await sign_in(client, reader)
    await client.post("/me/notices", data={"mail_idea": "daily", "digest_at": "21:30"})
    due = await value("select due_at at time zone 'Asia/Shanghai' from digest")
    assert (due.hour, due.minute) == (21, 30)
    await client.post("/me/notices", data={"mail_idea": "never"})
    assert await value("select count(*) from notice where digest <> ''") == 0


async def test_a_mail_program_unsubscribes_by_itself_without_a_cookie(monkeypatch: pytest.MonkeyPatch) -> None:
    member = await make_reader()
    async with mail_server() as server:
        monkeypatch.setitem(settings._env, "SMTP_URL", server.url)
        await win(member.id)
        await send_waiting()
        [mail] = server.received
    assert mail["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert mail["List-Unsubscribe"].startswith(f"<{settings.public_url}/unsubscribe/")
    link = link_in(mail["List-Unsubscribe"])
    assert link in mail.get_body(("plain",)).get_content()  # type: ignore[union-attr]
    # As a mail provider's server posts: no Origin, no Sec-Fetch-Site, no cookie.
    transport = httpx.ASGITransport(app=one_app())
    async with httpx.AsyncClient(transport=transport, base_url="http://127.0.0.1:8000") as outside:
        answer = await outside.post(link, data={"List-Unsubscribe": "One-Click"})
        assert (answer.status_code, answer.text) == (200, "")
        assert (await outside.post(link, data={"List-Unsubscribe": "One-Click"})).status_code == 200, "again is the same"
    await win(member.id, idea="台灯")
    assert (await count("mail"), await count("notice")) == (1, 2)


async def test_the_mails_link_changes_nothing_until_its_button_is_pressed_and_can_be_undone(client: httpx.AsyncClient) -> None:
    member = await make_reader(kind="idea", wish=Wish(mail="at_once", sms=True))
    await win(member.id)
    await send_waiting()
    link = await stop_link(await value("select id from mail"))
    page = await client.get(link)
    assert "我的创意" in page.text
    assert page.headers["referrer-policy"] == "no-referrer"
    assert page.headers["cache-control"] == "no-store"
    assert await value("select mail from notice_preference") == "at_once", "scanners open links"
    pressed = await client.post(link)
    assert pressed.headers["location"] == link
    assert "已经停了" in (await client.get(link)).text
    path, _, query = link.partition("?")
    await client.post(f"{path}/undo?{query}")
    assert await row("select mail, mail_before, in_app, sms from notice_preference") == {
        "mail": "at_once", "mail_before": "", "in_app": True, "sms": True,
    }  # fmt: skip


async def test_a_digests_link_stops_what_is_collected_and_brings_it_back(client: httpx.AsyncClient) -> None:
    member = await make_reader(kind="idea", wish=Wish(mail="daily"))
    await win(member.id)
    await clock.shift(timedelta(days=1))
    await send_due()
    await send_waiting()
    link = await stop_link(await value("select id from mail"))
    await client.post(link)
    assert await value("select mail from notice_preference where kind = 'idea'") == "never"
    stopped = await rows("select kind from notice_preference where mail = 'never'")
    assert {one["kind"] for one in stopped} == {"idea", "talk"}, "what comes daily unless one chooses otherwise stops too"
    path, _, query = link.partition("?")
    await client.post(f"{path}/undo?{query}")
    assert await value("select mail from notice_preference where kind = 'idea'") == "daily"


async def test_another_members_key_stops_nothing(client: httpx.AsyncClient) -> None:
    mine, theirs = await make_reader(), await make_reader()
    await win(mine.id)
    await send_waiting()
    link = await stop_link(await value("select id from mail"))
    for forged in (link.replace(mine.public_id, theirs.public_id), link.replace(".idea", ".team"), link[:-1] + "!"):
        assert (await client.get(forged)).status_code == 404
        assert (await client.post(forged)).status_code == 404
    assert await count("notice_preference") == 0


async def test_what_cannot_be_switched_off_offers_no_unsubscribing() -> None:
    member = await make_reader()
    await notify([member.id], "password_removed", "/me/security")
    await send_waiting()
    mail = await outgoing(await value("select id from mail"))
    made = message(write(mail), mail)
    assert made["List-Unsubscribe"] is None
    assert "/unsubscribe/" not in made.as_string()


async def test_names_are_looked_up_and_end_with_the_member(client: httpx.AsyncClient) -> None:
    from app.notifications.params import Named

    owner, joiner = await make_member(), await make_member(name="阿树")
    await notify([owner.id], "team_joined", "/brands/x", name=Named(joiner.id), brand="木头")
    assert "阿树" not in await value("select params::text from notice")
    await sign_in(client, owner)
    assert "阿树 加入了" in (await client.get("/inbox")).text
    await execute("delete from member_profile where member = {}", joiner.id)
    assert "已注销的成员 加入了" in (await client.get("/inbox")).text


async def test_the_same_often_is_one_line_until_it_is_read(client: httpx.AsyncClient) -> None:
    owner = await make_member()
    for name in ("一", "二", "三"):
        await notify([owner.id], "team_joined", "/brands/x", name=name, brand="木头")
    await sign_in(client, owner)
    page = await client.get("/inbox")
    assert "三 等 3 人加入了" in page.text
    assert 'aria-label="消息，1 条未读"' in page.text
    await client.post("/inbox/reading", data={"url": "/brands/x", "stay": "1"})
    await notify([owner.id], "team_joined", "/brands/x", name="四", brand="木头")
    assert await count("notice") == 2


async def test_the_bell_answers_only_when_something_changed(client: httpx.AsyncClient) -> None:
    member = await make_member()
    assert (await client.get("/inbox/bell")).status_code == 401
    await sign_in(client, member)
    mark = re.search(r'data-bell="([^"]+)"', (await client.get("/inbox")).text)
    assert mark
    assert (await client.get("/inbox/bell", params={"mark": mark[1]})).status_code == 204
    await win(member.id)
    fresh = await client.get("/inbox/bell", params={"mark": mark[1]})
    assert fresh.status_code == 200
    assert "1 条未读" in fresh.text
    assert "《会唱歌的水壶》" in (await client.get("/inbox/lines")).text
    again = re.search(r'data-bell="([^"]+)"', fresh.text)
    assert again
    assert (await client.get("/inbox/bell", params={"mark": again[1]})).status_code == 204
    await client.post("/inbox/reading", data={"url": "", "stay": "1"})
    assert (await client.get("/inbox/bell", params={"mark": again[1]})).status_code == 200
