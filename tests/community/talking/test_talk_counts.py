"""What is counted equals the rows, whatever happens in which order; and while many do it at once."""

import asyncio
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.accounts.identities.merging import hand_everything_over
from app.accounts.leaving.kinds import Leaving
from app.accounts.viewer import Viewer
from app.community.moderation.things import set_visibility
from app.community.talking.actions import revise_comment, withdraw_comment, write_comment
from app.community.talking.kinds import Subject
from app.community.talking.leaving import erase
from app.community.talking.reacting import react, take_back
from app.community.talking.rules import REACTIONS, wilson
from app.foundation.database import execute, rows, transaction
from app.foundation.refusals import Refusal
from tests.community.talking.makers import about, make_comment, reread, thread_row
from tests.ideas.makers import make_idea
from tests.people import make_member

WRONG_COMMENTS = f"""select c.id from comment c left join (
    select comment, {", ".join(f"count(*) filter (where kind = '{kind}') as {kind}" for kind in REACTIONS)},
      count(distinct member) filter (where kind <> 'doubt') as fans from comment_reaction group by comment) r on r.comment = c.id
  where {" or ".join(f"c.{kind} <> coalesce(r.{kind}, 0)" for kind in (*REACTIONS, "fans"))}
    or c.replies <> (select count(*) from comment a
      where a.parent = c.id and a.visibility = 'visible' and a.withdrawn_at is null)"""
WRONG_THREADS = """select t.id from thread t where t.comments <> (select count(*) from comment c
    where c.thread = t.id and c.visibility = 'visible' and c.withdrawn_at is null)
  or t.shown < coalesce((select max(number) from comment c where c.thread = t.id), 0)"""
WRONG_NUMBERS = """select thread, number from comment where number is not null group by thread, number having count(*) > 1
  union all select thread, number from comment where number is null and visibility = 'visible' and withdrawn_at is null"""


async def assert_counts_equal_rows() -> None:
    for sql in (WRONG_COMMENTS, WRONG_THREADS, WRONG_NUMBERS):
        assert await rows(sql) == []
    for one in await rows("select fans, doubt, best from comment"):
        assert one["best"] == pytest.approx(wilson(one["fans"], one["doubt"]), abs=1e-12)


STEPS = st.tuples(
    st.sampled_from(["write", "reply", "revise", "withdraw", "hide", "hold", "show", "react", "take_back", "merge", "erase"]),
    st.integers(0, 4),
    st.integers(0, 30),
    st.sampled_from(list(REACTIONS)),
)


async def play(step: tuple[str, int, int, str], subject: Subject, people: list[Viewer]) -> None:
    what, who, which, kind = step
    there = await rows("select * from comment order by id")
    comment: dict[str, Any] = there[which % len(there)]
    person = people[who]
    match what:
        case "write":
            await make_comment(subject, person)
        case "reply":
            await make_comment(subject, person, to=comment)
        case "revise":
            await revise_comment(_author(comment, people), subject, comment, f"改成 {which}")
        case "withdraw":
            await withdraw_comment(_author(comment, people), comment)
        case "hide" | "hold" | "show":
            await set_visibility("comment", comment["id"], {"hide": "hidden", "hold": "pending", "show": "visible"}[what])
        case "react":
            await react(person, comment, kind)
        case "take_back":
            await take_back(person, comment, kind)
        case "merge":
            await hand_everything_over(person.id, people[(who + 1) % len(people)].id)
        case "erase":
            await erase(Leaving(person.id, person.public_id, (), withdraws_ideas=bool(which % 2)))


def _author(comment: dict[str, Any], people: list[Viewer]) -> Viewer:
    return next(one for one in people if one.id == comment["author"])


class _Undo(Exception):
    pass


@pytest.mark.usefixtures("db")
@given(steps=st.lists(STEPS, max_size=25))
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
async def test_counts_equal_rows_after_anything(steps: list[tuple[str, int, int, str]]) -> None:
    try:
        async with transaction():
            people = [await make_member() for _ in range(5)]
            subject = await about(await make_idea())
            await make_comment(subject, people[0])
            for step in steps:
                try:
                    async with transaction():
                        await play(step, subject, people)
                except Refusal:
                    pass
                await assert_counts_equal_rows()
            raise _Undo
    except _Undo:
        pass


@pytest.mark.usefixtures("db")
async def test_of_two_members_who_become_one_each_reaction_counts_once_and_none_to_oneself() -> None:
    me, other, stranger = await make_member(), await make_member(), await make_member()
    subject = await about(await make_idea())
    mine, theirs = await make_comment(subject, me), await make_comment(subject, stranger)
    await react(other, mine, "agree")
    for who in (me, other):
        await react(who, theirs, "want")
    await react(other, theirs, "doubt")
    await hand_everything_over(other.id, me.id)
    await assert_counts_equal_rows()
    mine, theirs = await reread(mine), await reread(theirs)
    assert (mine["agree"], theirs["want"], theirs["doubt"], theirs["fans"]) == (0, 1, 1, 1)


async def test_many_at_once_write_react_and_withdraw_without_a_wrong_count(committed_db: str) -> None:
    people = [await make_member() for _ in range(8)]
    subject = await about(await make_idea())
    roots = [await make_comment(subject, people[n % 8]) for n in range(4)]

    async def one(n: int) -> None:
        person, root = people[n % 8], roots[n % 4]
        try:
            match n % 5:
                case 0 | 1:
                    await write_comment(person, subject, f"同时说 {n}", root["public_id"] if n % 2 else "")
                case 2:
                    await react(person, root, "agree")
                case 3:
                    await take_back(person, root, "agree")
                case 4:
                    await set_visibility("comment", root["id"], "hidden" if n % 2 else "visible")
        except Refusal:
            pass

    await execute("delete from rate_limit")
    await asyncio.gather(*(one(n) for n in range(60)))
    await assert_counts_equal_rows()
    assert (await thread_row(subject))["comments"] > 4


async def test_the_same_press_sent_many_times_at_once_is_one_comment(committed_db: str) -> None:
    subject, author = await about(await make_idea()), await make_member()
    made = await asyncio.gather(*(write_comment(author, subject, "手抖了") for _ in range(6)))
    assert len({one["id"] for one in made}) == 1
    assert (await thread_row(subject))["comments"] == 1
