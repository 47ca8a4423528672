"""Writing a comment, changing and withdrawing one's own."""

from datetime import timedelta
from typing import Any

from app.accounts.limits import limit
from app.accounts.viewer import Viewer
from app.community.moderation.checking import check_text
from app.community.posting import needs_phone
from app.community.talking.calling import note_mentions
from app.community.talking.kinds import Subject
from app.community.talking.rules import check_answerable, check_editable
from app.community.talking.tables import Comment, CommentVersion
from app.foundation.database import execute, insert, row, rows, sole_lock, transaction, value
from app.foundation.i18n import N_, language
from app.foundation.refusals import NotFound, Refusal, SlowDown

TOO_FAST = N_("说得太快了，歇一会儿再说；写好的还在这里。")
SAME = timedelta(minutes=10)


async def write_comment(viewer: Viewer, subject: Subject, text: str, to: str = "", ref: str = "") -> dict[str, Any]:
    """The same words sent twice are one comment. Its `visibility` says whether others see it yet."""
    async with transaction():
        await sole_lock("comments by", viewer.id)
        await _check_may_write(viewer, subject)
        thread = await thread_for(subject)
        answered = await _answered(thread, to) if to else None
        parent = (answered["parent"] or answered["id"]) if answered else None
        if same := await _said_before(viewer, thread, parent, text):
            return same
        await _limit(viewer)
        made = await insert(
            Comment, thread=thread, author=viewer.id, text=text, lang=language.get(), ref=ref, parent=parent,
            answers_to=answered["id"] if answered else None,
        )  # fmt: skip
        visibility = await check_text("comment", made["id"], text=text, is_new=True, author=viewer.id)
        await note_mentions(made["id"], subject, viewer.id, text)
    return made | {"visibility": visibility}


async def _check_may_write(viewer: Viewer, subject: Subject) -> None:
    if not subject.is_open:
        raise Refusal(N_("这里的讨论已经关了，不再收新留言。"), field="text")
    if await needs_phone(viewer.id):
        raise Refusal(N_("在这里留言，要先在“我的·登录方式”里验证一个手机号。"), field="text")


async def _limit(viewer: Viewer) -> None:
    try:
        await limit("comment-burst", str(viewer.id), most=8, within=timedelta(minutes=1))
        await limit("comment", str(viewer.id), most=60, within=timedelta(hours=1))
    except SlowDown:
        raise Refusal(TOO_FAST, field="text") from None


async def thread_for(subject: Subject) -> int:
    """The subject's thread; made where there was none."""
    known = "select id from thread where kind = {} and subject_id = {}"
    if (found := await value(known, subject.kind, subject.public_id)) is not None:
        return int(found)
    await execute(
        "insert into thread (kind, subject, subject_id) values ({}, {}, {}) on conflict do nothing",
        subject.kind, subject.id, subject.public_id,
    )  # fmt: skip
    return int(await value(known, subject.kind, subject.public_id))


async def _answered(thread: int, to: str) -> dict[str, Any]:
    """What one answers, held so that it is neither changed nor taken away meanwhile: itself first, then what it stands below."""
    held = "select id, parent, author, visibility, withdrawn_at from comment where {} for no key update"
    answered = await row(held.replace("{}", "public_id = {} and thread = {}"), to, thread)
    if answered is None:
        raise Refusal(N_("要回复的留言不在这里了。"), field="text")
    root = await row(held.replace("{}", "id = {}"), answered["parent"]) if answered["parent"] else answered
    assert root is not None
    check_answerable(answered, root)
    return answered


async def _said_before(viewer: Viewer, thread: int, parent: int | None, text: str) -> dict[str, Any] | None:
    return await row(
        """select * from comment where author = {} and thread = {} and parent is not distinct from {}::bigint and text = {}
        and withdrawn_at is null and created_at > app_now() - {}::interval order by id desc limit 1""",
        viewer.id, thread, parent, text, SAME,
    )  # fmt: skip


async def revise_comment(viewer: Viewer, subject: Subject, comment: dict[str, Any], text: str) -> str:
    """What stood before is kept, and readers can open it. Its visibility from now on."""
    async with transaction():
        now = await _own(viewer, comment)
        check_editable(
            withdrawn=now["withdrawn_at"] is not None, hidden=now["visibility"] == "hidden",
            answered=await _is_answered(viewer, now["id"]),
            versions=await value("select count(*) from comment_version where comment = {}", now["id"]),
        )  # fmt: skip
        if now["text"] == text:
            return str(now["visibility"])
        if now["number"] is not None:  # what waited all the time nobody has read
            await insert(CommentVersion, comment=now["id"], text=now["text"])
        await execute("update comment set text = {}, edited_at = app_now() where id = {}", text, now["id"])
        visibility = await check_text("comment", now["id"], text=text, author=viewer.id)
        await note_mentions(now["id"], subject, viewer.id, text)
    return visibility


async def _own(viewer: Viewer, comment: dict[str, Any]) -> dict[str, Any]:
    now = await row("select * from comment where id = {} and author = {} for no key update", comment["id"], viewer.id)
    if now is None:
        raise NotFound
    return now


async def _is_answered(viewer: Viewer, comment: int) -> bool:
    sql = "select 1 from comment where answers_to = {} and author <> {} and number is not null limit 1"
    return bool(await rows(sql, comment, viewer.id))


async def withdraw_comment(viewer: Viewer, comment: dict[str, Any]) -> bool:
    """False where it was withdrawn already. What others answered stays, below a line that says so."""
    async with transaction():
        now = await _own(viewer, comment)
        if now["withdrawn_at"] is not None:
            return False
        await execute("update comment set withdrawn_at = app_now() where id = {}", now["id"])
        return True
