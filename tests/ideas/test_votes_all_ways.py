"""Whatever happens to votes, in whatever order: counts equal rows, budgets hold, every voter is carried once."""

import random
from collections import Counter
from datetime import timedelta
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.accounts.identities.merging import hand_everything_over
from app.accounts.viewer import Viewer
from app.foundation import clock
from app.foundation.database import execute, row, rows, transaction, value
from app.foundation.lifecycle import move_all
from app.foundation.refusals import Refusal
from ideas.contributing.crediting import credit
from ideas.guarding.actions import decide, note
from ideas.guarding.rules import Finding, Sign
from ideas.tables import Idea
from ideas.voting.actions import drop_vote, lift, press
from ideas.voting.joining import merge_ideas
from ideas.voting.recounting import recount_all
from ideas.voting.revealing import reveal
from tests.ideas.makers import make_challenge, make_desk, make_idea
from tests.ideas.voting import set_rules
from tests.people import make_member

FANS, IDEAS, STEPS = 4, 6, 45
# How often each is done: enough votes that there is something to move about, and endings rarely, so that not all ends at once.
DEEDS = {
    "vote": 40, "withdraw": 8, "merge ideas": 5, "merge members": 2, "hold": 6, "watch": 3, "release": 5, "uphold": 4,
    "expire": 1, "hide": 2, "show": 4, "co-author": 2, "reveal": 2, "day": 1,
}  # fmt: skip


def steps_of(seed: int) -> list[tuple[str, int, int]]:
    chance = random.Random(seed)
    deeds = chance.choices(list(DEEDS), list(DEEDS.values()), k=STEPS)
    return [(deed, chance.randrange(60), chance.randrange(IDEAS)) for deed in deeds]


RULES = st.fixed_dictionaries(
    {
        "budget": st.sampled_from([None, 1, 2, 3]), "least_votes": st.sampled_from([0, 0, 2, 3]),
        "counts": st.sampled_from(["shown", "until_voted", "until_end"]),
    }
)  # fmt: skip
STANDING = ("counted", "waiting", "quarantined")


DONE: Counter[str] = Counter()


class World:
    """A challenge with rules, some ideas in it, some fans, a brand and staff."""

    async def begin(self, rules: dict[str, Any]) -> None:
        desk, self.owner = await make_desk()
        self.staff = await make_member(staff=True)
        self.challenge = await make_challenge(desk, self.owner, lasting=timedelta(days=6))
        await set_rules(self.challenge, **rules)
        self.rules = rules
        self.fans = [await make_member() for _ in range(FANS)]
        authors = [self.fans[0], self.fans[1], *[await make_member() for _ in range(IDEAS - 2)]]
        self.ideas = [await make_idea(author, challenge=self.challenge) for author in authors]
        self.living = list(range(FANS))

    async def take(self, deed: str, one: int, other: int) -> None:
        try:
            async with transaction():
                await getattr(self, "_" + deed.replace(" ", "_").replace("-", "_"))(one, other)
            DONE[deed] += 1
        except Refusal:
            pass

    def idea(self, one: int) -> dict[str, Any]:
        return self.ideas[one % IDEAS]

    def fan(self, one: int) -> Viewer:
        return self.fans[self.living[one % FANS]]

    async def _vote(self, one: int, other: int) -> None:
        idea, fan = self.idea(other), self.fan(one)
        now = await press(fan, idea["public_id"])
        assert await value("select state from vote where idea = {} and member = {}", idea["id"], fan.id) in STANDING, (
            "a vote that was not refused is in"
        )
        if self.rules["budget"] is not None:
            assert now.left is not None and now.left >= 0

    async def _withdraw(self, one: int, other: int) -> None:
        await lift(self.fan(one), self.idea(other)["public_id"])

    async def _merge_ideas(self, one: int, other: int) -> None:
        source, target = self.idea(one)["id"], self.idea(other)["id"]
        before = {each: await self._standing_for(each) for each in (source, target)}
        writing = await rows(
            """select author as member from idea where id = {}
            union select member from contribution where idea = {} and role = 'co_author'""",
            target, target,
        )  # fmt: skip
        owners = {each["member"] for each in writing}
        await merge_ideas(self.owner, source, target, "一样的")
        assert await self._standing_for(source) == set()
        assert await self._standing_for(target) == before[target] | (before[source] - owners), "every voter is carried over once"

    async def _standing_for(self, idea: int) -> set[int]:
        found = await rows("select member from vote where idea = {} and state = any({})", idea, list(STANDING))
        assert len(found) == len({each["member"] for each in found})
        return {each["member"] for each in found}

    async def _merge_members(self, one: int, other: int) -> None:
        gone, stays = self.living[one % FANS], self.living[other % FANS]
        if gone != stays:
            await hand_everything_over(self.fans[gone].id, self.fans[stays].id)
            self.living = [stays if each == gone else each for each in self.living]

    async def _found(self, one: int, is_strong: bool) -> None:
        votes = await rows(
            "select id, created_at from vote where idea = {} and state in ('counted', 'waiting') and suspect is null order by id",
            self.idea(one)["id"],
        )
        if votes:
            now = await clock.now()
            found = Finding(tuple(each["id"] for each in votes), (Sign("rhythm", {"n": 1}),), is_strong, now, now)
            await note(self.idea(one)["id"], [found])

    async def _hold(self, one: int, other: int) -> None:
        await self._found(one, True)

    async def _watch(self, one: int, other: int) -> None:
        await self._found(one, False)

    async def _decide(self, one: int, to: str) -> None:
        case = await row("select id from vote_case where idea = {} order by id desc limit 1", self.idea(one)["id"])
        if case:
            await decide(self.staff.id, case["id"], to, "看过了")

    async def _release(self, one: int, other: int) -> None:
        await self._decide(one, "released")

    async def _uphold(self, one: int, other: int) -> None:
        await self._decide(one, "upheld")

    async def _expire(self, one: int, other: int) -> None:
        await move_all(Idea, [self.idea(one)["id"]], "expired", source="rule")

    async def _hide(self, one: int, other: int) -> None:
        await execute("update idea set visibility = 'hidden' where id = {}", self.idea(one)["id"])

    async def _show(self, one: int, other: int) -> None:
        await execute("update idea set visibility = 'visible' where id = {}", self.idea(one)["id"])

    async def _co_author(self, one: int, other: int) -> None:
        idea, fan = self.idea(one)["id"], self.fan(other)
        await credit(idea, fan.id, "co_author")
        await drop_vote(idea, fan.id)

    async def _reveal(self, one: int, other: int) -> None:
        await reveal()

    async def _day(self, one: int, other: int) -> None:
        await clock.shift(timedelta(days=1))

    async def check(self) -> None:
        """What holds after each step."""
        for idea in await rows(
            """select i.id, i.vote_count, i.ranked_votes, i.counts,
              (select count(*) from vote v where v.idea = i.id and v.state = 'counted') as kept from idea i
            where i.challenge = {}""",
            self.challenge["id"],
        ):
            assert idea["vote_count"] == idea["kept"]
            assert idea["ranked_votes"] == (idea["kept"] if idea["counts"] == "shown" else 0)
        for fan in await rows(
            """select v.member, count(*) filter (where v.state = any({})) as standing,
              count(*) filter (where v.state = 'counted') as counted, count(*) filter (where v.state = 'waiting') as waiting
            from vote v join idea i on i.id = v.idea where i.challenge = {} group by v.member""",
            list(STANDING), self.challenge["id"],
        ):  # fmt: skip
            assert self.rules["budget"] is None or fan["standing"] <= self.rules["budget"], "no budget is exceeded"
            enough = fan["standing"] >= self.rules["least_votes"]
            assert not (fan["counted"] and not enough), "below the least number none counts"
            assert not (fan["waiting"] and enough), "from it on none waits"
        own = await value(
            """select count(*) from vote v join idea i on i.id = v.idea where v.state = any({}) and (v.member = i.author
              or exists (select 1 from contribution k where k.idea = i.id and k.member = v.member and k.role = 'co_author'))""",
            list(STANDING),
        )
        assert own == 0, "nobody votes for what is theirs"
        out = await value(
            """select count(*) from vote v join vote_case k on k.id = v.suspect
            where (v.state in ('counted', 'waiting')) = (k.state in ('held', 'upheld')) and v.state <> 'withdrawn'
              and not (v.state in ('counted', 'waiting') and k.state in ('watched', 'released', 'dismissed'))"""
        )
        assert out == 0, "what a case keeps out is out, and nothing else"


@settings(max_examples=18, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(seed=st.integers(0, 2**32), rules=RULES)
async def test_after_any_sequence_counts_equal_rows_and_every_rule_holds(db: None, seed: int, rules: dict[str, Any]) -> None:
    world = World()
    await world.begin(rules)
    rows_before = 0
    for step in steps_of(seed):
        await world.take(*step)
        await world.check()
        rows_now = await value("select count(*) from vote")
        assert rows_now >= rows_before, "no vote's row is ever deleted"
        rows_before = rows_now
    assert await recount_all() == 0
    await clock.shift(timedelta(days=30))
    await reveal()
    await world.check()
    assert await value("select count(*) from idea where counts <> 'shown'") == 0


async def test_of_everything_something_is_done(db: None) -> None:
    """The control of the test above: sequences in which all is refused would prove nothing."""
    for seed in range(12):
        world = World()
        await world.begin({"budget": None, "least_votes": 0, "counts": "shown"})
        for step in steps_of(seed):
            await world.take(*step)
    assert all(DONE[deed] for deed in DEEDS), DONE
