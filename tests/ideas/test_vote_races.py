"""Votes that meet in the same moment: the last of a budget, the bell, a merge, a decision about a case."""

import asyncio
from datetime import timedelta
from typing import Any

import pytest

from app.accounts.viewer import Viewer
from app.foundation.database import execute, row, rows, transaction, value
from app.foundation.refusals import Refusal
from ideas.guarding.actions import decide, note
from ideas.guarding.rules import Finding, Sign
from ideas.voting import careful
from ideas.voting.actions import cast_vote, lift, press
from ideas.voting.joining import merge_ideas
from ideas.voting.revealing import reveal
from tests.ideas.makers import make_desk, make_idea
from tests.ideas.voting import counts, make_strict_challenge
from tests.people import make_member


async def attempt(doing: Any) -> bool:
    try:
        await doing
    except Refusal:
        return False
    return True


async def no_lock(challenge: int, member: int) -> None:
    """The control: where each vote only holds its idea."""
    await asyncio.sleep(0.01)


async def spend_at_once(fans: list[Viewer], budget: int) -> list[int]:
    challenge = await make_strict_challenge(budget=budget)
    ideas = [await make_idea(challenge=challenge) for _ in range(6)]
    await asyncio.gather(*(attempt(press(fan, idea["public_id"])) for fan in fans for idea in ideas))
    spent = [
        await value(
            """select count(*) from vote v join idea i on i.id = v.idea
            where v.member = {} and i.challenge = {} and v.state = 'counted'""",
            fan.id, challenge["id"],
        )
        for fan in fans
    ]  # fmt: skip
    assert sum(await counts(*ideas)) == sum(spent)
    return spent


async def test_two_devices_spend_the_last_vote_once(committed_db: str, monkeypatch: pytest.MonkeyPatch) -> None:
    fans = [await make_member() for _ in range(4)]
    assert await spend_at_once(fans, 2) == [2, 2, 2, 2]
    monkeypatch.setattr(careful, "lock_voter", no_lock)
    assert max(await spend_at_once(fans, 2)) > 2, "the control shows no race: this test proves nothing"


async def test_a_vote_at_the_bell_is_in_before_it_or_not_at_all(committed_db: str) -> None:
    challenge = await make_strict_challenge(counts="until_end", budget=3)
    idea, fans = await make_idea(challenge=challenge), [await make_member() for _ in range(12)]
    await execute(
        "update challenge_phase set ends_at = app_now() + {}::interval where challenge = {}",
        timedelta(seconds=0.4), challenge["id"],
    )  # fmt: skip
    bell = await value("select ends_at from challenge_phase where challenge = {}", challenge["id"])

    async def vote_at(fan: Viewer, seconds: float) -> bool:
        await asyncio.sleep(seconds)
        return await attempt(press(fan, idea["public_id"]))

    async def sweep() -> None:
        for _ in range(12):
            await asyncio.sleep(0.08)
            await reveal()

    done, _ = await asyncio.gather(asyncio.gather(*(vote_at(fan, n * 0.07) for n, fan in enumerate(fans))), sweep())
    late = await value("select count(*) from vote where idea = {} and created_at >= {}", idea["id"], bell)
    assert late == 0 and 0 < sum(done) < 12
    assert await counts(idea) == [sum(done)]
    now = await row("select counts, ranked_votes, vote_count from idea where id = {}", idea["id"])
    assert now is not None and (now["counts"], now["ranked_votes"]) == ("shown", now["vote_count"])


@pytest.mark.parametrize("rules", [{}, {"budget": 5, "least_votes": 2}], ids=["one statement", "carefully"])
async def test_a_vote_that_meets_a_merge_is_carried_over_or_refused(committed_db: str, rules: dict[str, Any]) -> None:
    desk, owner = await make_desk()
    challenge = await make_strict_challenge(desk=desk, owner=owner, **rules)
    source, target, third = [await make_idea(challenge=challenge) for _ in range(3)]
    fans = [await make_member() for _ in range(10)]
    if rules:
        await asyncio.gather(*(press(fan, third["public_id"]) for fan in fans))

    async def vote(fan: Viewer, idea: dict[str, Any]) -> bool:
        async with transaction():  # each its own statement on its own connection
            return await attempt(press(fan, idea["public_id"]))

    voting = [vote(fan, idea) for fan in fans for idea in (source, target)]
    await asyncio.gather(*voting[:10], merge_ideas(owner, source["id"], target["id"], "一样的"), *voting[10:])
    assert (await row("select state from idea where id = {}", source["id"]) or {})["state"] == "merged"
    standing = await rows("select idea, member from vote where state in ('counted', 'waiting') and idea <> {}", third["id"])
    assert {one["idea"] for one in standing} == {target["id"]} and len({one["member"] for one in standing}) == len(standing) == 10
    assert await counts(source, target) == [0, 10]


async def test_taking_back_and_holding_at_once_stays_exact(committed_db: str) -> None:
    idea, staff = await make_idea(), await make_member(staff=True)
    fans = [await make_member() for _ in range(12)]
    await asyncio.gather(*(cast_vote(fan, idea["public_id"]) for fan in fans))
    votes = [one["id"] for one in await rows("select id from vote where idea = {}", idea["id"])]
    now = await value("select app_now()")
    found = Finding(tuple(votes), (Sign("rhythm", {"n": 12}),), True, now, now)

    async def waver(fan: Viewer) -> None:
        for verb in (lift, press, lift, press):
            async with transaction():
                await attempt(verb(fan, idea["public_id"]))

    async def hold_and_release() -> None:
        await note(idea["id"], [found])
        case = await value("select id from vote_case where idea = {}", idea["id"])
        await asyncio.sleep(0.05)
        await decide(staff.id, case, "released")

    await asyncio.gather(hold_and_release(), *(waver(fan) for fan in fans))
    assert await counts(idea) == [12]
    assert await value("select count(*) from vote where idea = {} and state = 'quarantined'", idea["id"]) == 0


@pytest.mark.parametrize("is_released", [True, False])
async def test_a_vote_is_taken_back_while_staff_decides_about_it(committed_db: str, is_released: bool) -> None:
    """The statement that takes it back waits for staff's, and goes by what stands then."""
    idea, staff, fan = await make_idea(), await make_member(staff=True), await make_member()
    await cast_vote(fan, idea["public_id"])
    votes, now = [await value("select id from vote where idea = {}", idea["id"])], await value("select app_now()")
    found = Finding(tuple(votes), (Sign("rhythm", {"n": 12}),), True, now, now)
    if is_released:
        await note(idea["id"], [found])
    decided, waited = asyncio.Event(), asyncio.Event()

    async def staffs() -> None:
        async with transaction():
            if is_released:
                await decide(staff.id, await value("select id from vote_case where idea = {}", idea["id"]), "released")
            else:
                await note(idea["id"], [found])
            decided.set()
            await waited.wait()

    async def fans() -> None:
        await decided.wait()
        asyncio.get_running_loop().call_later(0.3, waited.set)
        async with transaction():
            await lift(fan, idea["public_id"])

    await asyncio.gather(staffs(), fans())
    assert await counts(idea) == [0]


async def test_two_of_staff_decide_one_case_once(committed_db: str) -> None:
    idea, staff = await make_idea(), [await make_member(staff=True) for _ in range(2)]
    fans = [await make_member() for _ in range(5)]
    await asyncio.gather(*(cast_vote(fan, idea["public_id"]) for fan in fans))
    votes = [one["id"] for one in await rows("select id from vote where idea = {}", idea["id"])]
    now = await value("select app_now()")
    await note(idea["id"], [Finding(tuple(votes), (Sign("rhythm", {"n": 5}),), True, now, now)])
    case = await value("select id from vote_case where idea = {}", idea["id"])
    done = await asyncio.gather(*(attempt(decide(one.id, case, "released", "好的")) for one in staff))
    assert sorted(done) == [False, True] and await counts(idea) == [5]
