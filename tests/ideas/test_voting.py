"""Votes: one member, one idea, in the database; counts equal rows counted, always."""

import asyncio
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.foundation import clock
from app.foundation.clock import shift
from app.foundation.database import execute, row, rows, transaction, value
from app.foundation.refusals import NotFound, Refusal, SlowDown
from ideas.ranking import best, recount, rising
from ideas.voting import rules
from ideas.voting.actions import cast_vote, withdraw_vote
from ideas.voting.queries import votes_of
from tests.community.makers import hide
from tests.ideas.makers import decide, end_challenge, make_challenge, make_desk, make_draft, make_idea, reread
from tests.people import make_member


async def counted(idea: dict) -> int:
    return await value("select count(*) from vote where idea = {} and state = 'counted'", idea["id"])


async def test_a_vote_counts_once_however_often_it_is_cast(db: None) -> None:
    idea, fan = await make_idea(), await make_member()
    assert [await cast_vote(fan, idea["public_id"]) for _ in range(3)] == [1, 1, 1]
    assert await counted(idea) == 1


async def test_a_vote_taken_back_can_be_cast_anew(db: None) -> None:
    idea, fan = await make_idea(), await make_member()
    await cast_vote(fan, idea["public_id"])
    assert await withdraw_vote(fan, idea["public_id"]) == 0
    assert await withdraw_vote(fan, idea["public_id"]) == 0
    assert await votes_of(fan, [idea["id"]]) == set()
    assert await cast_vote(fan, idea["public_id"]) == 1
    assert await votes_of(fan, [idea["id"]]) == {idea["id"]}


async def test_the_first_touch_of_a_vote_is_kept(db: None) -> None:
    idea, fan = await make_idea(), await make_member()
    await cast_vote(fan, idea["public_id"], "kol-7")
    await withdraw_vote(fan, idea["public_id"])
    await cast_vote(fan, idea["public_id"], "poster")
    assert await value("select ref from vote where idea = {}", idea["id"]) == "kol-7"


async def check_ranks(idea: dict[str, Any]) -> None:
    now = await reread(idea)
    moments = await rows(
        "select coalesce(changed_at, created_at) as at from vote where idea = {} and state = 'counted'", idea["id"]
    )
    assert now["vote_count"] == now["ranked_votes"] == len(moments)
    assert now["best"] == pytest.approx(best(len(moments), now["published_at"]), abs=1e-9)
    assert now["rising"] == pytest.approx(rising(now["published_at"], [one["at"] for one in moments]), abs=1e-6)


async def test_the_ranks_follow_the_votes_as_the_published_formulas_say(db: None) -> None:
    idea = await make_idea()
    voters = [await make_member() for _ in range(6)]
    for hours, voter in enumerate(voters):
        await cast_vote(voter, idea["public_id"])
        await check_ranks(idea)
        await clock.shift(timedelta(hours=hours * 7))
    for voter in voters[::2]:
        await withdraw_vote(voter, idea["public_id"])
        await check_ranks(idea)
    before = await reread(idea)
    await recount([idea["id"]])
    after = await reread(idea)
    assert after["rising"] == pytest.approx(before["rising"], abs=1e-6) and after["best"] == pytest.approx(before["best"])


async def test_while_counts_are_hidden_an_idea_ranks_as_if_nobody_had_voted(db: None) -> None:
    idea = await make_idea()
    before = await reread(idea)
    await execute("update idea set counts = 'until_end' where id = {}", idea["id"])
    for _ in range(3):
        await cast_vote(await make_member(), idea["public_id"])
    after = await reread(idea)
    assert after["vote_count"] == 3 and after["ranked_votes"] == 0
    assert (after["rising"], after["best"]) == (pytest.approx(before["rising"]), pytest.approx(before["best"]))


async def test_nobody_votes_for_their_own_idea(db: None) -> None:
    author = await make_member()
    idea = await make_idea(author)
    with pytest.raises(Refusal, match="自己的创意"):
        await cast_vote(author, idea["public_id"])
    assert await counted(idea) == 0


async def test_after_the_deadline_votes_are_neither_cast_nor_taken_back(db: None) -> None:
    challenge = await make_challenge(lasting=timedelta(days=2))
    idea, early, late = await make_idea(challenge=challenge), await make_member(), await make_member()
    await cast_vote(early, idea["public_id"])
    await shift(timedelta(days=2, seconds=1))
    with pytest.raises(Refusal, match="已经截止"):
        await cast_vote(late, idea["public_id"])
    with pytest.raises(Refusal, match="已经截止"):
        await withdraw_vote(early, idea["public_id"])
    assert await counted(idea) == (await reread(idea))["vote_count"] == 1


async def test_a_decided_idea_takes_no_votes(db: None) -> None:
    desk, owner = await make_desk()
    idea = await make_idea(challenge=await make_challenge(desk, owner))
    await decide(desk, owner, idea)
    with pytest.raises(Refusal, match="已经结束"):
        await cast_vote(await make_member(), idea["public_id"])


async def test_drafts_and_hidden_ideas_are_not_there_for_voters(db: None) -> None:
    author = await make_member()
    draft, hidden = await make_draft(author), await make_idea(author)
    await hide("idea", hidden, "盗图")
    for idea in (draft, hidden):
        with pytest.raises(NotFound):
            await cast_vote(await make_member(), idea["public_id"])
    with pytest.raises(NotFound):
        await cast_vote(await make_member(), "no\x00such")
    assert await value("select count(*) from vote") == 0


async def test_a_vote_in_quarantine_stays_there_whatever_its_member_does(db: None) -> None:
    idea, fan = await make_idea(), await make_member()
    await cast_vote(fan, idea["public_id"])
    await execute(
        """with made as (insert into vote_case (public_id, idea, state, from_at, to_at)
          select 'case2222', {}, 'held', app_now(), app_now() returning id)
        update vote set state = 'quarantined', suspect = made.id from made where idea = {}""",
        idea["id"], idea["id"],
    )  # fmt: skip
    await execute("update idea set vote_count = 0 where id = {}", idea["id"])
    assert await withdraw_vote(fan, idea["public_id"]) == 0
    assert await votes_of(fan, [idea["id"]]) == set()
    assert await cast_vote(fan, idea["public_id"]) == 0
    assert await value("select state from vote where idea = {}", idea["id"]) == "quarantined"


async def test_nobody_votes_faster_than_a_person_can(db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    fan, idea = await make_member(), await make_idea()
    await execute("insert into vote (idea, member) select -n, {} from generate_series(1, {}) n", fan.id, rules.MOST_A_MINUTE)
    with pytest.raises(SlowDown):
        await cast_vote(fan, idea["public_id"])
    await shift(timedelta(seconds=61))
    assert await cast_vote(fan, idea["public_id"]) == 1


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=st.lists(st.tuples(st.integers(0, 3), st.integers(0, 1), st.booleans()), max_size=20))
async def test_counts_equal_counted_rows_after_any_sequence(db: None, steps: list[tuple[int, int, bool]]) -> None:
    fans = [await make_member() for _ in range(4)]
    ideas = [await make_idea(), await make_idea()]
    standing: set[tuple[int, int]] = set()
    for fan, n, casts in steps:
        if casts:
            await cast_vote(fans[fan], ideas[n]["public_id"])
            standing.add((n, fan))
        else:
            await withdraw_vote(fans[fan], ideas[n]["public_id"])
            standing.discard((n, fan))
    for n, idea in enumerate(ideas):
        expected = sum(1 for where, _ in standing if where == n)
        assert (await reread(idea))["vote_count"] == await counted(idea) == expected
        assert len({one["member"] for one in await rows("select member from vote where idea = {}", idea["id"])}) >= expected


async def _read_then_write(idea: int, member: int) -> None:
    """The control: what the one statement is there to prevent."""
    async with transaction():
        if await row("select 1 from vote where idea = {} and member = {}", idea, member) is None:
            before = await value("select vote_count from idea where id = {}", idea)
            await execute("insert into vote (idea, member) values ({}, {}) on conflict do nothing", idea, member)
            await execute("update idea set vote_count = {} where id = {}", before + 1, idea)


@pytest.mark.parametrize("same_member", [True, False], ids=["one member", "many members"])
async def test_fifty_at_once_are_counted_exactly(committed_db: str, same_member: bool) -> None:
    fans = [await make_member()] * 50 if same_member else [await make_member() for _ in range(50)]
    expected = 1 if same_member else 50
    control, idea = await make_idea(), await make_idea()

    await asyncio.gather(*(_read_then_write(control["id"], fan.id) for fan in fans))
    shown = (await reread(control))["vote_count"]
    if not same_member:
        assert shown < await counted(control), "the control shows no race: this test proves nothing"

    async def one_by_one(fan: object) -> None:
        async with transaction():  # past the gathering: each its own statement on its own connection
            await cast_vote(fan, idea["public_id"])  # type: ignore[arg-type]

    await asyncio.gather(*(one_by_one(fan) for fan in fans), *(cast_vote(fan, idea["public_id"]) for fan in fans))
    assert (await reread(idea))["vote_count"] == await counted(idea) == expected


async def test_casting_and_taking_back_at_once_stays_exact(committed_db: str) -> None:
    fans = [await make_member() for _ in range(10)]
    ideas = [await make_idea() for _ in range(3)]

    async def waver(fan: object, n: int) -> None:
        idea = ideas[n % 3]["public_id"]
        verb = cast_vote if n % 2 else withdraw_vote
        async with transaction():
            await verb(fan, idea)  # type: ignore[arg-type]

    await asyncio.gather(*(waver(fan, n) for n in range(24) for fan in fans))
    for idea in ideas:
        assert (await reread(idea))["vote_count"] == await counted(idea)


async def test_a_refused_vote_does_not_spoil_those_that_share_its_commit(committed_db: str) -> None:
    author, fans = await make_member(), [await make_member() for _ in range(20)]
    idea, ended = await make_idea(author), await make_challenge()
    closed = await make_idea(challenge=ended)
    await end_challenge(ended)
    asked = [cast_vote(fan, idea["public_id"]) for fan in fans]
    asked += [cast_vote(author, idea["public_id"]), cast_vote(fans[0], closed["public_id"])]
    answers = await asyncio.gather(*asked, return_exceptions=True)
    assert sorted(one for one in answers if isinstance(one, int))[-1] == 20
    assert [str(one) for one in answers[-2:]] == [rules.OWN_IDEA, rules.CLOSED]
    assert await counted(idea) == 20
