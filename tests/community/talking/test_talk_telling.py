"""Who hears of new comments: gathered into one line, quiet when hundreds write, and not at all where somebody wants that."""

import json
from typing import Any

import pytest

from app.accounts.viewer import ANONYMOUS, Viewer
from app.community.talking.arranging import mute, pin_comment, unmute
from app.community.talking.kinds import find_subject
from app.community.talking.telling import tell_of_new_comments
from app.foundation.database import execute, rows
from app.notifications.mails import line_of
from tests.community.makers import hide, show
from tests.community.talking.makers import about, make_comment
from tests.community.talking.test_talking import fill
from tests.ideas.makers import make_challenge, make_desk, make_idea
from tests.people import make_member

pytestmark = pytest.mark.usefixtures("db")
TALK = ("thread_comments", "comment_answered", "comment_mention", "comment_pinned")


async def heard(member: Viewer) -> list[dict[str, Any]]:
    await tell_of_new_comments()
    return await rows(
        "select event, url, params, times from notice where member = {} and event = any({}) order by id", member.id, list(TALK)
    )


def told(notices: list[dict[str, Any]]) -> list[tuple[str, int]]:
    return [(one["event"], one["times"]) for one in notices]


async def test_hundreds_who_write_are_one_line_and_no_mail() -> None:
    author = await make_member()
    subject = await about(await make_idea(author, title="会响的伞"))
    await fill(subject, 300)
    for n in range(3):
        await make_comment(subject, text=f"又一条 {n}")
        lines = await heard(author)
    assert told(lines) == [("thread_comments", 303)]
    assert lines[0]["url"] == f"{subject.talk_url}?order=newest"
    assert line_of(lines[0], {}) == "《会响的伞》有 303 条新留言"
    assert await rows("select 1 from mail where event = any({})", list(TALK)) == []


async def test_what_was_read_is_not_counted_again_and_nobody_is_told_twice() -> None:
    author = await make_member()
    subject = await about(await make_idea(author))
    await make_comment(subject)
    assert told(await heard(author)) == [("thread_comments", 1)]
    assert told(await heard(author)) == [("thread_comments", 1)]
    await execute("update notice set read_at = app_now() where member = {}", author.id)
    await make_comment(subject)
    assert told(await heard(author)) == [("thread_comments", 1), ("thread_comments", 1)]


async def test_one_s_own_comments_are_no_news() -> None:
    author = await make_member()
    subject = await about(await make_idea(author))
    mine = await make_comment(subject, author)
    await make_comment(subject, author, to=mine)
    assert await heard(author) == []


async def test_who_is_answered_hears_of_that_once_and_not_again_as_owner() -> None:
    author, guest = await make_member(), await make_member()
    subject = await about(await make_idea(author))
    root = await make_comment(subject, author)
    reply = await make_comment(subject, guest, to=root)
    for _ in range(2):
        await make_comment(subject, to=root)
    await make_comment(subject, author, to=reply)
    assert told(await heard(author)) == [("comment_answered", 3)]
    lines = await heard(guest)
    assert told(lines) == [("comment_answered", 1)]
    assert lines[0]["url"] == f"/comments/{root['public_id']}/replies"
    assert json.loads(lines[0]["params"])["who"] == {"member": author.id}


async def test_who_is_called_by_name_hears_of_it_and_a_brand_through_its_team() -> None:
    desk, owner = await make_desk("木下工坊")
    guest = await make_member("林小树")
    subject = await about(await make_idea(challenge=await make_challenge(desk, owner)))
    await make_comment(subject, guest)
    called = await make_comment(subject, text="@林小树 @木下工坊 看这里")
    assert told(await heard(owner)) == [("comment_mention", 1)]
    lines = await heard(guest)
    assert told(lines) == [("comment_mention", 1)]
    assert lines[0]["url"] == f"/comments/{called['public_id']}"


async def test_a_challenge_s_team_hears_of_its_thread() -> None:
    desk, owner = await make_desk()
    subject = await find_subject(ANONYMOUS, "challenge", (await make_challenge(desk, owner))["public_id"])
    await make_comment(subject)
    assert told(await heard(owner)) == [("thread_comments", 1)]


async def test_a_muted_thread_says_nothing_until_it_is_wanted_again() -> None:
    author = await make_member("林小树")
    subject = await about(await make_idea(author))
    mine = await make_comment(subject, author)
    await mute(author, subject)
    await make_comment(subject)
    await make_comment(subject, to=mine)
    await make_comment(subject, text="@林小树 在吗")
    assert await heard(author) == []
    await unmute(author, subject)
    await make_comment(subject)
    assert told(await heard(author)) == [("thread_comments", 1)]


async def test_what_is_held_is_told_of_when_it_is_let_through_and_what_is_hidden_never() -> None:
    await execute("insert into moderation_word (word, folded, level) values ('加微信', '加微信', 'hold')")
    author = await make_member()
    subject = await about(await make_idea(author))
    held = await make_comment(subject, text="加微信聊")
    gone = await make_comment(subject)
    await hide("comment", gone)
    assert await heard(author) == []
    await show("comment", held)
    assert told(await heard(author)) == [("thread_comments", 1)]


async def test_nobody_hears_of_talk_about_what_is_hidden() -> None:
    author = await make_member()
    idea = await make_idea(author)
    await make_comment(await about(idea))
    await hide("idea", idea)
    assert await heard(author) == []


async def test_whose_comment_is_pinned_is_told_once() -> None:
    author, guest = await make_member(), await make_member()
    subject = await about(await make_idea(author))
    comment = await make_comment(subject, guest)
    for _ in range(2):
        await pin_comment(author, subject, comment)
    assert told(await heard(guest)) == [("comment_pinned", 1)]
