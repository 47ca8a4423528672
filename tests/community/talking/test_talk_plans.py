"""A thread of ten thousand comments is read by its indexes: a page, its end, a conversation, what is new."""

import time
from collections.abc import AsyncIterator
from typing import Any

import pytest

from app.accounts.viewer import Viewer, find_member
from app.community.talking import queries
from app.community.talking.actions import thread_for
from app.community.talking.calling import offered
from app.community.talking.kinds import Subject
from app.community.talking.rules import Key
from app.community.talking.showing import show_thread
from app.community.talking.tables import Comment
from app.foundation import database
from app.foundation.database import execute, insert, row, rows
from tests.community.talking.makers import about
from tests.ideas.makers import make_idea
from tests.people import make_member

MANY = 10_000
WHOLE_TABLE = "Seq Scan on comment c"
SORTED = ("Sort Key: c.best", "Sort Key: c.number")


async def _fill(talk: Subject, author: Viewer) -> None:
    thread = await thread_for(talk)
    made = await insert(Comment, thread=thread, author=author.id, text="头一句", number=1, told=True, replies=MANY // 5)
    await execute(
        """with people as (select array_agg(id order by id) as ids from member where public_id like 'c%')
        insert into comment (public_id, thread, author, text, parent, answers_to, told, fans, best, number)
        select left({}, 6) || n, {}, ids[1 + n % 200], '第 ' || n || ' 句', case when n % 5 = 0 then {}::bigint end,
          case when n % 5 = 0 then {}::bigint end, true, n % 40, (n % 40) / 50.0, n + 1
        from people, generate_series(1, {}::int) n""",
        talk.public_id, thread, made["id"], made["id"], MANY,
    )  # fmt: skip
    await execute("update thread set comments = {}, shown = {} where id = {}", MANY + 1, MANY + 1, thread)


@pytest.fixture
async def crowd(db: None) -> AsyncIterator[tuple[Subject, Viewer]]:
    """One thread of ten thousand, a fifth of them answers to one comment, by two hundred people; and as many elsewhere."""
    author = await make_member()
    subject, other = await about(await make_idea(author)), await about(await make_idea(author))
    await execute("insert into member (public_id, is_staff, ref) select 'c' || n, false, '' from generate_series(1, 200) n")
    await execute(
        """insert into member_profile (member, name, bio, avatar) select id, '同学' || public_id, '', '' from member
        where public_id like 'c%' and not exists (select 1 from member_profile p where p.member = member.id)"""
    )
    await execute("alter table comment disable trigger comment_is_counted")  # twenty thousand in one transaction
    for talk in (subject, other):
        await _fill(talk, author)
    await execute("alter table comment enable trigger comment_is_counted")
    await execute("analyze comment")
    yield subject, author


async def plans_of(seen: list[tuple[str, tuple[Any, ...]]]) -> list[str]:
    return [
        "\n".join(str(next(iter(line.values()))) for line in await rows(f"explain {sql}", *args))
        for sql, args in seen
        if sql.lstrip().startswith(("select", "with"))
    ]


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, tuple[Any, ...]]]:
    """Every statement that the reads of talk send."""
    sent: list[tuple[str, tuple[Any, ...]]] = []

    async def noting(sql: str, *args: Any) -> list[dict[str, Any]]:
        sent.append((sql, args))
        return await database.rows(sql, *args)

    monkeypatch.setattr(queries, "rows", noting)
    return sent


@pytest.mark.parametrize("order", ["best", "newest"])
@pytest.mark.parametrize("is_deep", [False, True])
async def test_no_page_of_a_thread_reads_all_of_it(
    crowd: tuple[Subject, Viewer], asked: list[tuple[str, tuple[Any, ...]]], order: str, is_deep: bool
) -> None:
    subject, author = crowd
    key = Key(5000, 0.4) if is_deep else None
    before = time.perf_counter()
    view = await show_thread(author, subject, order, key)
    took = time.perf_counter() - before
    assert len(view.comments) == 20
    plans = await plans_of(asked)
    assert [plan for plan in plans if "comment_by_best" in plan or "comment_by_number" in plan], plans
    assert not [plan for plan in plans if any(slow in plan for slow in (WHOLE_TABLE, *SORTED))], plans
    assert took < 1, f"{took:.3f} s for one page"


async def test_a_conversation_of_thousands_is_read_from_where_it_is_opened(
    crowd: tuple[Subject, Viewer], asked: list[tuple[str, tuple[Any, ...]]]
) -> None:
    _, author = crowd
    root = await row("select * from comment where replies > 100 limit 1")
    assert root is not None
    replies, has_more = await queries.replies_of(author, root["id"], 7000)
    assert (len(replies), has_more) == (50, True)
    await queries.first_replies(author, [root["id"]])
    plans = await plans_of(asked)
    assert all("comment_replies" in plan and WHOLE_TABLE not in plan for plan in plans), plans


async def test_what_is_new_is_counted_from_the_mark_on(crowd: tuple[Subject, Viewer], monkeypatch: pytest.MonkeyPatch) -> None:
    subject, author = crowd
    reader = await find_member(author.id)
    sent: list[tuple[str, tuple[Any, ...]]] = []

    async def noting(sql: str, *args: Any) -> Any:
        sent.append((sql, args))
        return await database.value(sql, *args)

    monkeypatch.setattr(queries, "value", noting)
    assert await queries.new_since(reader, subject.kind, subject.public_id, MANY + 1) == 0
    assert sent == []
    assert await queries.new_since(reader, subject.kind, subject.public_id, MANY - 10) == 11
    assert all("comment_is_new" in plan for plan in await plans_of(sent))


async def test_names_are_offered_quickly_where_thousands_spoke(crowd: tuple[Subject, Viewer]) -> None:
    subject, author = crowd
    before = time.perf_counter()
    assert len(await offered(author, subject, "同学c1")) == 8
    assert time.perf_counter() - before < 1
