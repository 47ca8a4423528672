"""Whatever two members voted before they became one: counts equal rows, nobody counts twice, nobody for their own idea."""

import asyncio
from contextlib import suppress
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.accounts.identities.merging import hand_everything_over
from app.accounts.viewer import Viewer
from app.foundation.database import execute, rows, transaction, value
from app.foundation.refusals import Refusal
from ideas.voting.actions import cast_vote, withdraw_vote
from tests.ideas.makers import make_idea
from tests.people import make_member

FANS, IDEAS = 5, 4  # the first three ideas are by the first three fans, the last by a stranger
VOTES = st.tuples(st.sampled_from(["cast", "withdraw"]), st.integers(0, FANS - 1), st.integers(0, IDEAS - 1))
MERGES = st.tuples(st.just("merge"), st.integers(0, FANS - 1), st.integers(0, FANS - 1))
STEPS = st.lists(st.one_of(VOTES, VOTES, MERGES), max_size=30)


class World:
    """The database, and beside it what should be in it."""

    async def begin(self) -> None:
        self.fans = [await make_member() for _ in range(FANS)]
        self.ideas = [await make_idea(author) for author in [*self.fans[:3], await make_member()]]
        self.authors: list[int | None] = [0, 1, 2, None]
        self.living = list(range(FANS))  # by fan, the one that they are now
        self.standing: set[tuple[int, int]] = set()

    async def take(self, deed: str, one: int, other: int) -> None:
        if deed == "merge":
            await self.merge(self.living[one], self.living[other])
        else:
            await self.vote(deed, self.living[one], other)

    async def vote(self, deed: str, fan: int, idea: int) -> None:
        verb = cast_vote if deed == "cast" else withdraw_vote
        with suppress(Refusal):
            await verb(self.fans[fan], self.ideas[idea]["public_id"])
        if deed == "withdraw":
            self.standing.discard((fan, idea))
        elif self.authors[idea] != fan:
            self.standing.add((fan, idea))

    async def merge(self, gone: int, stays: int) -> None:
        if gone == stays:
            return
        async with transaction():
            await hand_everything_over(self.fans[gone].id, self.fans[stays].id)
        self.living = [stays if one == gone else one for one in self.living]
        self.authors = [stays if one == gone else one for one in self.authors]
        moved = {(stays if fan == gone else fan, idea) for fan, idea in self.standing}
        self.standing = {(fan, idea) for fan, idea in moved if self.authors[idea] != fan}


async def counted(idea: dict[str, Any]) -> tuple[int, int]:
    kept = await value("select count(*) from vote where idea = {} and state = 'counted'", idea["id"])
    return await value("select vote_count from idea where id = {}", idea["id"]), kept


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=STEPS)
async def test_after_any_votes_and_merges_each_living_member_counts_once(db: None, steps: list[tuple[str, int, int]]) -> None:
    world = World()
    await world.begin()
    rows_before = 0
    for step in steps:
        await world.take(*step)
        rows_now = await value("select count(*) from vote where member = any({})", [fan.id for fan in world.fans])
        assert rows_now >= rows_before, "no vote's row is ever deleted"
        rows_before = rows_now
    for n, idea in enumerate(world.ideas):
        expected = sum(1 for _, voted in world.standing if voted == n)
        assert await counted(idea) == (expected, expected)
        standing = await rows("select member from vote where idea = {} and state = 'counted'", idea["id"])
        living = {world.fans[one].id for one in world.living}
        assert {one["member"] for one in standing} <= living - {await value("select author from idea where id = {}", idea["id"])}


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(states=st.lists(st.tuples(*[st.sampled_from(["", "counted", "withdrawn", "quarantined"])] * 2), min_size=1, max_size=5))
async def test_counts_equal_rows_whatever_was_in_quarantine(db: None, states: list[tuple[str, str]]) -> None:
    one, other = await make_member(), await make_member()
    ideas = [await make_idea() for _ in states]
    for idea, pair in zip(ideas, states, strict=True):
        for fan, state in zip((one, other), pair, strict=True):
            await put_vote(idea, fan, state)
    await hand_everything_over(other.id, one.id)
    for idea, pair in zip(ideas, states, strict=True):
        shown, kept = await counted(idea)
        assert shown == kept == ("counted" in pair and "quarantined" not in pair)
        assert await value("select count(*) from vote where idea = {}", idea["id"]) == sum(1 for state in pair if state)


async def put_vote(idea: dict[str, Any], fan: Viewer, state: str) -> None:
    if state:
        await execute("insert into vote (idea, member, state) values ({}, {}, {})", idea["id"], fan.id, state)
        await execute("update idea set vote_count = vote_count + {} where id = {}", int(state == "counted"), idea["id"])


async def test_votes_cast_while_two_become_one_are_all_counted_once(committed_db: str) -> None:
    one, other = await make_member(), await make_member()
    ideas = [await make_idea() for _ in range(12)]

    async def merge() -> None:
        async with transaction():
            await hand_everything_over(other.id, one.id)

    voting = [cast_vote(fan, idea["public_id"]) for idea in ideas for fan in (one, other)]
    await asyncio.gather(*voting[:12], merge(), *voting[12:])
    await merge()
    for idea in ideas:
        assert await counted(idea) == (1, 1)
    assert await value("select count(*) from vote where member = {} and state = 'counted'", other.id) == 0
