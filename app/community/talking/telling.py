"""Telling of new comments, gathered: who was answered or called by name hears of that, whose subject it is of all the rest.

Every comment is told of once, within a minute of being seen (`told` is set in the same transaction as the notices), one that
staff lets through later just as well. The unread line of before goes up in the new one: hundreds of comments are one line.
"""

from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from app.community.talking.kinds import Subject, talked_kinds
from app.community.talking.rules import SEEN
from app.foundation.database import row, rows, transaction
from app.notifications.actions import Named, notify

News = list[dict[str, Any]]
AT_ONCE = 500


async def tell_of_new_comments() -> None:
    for one in await rows(f"select distinct c.thread from comment c where not c.told and {SEEN} limit 500"):
        async with transaction():
            await tell_of_thread(one["thread"])


async def tell_of_thread(thread: int) -> None:
    news = await _untold(thread)
    about = await _subject_of(thread)
    if not news or about is None:
        return
    muted = {one["member"] for one in await rows("select member from thread_mute where thread = {}", thread)}
    personal = await _tell_answered(about, news, muted)
    personal |= await _tell_called(about, news, muted, personal)
    await _tell_owners(about, news, muted, personal)


async def _untold(thread: int) -> News:
    return await rows(
        f"""update comment c set told = true from (
          select c.id from comment c where c.thread = {{}} and not c.told and {SEEN}
          order by c.id limit {{}} for no key update skip locked) n
        where c.id = n.id returning c.id, c.public_id, c.number, c.author, c.parent, c.answers_to""",
        thread, AT_ONCE,
    )  # fmt: skip


async def _subject_of(thread: int) -> Subject | None:
    """None where it is gone or hidden: nobody hears of what they can't open."""
    found = await row("select kind, subject from thread where id = {}", thread)
    assert found is not None
    known = talked_kinds().get(found["kind"])
    return next(iter(await known.named([found["subject"]])), None) if known else None


Told = set[tuple[int, int]]  # comment and member


async def _tell_answered(about: Subject, news: News, muted: set[int]) -> Told:
    answers = {one["id"]: one for one in news if one["answers_to"] is not None}
    answered = await rows(
        """select a.id, c.author as member, r.public_id as root from comment a join comment c on c.id = a.answers_to
        join comment r on r.id = a.parent where a.id = any({}) and c.author <> a.author and c.withdrawn_at is null""",
        list(answers),
    )
    lines: dict[tuple[int, str], News] = defaultdict(list)
    for one in answered:
        if one["member"] not in muted:
            lines[one["member"], one["root"]].append(answers[one["id"]])
    for (member, root), each in lines.items():
        await notify(
            [member], "comment_answered", f"/comments/{root}/replies", times=len(each), title=about.title,
            who=Named(each[-1]["author"]),
        )  # fmt: skip
    return {(one["id"], one["member"]) for one in answered}


async def _tell_called(about: Subject, news: News, muted: set[int], personal: Told) -> Told:
    said = {one["id"]: one for one in news}
    called = await rows("select comment, member from comment_mention where comment = any({}) order by id", list(said))
    lines: dict[int, News] = defaultdict(list)
    for one in called:
        if one["member"] not in muted and (one["comment"], one["member"]) not in personal:
            lines[one["member"]].append(said[one["comment"]])
    for member, each in lines.items():
        url = f"/comments/{each[0]['public_id']}" if len(each) == 1 else _newest(about)
        await notify([member], "comment_mention", url, times=len(each), title=about.title, who=Named(each[-1]["author"]))
    return {(one["comment"], one["member"]) for one in called}


async def _tell_owners(about: Subject, news: News, muted: set[int], personal: Told) -> None:
    by_count: dict[int, list[int]] = defaultdict(list)
    for member in set(about.told) - muted:
        by_count[_count(news, member, personal)].append(member)
    for times, members in by_count.items():
        if times:
            await notify(members, "thread_comments", _newest(about), times=times, title=about.title)


def _count(news: Iterable[dict[str, Any]], member: int, personal: Told) -> int:
    return sum(one["author"] != member and (one["id"], member) not in personal for one in news)


def _newest(about: Subject) -> str:
    return f"{about.talk_url}?order=newest"
