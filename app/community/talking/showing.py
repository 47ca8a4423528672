"""A thread as its readers see it: each comment with its author's name and badge, its words as HTML, and what one may do."""

from dataclasses import dataclass, field, replace
from typing import Any
from urllib.parse import urlencode

from markupsafe import Markup

from app.accounts.queries import Person, people
from app.accounts.viewer import Viewer
from app.community.talking import queries
from app.community.talking.kinds import Subject
from app.community.talking.queries import Comment, Standing
from app.community.talking.rules import ORDERS, PAGE, REACTIONS, Key, written_key
from app.community.talking.wording import render_comment
from app.foundation.i18n import N_, gettext
from app.web.forms import Form, blank


@dataclass(frozen=True, slots=True)
class Shown:
    """One comment. `badge` says whose word it is, "" for anybody's; `more` is how many replies stand beyond those shown."""

    row: Comment
    author: Person
    badge: str
    html: Markup
    is_own: bool
    is_pinned: bool = False
    replies: list["Shown"] = field(default_factory=list)

    @property
    def public_id(self) -> str:
        return str(self.row["public_id"])

    @property
    def more(self) -> int:
        return max(0, self.row["replies"] - len(self.replies))

    @property
    def may_change(self) -> bool:
        return self.is_own and self.row["withdrawn_at"] is None and self.row["visibility"] != "hidden"

    @property
    def may_edit(self) -> bool:
        return self.may_change and not self.row["is_answered"]

    @property
    def reactions(self) -> list[dict[str, Any]]:
        return [
            {"kind": kind, "word": gettext(word), "icon": icon, "count": self.row[kind], "is_on": kind in self.row["mine"]}
            for kind, (word, icon) in REACTIONS.items()
        ]


@dataclass(frozen=True, slots=True)
class ThreadView:
    """`mark`: the latest number that this page knows; `hears`: the viewer is told of new comments unless they mute them."""

    subject: Subject
    count: int
    mark: int
    order: str
    comments: list[Shown]
    pinned: Shown | None
    waiting: list[Shown]
    newer: str
    older: str
    may_pin: bool
    is_muted: bool
    hears: bool
    form: Form[Any]
    is_whole: bool = True

    @property
    def root(self) -> str:
        return f"talk-{self.subject.kind}-{self.subject.public_id}"

    @property
    def orders(self) -> list[dict[str, Any]]:
        return [
            {"href": address(self.subject, name), "word": gettext(word), "is_current": name == self.order}
            for name, word in ORDERS.items()
        ]


def address(subject: Subject, order: str, **key: str) -> str:
    asked = ({"order": order} if order != "best" else {}) | key
    return subject.talk_url + (f"?{urlencode(asked)}" if asked else "")


async def show_thread(
    viewer: Viewer,
    subject: Subject,
    order: str = "best",
    key: Key | None = None,
    *,
    form: Form[Any] | None = None,
    limit: int = PAGE,
) -> ThreadView:
    """`limit` is smaller where the thread stands below its subject: the rest has its own address."""
    thread = await queries.thread_of(subject.kind, subject.public_id)
    view = ThreadView(
        subject, 0, 0, order, [], None, [], "", "", may_pin=await queries.may_pin(viewer, subject), is_muted=False,
        hears=viewer.id in subject.told, form=form or blank(), is_whole=limit == PAGE,
    )  # fmt: skip
    if thread is None:
        return view
    found = await queries.comments_in(viewer, thread["id"], order, key, limit)
    pinned = await queries.pinned_in(viewer, thread) if key is None else None
    waiting = await queries.own_waiting(viewer, thread["id"])
    shown = await _shown(viewer, subject, [*found.comments, *([pinned] if pinned else []), *waiting], found.replies)
    comments = [shown[one["id"]] for one in found.comments if pinned is None or one["id"] != pinned["id"]]
    first, last = (found.comments[0], found.comments[-1]) if found.comments else (None, None)
    return replace(
        view, count=thread["comments"], mark=thread["shown"], comments=comments, waiting=[shown[one["id"]] for one in waiting],
        pinned=replace(shown[pinned["id"]], is_pinned=True) if pinned else None,
        newer=address(subject, order, before=_key(order, first)) if first and found.has_newer else "",
        older=address(subject, order, after=_key(order, last)) if last and found.has_older else "",
        is_muted=await queries.is_muted(viewer, thread["id"]),
    )  # fmt: skip


def _key(order: str, comment: Comment) -> str:
    return written_key(order, comment["number"], comment["best"])


async def show_comments(viewer: Viewer, subject: Subject, comments: list[Comment]) -> list[Shown]:
    shown = await _shown(viewer, subject, comments, {})
    return [shown[one["id"]] for one in comments]


async def _shown(viewer: Viewer, subject: Subject, comments: list[Comment], below: dict[int, list[Comment]]) -> dict[int, Shown]:
    every = [*comments, *(reply for replies in below.values() for reply in replies)]
    authors = {one["author"] for one in every}
    known = await people({*authors, *(member for one in every for member in one["called"])})
    standing = await queries.standing_in(subject, authors) if every else Standing(frozenset(), frozenset())
    shown = {one["id"]: _one(viewer, subject, one, known, standing) for one in every}
    return {
        one["id"]: replace(shown[one["id"]], replies=[shown[reply["id"]] for reply in below.get(one["id"], [])])
        for one in comments
    }


def _one(viewer: Viewer, subject: Subject, comment: Comment, known: dict[int, Person], standing: Standing) -> Shown:
    may_read = comment["is_seen"] or (comment["withdrawn_at"] is None and (comment["author"] == viewer.id or viewer.is_staff))
    names = {
        typed: subject.brand_name if is_brand else known[member].name
        for typed, member, is_brand in zip(comment["called_names"], comment["called"], comment["called_brands"], strict=True)
    }
    return Shown(
        comment, known[comment["author"]], badge(subject, comment["author"], standing) if may_read else "",
        render_comment(comment["text"], names) if may_read else Markup(""), is_own=comment["author"] == viewer.id,
    )  # fmt: skip


def badge(subject: Subject, author: int, standing: Standing) -> str:
    if author == subject.author:
        return gettext(N_("作者"))
    if author in subject.co_authors:
        return gettext(N_("共创"))
    if author in standing.team:
        return subject.brand_name
    return gettext(N_("平台")) if author in standing.staff else ""
