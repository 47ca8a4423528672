"""Ideas climb: rungs reached, near and missed are told once, what a bell decides is decided by the rows, one second chance."""

import asyncio
import random
from collections import Counter
from contextlib import suppress
from datetime import datetime, timedelta
from typing import Any

import httpx
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.accounts.viewer import Viewer
from app.community.following.actions import follow
from app.foundation.clock import now, shift
from app.foundation.database import engine, execute, row, rows, transaction, value
from app.foundation.lifecycle import move
from app.foundation.refusals import NotFound, Refusal
from ideas.ladder import rules, settling
from ideas.ladder.actions import set_ladder, take_second_chance
from ideas.ladder.queries import climb_of, rungs_of
from ideas.ladder.rules import DEFAULT, Rung
from ideas.ladder.settling import due, settle
from ideas.ladder.tasks import climb
from ideas.tables import Idea
from ideas.voting.actions import cast_vote, withdraw_vote
from tests.community.makers import hide
from tests.ideas.makers import cast_votes, make_challenge, make_desk, make_idea, reread
from tests.people import make_member, sign_in

SMALL = (Rung(3, 10), Rung(6, 20), Rung(9, 20))
DAY = timedelta(days=1)


async def told(member: Viewer) -> Counter[str]:
    return Counter(one["event"] for one in await rows("select event from notice where member = {}", member.id))


async def reached(idea: dict[str, Any]) -> list[int]:
    return [one["votes"] for one in await rows("select votes from milestone where idea = {} order by votes", idea["id"])]


async def bell_of(idea: dict[str, Any]) -> datetime | None:
    return await value("select ends_at from climb where idea = {}", idea["id"])


async def test_the_open_floor_begins_with_the_fields_ladder_and_an_idea_on_it(db: None) -> None:
    assert await rungs_of(None) == DEFAULT
    idea = await make_idea()
    found = await climb_of(await reread(idea))
    assert found and found.ends_at and found.missing == 100
    assert abs(found.ends_at - idea["published_at"] - 60 * DAY) < timedelta(seconds=9)


async def test_a_new_ladder_is_for_ideas_published_from_then_on(db: None) -> None:
    before = await make_idea()
    assert await set_ladder(SMALL) and not await set_ladder(SMALL)
    after = await make_idea()
    ladders = [await climb_of(await reread(one)) for one in (before, after)]
    assert [[rung.votes for rung in one.rungs] for one in ladders if one] == [[100, 1000, 5000, 10000], [3, 6, 9]]
    await set_ladder(())
    assert await climb_of(await reread(await make_idea())) is None


async def test_a_challenge_has_no_ladder_unless_it_has_its_own(db: None) -> None:
    challenge = await make_challenge()
    assert await climb_of(await reread(await make_idea(challenge=challenge))) is None
    await set_ladder(SMALL, challenge=challenge["id"])
    inside = await climb_of(await reread(await make_idea(challenge=challenge)))
    assert inside and [rung.votes for rung in inside.rungs] == [3, 6, 9]
    assert await rungs_of(None) == DEFAULT


async def test_each_rung_is_told_once_to_the_author_and_in_the_app_to_followers(db: None) -> None:
    await set_ladder((Rung(5, 10), Rung(8, 10)))
    author, follower = await make_member(), await make_member()
    idea = await make_idea(author)
    await follow(follower, "idea", idea["public_id"])
    await cast_votes(idea, 4)
    for _ in range(2):
        await climb()
    assert (await told(author))["rung_near"] == 1
    assert await value("select count(*) from mail where member = {} and event = 'rung_near'", author.id) == 1
    await cast_votes(idea, 1)
    for _ in range(2):
        await climb()
    assert (await told(author))["rung_reached"] == 1 and await reached(idea) == [5]
    assert await told(follower) == {"followed_idea_near": 1, "followed_idea_rung": 1}
    assert not await value("select count(*) from mail where member = {}", follower.id)


async def test_a_week_before_the_bell_the_author_is_reminded_once(db: None) -> None:
    author = await make_member()
    await make_idea(author)
    await shift(52 * DAY)
    await climb()
    assert not await told(author)
    await shift(DAY + timedelta(minutes=1))
    for _ in range(2):
        await climb()
    assert await told(author) == {"rung_ends": 1}


async def test_at_the_top_all_brands_hear_of_it_and_nothing_expires_any_more(db: None) -> None:
    await set_ladder(SMALL)
    (_, owner), (_, other) = await make_desk(), await make_desk()
    author = await make_member()
    idea = await make_idea(author)
    await cast_votes(idea, 10)
    await climb()
    assert await reached(idea) == [3, 6, 9], "several rungs may be reached at once"
    assert (await told(owner))["top_idea"] == (await told(other))["top_idea"] == (await told(author))["top_reached"] == 1
    await shift(3000 * DAY)
    await climb()
    assert (await reread(idea))["state"] == "published" and await due() == []


async def test_at_the_top_of_a_challenges_ladder_its_own_brand_hears_of_it(db: None) -> None:
    (desk, owner), (_, other) = await make_desk(), await make_desk()
    challenge = await make_challenge(desk, owner)
    await set_ladder((Rung(2, 5),), challenge=challenge["id"])
    await cast_votes(await make_idea(challenge=challenge), 2)
    await climb()
    assert (await told(owner))["top_idea"] == 1 and not (await told(other))["top_idea"]


async def test_a_milestone_bears_the_moment_of_the_vote_that_did_it(db: None) -> None:
    await set_ladder(SMALL)
    idea = await make_idea()
    await cast_votes(idea, 3)
    moment = await now()
    await shift(DAY)
    await cast_votes(idea, 1)
    await climb()
    found = await value("select created_at from milestone where idea = {}", idea["id"])
    assert abs(found - moment) < timedelta(seconds=30)


async def test_a_missed_rung_archives_the_idea_with_a_reason_in_words(db: None, client: httpx.AsyncClient) -> None:
    await set_ladder(SMALL)
    author = await make_member()
    idea = await make_idea(author)
    await cast_votes(idea, 2)
    await shift(10 * DAY + timedelta(seconds=20))
    await climb()
    assert (await reread(idea))["state"] == "expired" and (await told(author))["idea_expired"] == 1
    page = (await client.get(f"/ideas/{idea['public_id']}")).text
    assert "10 天里要到 3 票，到期时是 2 票" in page
    assert idea["public_id"] in (await client.get("/ideas?state=expired")).text
    assert idea["public_id"] not in (await client.get("/ideas")).text
    with pytest.raises(Refusal):
        await cast_vote(await make_member(), idea["public_id"])


async def test_votes_after_the_bell_do_not_help(db: None) -> None:
    await set_ladder(SMALL)
    idea = await make_idea()
    await cast_votes(idea, 2)
    await shift(10 * DAY + timedelta(seconds=20))
    await cast_votes(idea, 1)  # nobody has looked yet
    await climb()
    assert (await reread(idea))["state"] == "expired" and await reached(idea) == []
    assert await value("select missed_votes from climb where idea = {}", idea["id"]) == 2


async def test_a_vote_before_the_bell_saves_it_though_somebody_looks_only_later(db: None) -> None:
    await set_ladder(SMALL)
    idea = await make_idea()
    await cast_votes(idea, 3)
    await shift(10 * DAY + timedelta(seconds=20))
    await climb()
    assert (await reread(idea))["state"] == "published" and await reached(idea) == [3]


async def test_the_author_takes_one_second_chance_and_no_other(db: None) -> None:
    await set_ladder(SMALL)
    author = await make_member()
    idea = await make_idea(author)
    await cast_votes(idea, 2)
    with pytest.raises(Refusal):
        await take_second_chance(author, await reread(idea))
    await shift(11 * DAY)
    await climb()
    with pytest.raises(NotFound):
        await take_second_chance(await make_member(), await reread(idea))
    await take_second_chance(author, await reread(idea))
    again = await reread(idea)
    assert again["state"] == "published" and again["vote_count"] == 2, "its votes are still there"
    assert abs(await bell_of(idea) - (await now() + 10 * DAY)) < timedelta(minutes=1), "this rung's time begins anew"
    await shift(11 * DAY)
    await climb()
    assert (await reread(idea))["state"] == "expired" and (await told(author))["idea_expired_again"] == 1
    with pytest.raises(Refusal, match="只有一次"):
        await take_second_chance(author, await reread(idea))


async def test_the_second_chance_is_taken_on_the_ideas_page_and_its_history_tells(db: None, client: httpx.AsyncClient) -> None:
    await set_ladder(SMALL)
    author = await make_member("阿木")
    idea = await make_idea(author)
    await shift(11 * DAY)
    await climb()
    url = f"/ideas/{idea['public_id']}"
    assert "second-chance" not in (await client.get(url)).text
    await sign_in(client, author)
    assert "second-chance" in (await client.get(url)).text
    assert (await client.post(f"{url}/second-chance")).status_code == 303
    page = (await client.get(url)).text
    assert "阿木让它再来一次" in page and "还差 3 票" in page and "second-chance" not in page


async def test_a_stranger_takes_nobodys_second_chance(db: None, client: httpx.AsyncClient) -> None:
    await set_ladder(SMALL)
    idea = await make_idea()
    await shift(11 * DAY)
    await climb()
    await sign_in(client, await make_member())
    assert (await client.post(f"/ideas/{idea['public_id']}/second-chance")).status_code == 404


async def test_what_is_in_review_answered_or_withdrawn_does_not_expire(db: None) -> None:
    await set_ladder(SMALL)
    author = await make_member()
    ideas = [await make_idea(author) for _ in range(3)]
    for idea, state in zip(ideas, ("in_review", "declined", "withdrawn"), strict=True):
        await move(Idea, idea["id"], state)
    await shift(11 * DAY)
    await climb()
    assert [(await reread(idea))["state"] for idea in ideas] == ["in_review", "declined", "withdrawn"]
    assert await due() == [], "and nobody looks at them again"


async def test_time_in_which_nobody_could_see_it_is_given_back(db: None) -> None:
    await set_ladder(SMALL)
    idea = await make_idea()
    await hide("idea", idea)
    await shift(11 * DAY)
    await climb()
    assert (await reread(idea))["state"] == "published" and await bell_of(idea) > await now()


async def test_hidden_counts_are_neither_judged_nor_told(db: None, client: httpx.AsyncClient) -> None:
    await set_ladder(SMALL)
    author = await make_member()
    idea = await make_idea(author)
    await execute("update idea set counts = 'until_end' where id = {}", idea["id"])
    await cast_votes(idea, 5)
    await climb()
    assert not await told(author) and await reached(idea) == []
    page = (await client.get(f"/ideas/{idea['public_id']}")).text
    assert "票数公布时结算" in page and "还差" not in page
    await execute("update idea set counts = 'shown' where id = {}", idea["id"])
    await climb()
    assert await reached(idea) == [3]


async def test_outside_the_phases_with_votes_no_bell_rings(db: None) -> None:
    challenge = await make_challenge(lasting=5 * DAY)
    await set_ladder(SMALL, challenge=challenge["id"])
    idea = await make_idea(challenge=challenge)
    await shift(11 * DAY)
    await climb()
    assert (await reread(idea))["state"] == "published", "voting ended before: its brand decides"
    assert await bell_of(idea) is None and await due() == []


async def test_a_bell_between_two_phases_rings_at_the_end_of_the_next(db: None) -> None:
    challenge = await make_challenge(lasting=5 * DAY)
    await set_ladder(SMALL, challenge=challenge["id"])
    idea = await make_idea(challenge=challenge)
    begun = await now()
    await execute(
        """insert into challenge_phase (challenge, position, title, doors, starts_at, ends_at)
        values ({}, 9, '决选', array['vote'], {}, {})""",
        challenge["id"], begun + 12 * DAY, begun + 20 * DAY,
    )  # fmt: skip
    await shift(11 * DAY)
    await climb()
    assert await bell_of(idea) == begun + 20 * DAY
    await shift(10 * DAY)
    await climb()
    assert (await reread(idea))["state"] == "expired"


async def test_staff_change_the_ladder_and_what_they_typed_stays_where_it_is_refused(db: None, client: httpx.AsyncClient) -> None:
    await sign_in(client, await make_member(staff=True))
    assert 'value="10000"' in (await client.get("/staff/ladder")).text
    refused = await client.post("/staff/ladder", data={"rung_votes": ["500", "77"], "rung_days": ["60", "30"]})
    assert refused.status_code in (409, 422) and "一级比一级高" in refused.text and 'value="77"' in refused.text
    done = await client.post("/staff/ladder", data={"rung_votes": ["50", "500"], "rung_days": ["30", "90"]})
    assert done.status_code == 303 and await rungs_of(None) == (Rung(50, 30), Rung(500, 90))
    assert "50 票 / 30 天" in (await client.get("/staff/ladder")).text


async def test_members_do_not_set_the_ladder(db: None, client: httpx.AsyncClient) -> None:
    await sign_in(client, await make_member())
    assert (await client.post("/staff/ladder", data={"rung_votes": ["5"], "rung_days": ["5"]})).status_code in (403, 404)
    assert await rungs_of(None) == DEFAULT


# The race between the last vote and the bell.


async def ready_for_one_more(votes: int = 2) -> dict[str, Any]:
    await set_ladder(SMALL)
    idea = await make_idea()
    await cast_votes(idea, votes)
    return idea


async def vote_slowly(idea: dict[str, Any], voted: asyncio.Event, let_go: asyncio.Event) -> None:
    """A vote whose transaction holds the idea while others come."""
    async with transaction():
        await execute("update idea set vote_count = vote_count + 1 where id = {}", idea["id"])
        await execute("insert into vote (idea, member) values ({}, 999)", idea["id"])
        voted.set()
        await let_go.wait()


@pytest.mark.parametrize(("is_early", "state"), [(True, "published"), (False, "expired")])
async def test_a_vote_still_on_its_way_at_the_bell_is_waited_for(committed_db: str, is_early: bool, state: str) -> None:
    idea = await ready_for_one_more()
    voted, let_go = asyncio.Event(), asyncio.Event()
    if not is_early:
        await shift(10 * DAY + timedelta(seconds=20))
    voting = asyncio.create_task(vote_slowly(idea, voted, let_go))
    await voted.wait()
    if is_early:
        await shift(10 * DAY + timedelta(seconds=20))
    settling_now = asyncio.create_task(settle(idea["id"]))
    await asyncio.sleep(0.2)
    assert not settling_now.done(), "the bell's decision waits for the idea's lock"
    let_go.set()
    await asyncio.gather(voting, settling_now)
    assert (await reread(idea))["state"] == state


async def test_whoever_comes_first_the_rows_decide(committed_db: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rules, "GRACE", timedelta())
    monkeypatch.setattr(settling, "judge", rules.judge)
    chance, outcomes = random.Random(4), Counter()
    for _ in range(25):
        idea, fan = await ready_for_one_more(), await make_member()
        bell = await value(
            "update climb set ends_at = app_now() + interval '25 ms', look_at = app_now() where idea = {} returning ends_at",
            idea["id"],
        )

        async def vote(idea: dict[str, Any] = idea, fan: Viewer = fan) -> None:
            await asyncio.sleep(chance.random() * 0.05)
            with suppress(Refusal):
                await cast_vote(fan, idea["public_id"])

        async def look(idea: dict[str, Any] = idea) -> None:
            for _ in range(14):
                await settle(idea["id"])
                await asyncio.sleep(0.005)

        await asyncio.gather(vote(), look())
        await settle(idea["id"])
        cast = await row("select created_at from vote where idea = {} and member = {}", idea["id"], fan.id)
        was_early = cast is not None and cast["created_at"] < bell
        outcomes[was_early] += 1
        assert (await reread(idea))["state"] == ("published" if was_early else "expired")
        assert await reached(idea) == ([3] if was_early else [])
    assert len(outcomes) == 2, f"both were tried: {outcomes}"


# Random lives.

STEPS = st.one_of(
    st.tuples(st.just("vote"), st.integers(1, 3)),
    st.tuples(st.just("withdraw"), st.just(0)),
    st.tuples(st.just("wait"), st.integers(1, 12)),
    st.tuples(st.just("again"), st.just(0)),
)


class Life:
    """What an idea's life on the ladder should be, told apart from how it is kept."""

    def __init__(self, began: datetime) -> None:
        self.count, self.reached, self.state, self.chances = 0, 0, "published", 0
        self.clock = began
        self.bell: datetime | None = began + SMALL[0].days * DAY

    def look(self) -> None:
        while self.state == "published" and self.reached < len(SMALL):
            if self.bell is not None and self.clock >= self.bell:
                self.state = "expired"
            elif self.count >= SMALL[self.reached].votes:
                self.reached += 1
                self.bell = self.clock + SMALL[self.reached].days * DAY if self.reached < len(SMALL) else None
            else:
                return

    def again(self) -> bool:
        if self.state != "expired" or self.chances:
            return False
        self.state, self.chances, self.bell = "published", 1, self.clock + SMALL[self.reached].days * DAY
        return True


@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=st.lists(STEPS, min_size=4, max_size=16))
async def test_every_life_is_as_its_votes_and_its_days_say(db: None, steps: list[tuple[str, int]]) -> None:
    async with Undone():
        await set_ladder(SMALL)
        author = await make_member()
        idea = await make_idea(author)
        life, voters = Life(idea["published_at"]), []
        for what, n in steps:
            if what == "wait":
                await shift(n * DAY + timedelta(minutes=7))
                life.clock += n * DAY + timedelta(minutes=7)
            elif what == "again":
                try:
                    await take_second_chance(author, await reread(idea))
                    assert life.again()
                except Refusal:
                    assert not life.again()
            elif life.state == "published" and what == "vote":
                voters += await cast_votes(idea, n)
                life.count += n
            elif life.state == "published" and voters:
                await withdraw_vote(voters.pop(), idea["public_id"])
                life.count -= 1
            await climb()
            life.look()
            await agrees(idea, author, life)


async def agrees(idea: dict[str, Any], author: Viewer, life: Life) -> None:
    now_, climbing = await reread(idea), await row("select * from climb where idea = {}", idea["id"])
    assert climbing is not None
    assert (now_["state"], now_["vote_count"]) == (life.state, life.count)
    assert climbing["rung"] == life.reached + 1 and await reached(idea) == [rung.votes for rung in SMALL[: life.reached]]
    if life.state == "published" and life.bell:
        assert abs(climbing["ends_at"] - life.bell) < timedelta(minutes=5)
    else:
        assert climbing["ends_at"] is None
    heard = await told(author)
    assert heard["rung_reached"] + heard["top_reached"] == life.reached
    assert heard["idea_expired"] + heard["idea_expired_again"] == life.chances + (life.state == "expired")
    assert heard["rung_near"] <= life.reached + 1 + life.chances


class Undone:
    """What happens inside is rolled back, so that each example begins afresh."""

    async def __aenter__(self) -> None:
        current = engine().current_transaction.get()
        assert current is not None
        self.savepoint = await current.savepoint()

    async def __aexit__(self, *_: object) -> None:
        await self.savepoint.rollback_to()
