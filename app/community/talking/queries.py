"""Reads of threads and comments, starting from who looks."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from app.accounts.viewer import Viewer
from app.community.talking.kinds import Subject, find_subject
from app.community.talking.rules import LISTED, ORDERS, PAGE, REPLIES, REPLY_PAGE, SEEN, Key
from app.foundation.database import row, rows, value
from app.foundation.refusals import NotFound

Comment = dict[str, Any]
_LATEST = 2_000_000_000


def _shown(viewer: Viewer) -> str:
    """What a comment is shown with; what only a signed-in reader needs is asked for them alone."""
    me = int(viewer.id)
    mine = f"array(select r.kind::text from comment_reaction r where r.comment = c.id and r.member = {me})"
    answered = f"exists (select 1 from comment a where a.answers_to = c.id and a.author <> {me} and a.number is not null)"
    return f"""c.id, c.public_id, c.thread, c.number, c.author, c.parent, c.answers_to, c.text, c.lang, c.created_at, c.edited_at,
      c.withdrawn_at, c.visibility, c.hidden_reason, c.replies, c.agree, c.useful, c.want, c.doubt, c.best,
      {SEEN} as is_seen, {mine if me else "array[]::text[]"} as mine,
      {f"c.author = {me} and {answered}" if me else "false"} as is_answered,
      array(select m.name::text from comment_mention m where m.comment = c.id order by m.id) as called_names,
      array(select m.member from comment_mention m where m.comment = c.id order by m.id) as called,
      array(select m.is_brand from comment_mention m where m.comment = c.id order by m.id) as called_brands"""


async def thread_of(kind: str, subject_id: str) -> dict[str, Any] | None:
    """None before the first comment."""
    return await row("select * from thread where kind = {} and subject_id = {}", kind, subject_id)


async def comment_count(kind: str, subject_id: str) -> int:
    return await value("select comments from thread where kind = {} and subject_id = {}", kind, subject_id) or 0


@dataclass(frozen=True, slots=True)
class Found:
    """A page of comments, each with its replies by the parent's id; whether there are newer and older ones."""

    comments: list[Comment]
    replies: dict[int, list[Comment]]
    has_newer: bool
    has_older: bool


async def comments_in(viewer: Viewer, thread: int, order: str, key: Key | None, limit: int = PAGE) -> Found:
    """Those that stand below none, in an order; with the first few replies of each."""
    found, has_more = await _page(viewer, thread, order if order in ORDERS else "best", key, limit)
    is_before = key is not None and key.is_before
    return Found(
        found,
        await first_replies(viewer, [one["id"] for one in found if one["replies"]]),
        has_newer=has_more if is_before else key is not None,
        has_older=True if is_before else has_more,
    )


async def _page(viewer: Viewer, thread: int, order: str, key: Key | None, limit: int) -> tuple[list[Comment], bool]:
    is_before = key is not None and key.is_before
    way, than = ("asc", ">") if is_before else ("desc", "<")
    columns = ("c.best", "c.number") if order == "best" else ("c.number",)
    at: tuple[Any, ...] = ()
    where = ""
    if key is not None:
        at = (key.best, key.number) if order == "best" else (key.number,)
        where = f"and ({', '.join(columns)}) {than} ({', '.join('{}' for _ in at)})"
    found = await rows(
        f"""select {_shown(viewer)} from comment c where c.thread = {{}} and {LISTED} {where}
        order by {", ".join(f"{column} {way}" for column in columns)} limit {{}}""",
        thread, *at, limit + 1,
    )  # fmt: skip
    shown = found[:limit]
    return (shown[::-1] if is_before else shown), len(found) > limit


async def first_replies(viewer: Viewer, parents: list[int]) -> dict[int, list[Comment]]:
    """The first REPLIES below each, the oldest first."""
    if not parents:
        return {}
    found = await rows(
        f"""select r.* from unnest({{}}::bigint[]) as p (id) cross join lateral (
          select {_shown(viewer)} from comment c where c.parent = p.id and c.parent is not null and {SEEN}
          order by c.number limit {{}}) r""",
        parents, REPLIES,
    )  # fmt: skip
    below: dict[int, list[Comment]] = {}
    for one in found:
        below.setdefault(one["parent"], []).append(one)
    return below


async def replies_of(viewer: Viewer, parent: int, after: int = 0) -> tuple[list[Comment], bool]:
    """A page of all replies below a comment, the oldest first; whether there are more."""
    found = await rows(
        f"""select {_shown(viewer)} from comment c where c.parent = {{}} and c.parent is not null and {SEEN} and c.number > {{}}
        order by c.number limit {{}}""",
        parent, after, REPLY_PAGE + 1,
    )  # fmt: skip
    return found[:REPLY_PAGE], len(found) > REPLY_PAGE


async def pinned_in(viewer: Viewer, thread: dict[str, Any]) -> Comment | None:
    """While others see it."""
    if thread["pinned"] is None:
        return None
    return await row(f"select {_shown(viewer)} from comment c where c.id = {{}} and {SEEN}", thread["pinned"])


async def own_waiting(viewer: Viewer, thread: int) -> list[Comment]:
    """The viewer's own that wait for staff, the newest first."""
    if not viewer.is_signed_in:
        return []
    return await rows(
        f"""select {_shown(viewer)} from comment c where c.thread = {{}} and c.author = {{}} and c.visibility = 'pending'
        and c.withdrawn_at is null order by c.id desc limit 10""",
        thread, viewer.id,
    )  # fmt: skip


async def is_muted(viewer: Viewer, thread: int) -> bool:
    sql = "select 1 from thread_mute where thread = {} and member = {}"
    return viewer.is_signed_in and await row(sql, thread, viewer.id) is not None


async def new_since(viewer: Viewer, kind: str, subject_id: str, since: int) -> int:
    """How many comments by others came after that number. Where nothing came, one look at one row says so."""
    found = await row("select id, shown from thread where kind = {} and subject_id = {}", kind, subject_id)
    if found is None or found["shown"] <= since:
        return 0
    return await value(
        f"select count(*) from comment c where c.thread = {{}} and c.number > {{}} and {SEEN} and c.author <> {{}}",
        found["id"], since, viewer.id,
    )  # fmt: skip


async def comment_by_public_id(viewer: Viewer, public_id: str) -> tuple[Comment, Subject]:
    """With what it is about; NotFound where that isn't the viewer's to see, or the comment neither theirs nor listed."""
    found = await row(
        f"""select {_shown(viewer)}, t.kind, t.subject_id, t.pinned from comment c join thread t on t.id = c.thread
        where c.public_id = {{}}""",
        public_id,
    )
    if found is None:
        raise NotFound
    subject = await find_subject(viewer, found["kind"], found["subject_id"])
    stands = found["is_seen"] or (found["number"] is not None and found["replies"] > 0)
    if not (stands or found["author"] == viewer.id or viewer.is_staff):
        raise NotFound
    return found, subject


async def is_answerable(viewer: Viewer, public_id: str) -> bool:
    if not public_id:
        return False
    try:
        found, _ = await comment_by_public_id(viewer, public_id)
    except NotFound:
        return False
    return bool(found["is_seen"])


async def own_comment(viewer: Viewer, public_id: str) -> tuple[Comment, Subject]:
    found, subject = await comment_by_public_id(viewer, public_id)
    if found["author"] != viewer.id:
        raise NotFound
    return found, subject


async def comment_by_id(viewer: Viewer, id_: int) -> Comment:
    found = await row(f"select {_shown(viewer)} from comment c where c.id = {{}}", id_)
    assert found is not None
    return found


async def reply_page_before(comment: Comment) -> int:
    """After which number the page of a conversation begins on which this reply stands."""
    before = await value(
        f"""select c.number from comment c where c.parent = {{}} and c.parent is not null and {SEEN} and c.number < {{}}
        order by c.number desc offset {{}} limit 1""",
        comment["parent"], comment["number"] or _LATEST, REPLY_PAGE // 2,
    )  # fmt: skip
    return before or 0


async def versions_of(comment: Comment) -> list[dict[str, Any]]:
    """Earlier wordings, the latest first, each with the moment at which it was replaced; none of what isn't seen."""
    if not comment["is_seen"]:
        raise NotFound
    return await rows("select text, created_at from comment_version where comment = {} order by id desc", comment["id"])


@dataclass(frozen=True, slots=True)
class Standing:
    """Whose word it is that is read: of the team, of the staff."""

    team: frozenset[int]
    staff: frozenset[int]


async def standing_in(subject: Subject, members: Iterable[int]) -> Standing:
    found = await rows(
        """select m.id, m.is_staff, t.id is not null as is_team from member m
        left join brand_member t on t.member = m.id and t.brand = {}::bigint
        where m.id = any({}) and (m.is_staff or t.id is not null)""",
        subject.brand, sorted(set(members)),
    )  # fmt: skip
    return Standing(
        frozenset(one["id"] for one in found if one["is_team"]), frozenset(one["id"] for one in found if one["is_staff"])
    )


async def may_pin(viewer: Viewer, subject: Subject) -> bool:
    """The subject's author, and of its brand's team whoever edits or answers."""
    if not viewer.is_signed_in:
        return False
    if viewer.id == subject.author:
        return True
    return subject.brand is not None and bool(
        await value(
            "select 1 from brand_member where brand = {} and member = {} and role in ('owner', 'editor', 'support')",
            subject.brand, viewer.id,
        )
    )  # fmt: skip
