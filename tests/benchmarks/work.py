"""The rows of the load table: what is asked for, how exact it must be afterwards."""

import secrets
from collections.abc import Callable
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory
from typing import Any

import asyncpg

from app.running.postgres import EmbeddedPostgres
from tests.benchmarks import floors
from tests.benchmarks.generator import Answers, Asked, load, write
from tests.benchmarks.ground import Offer, Voter, fresh_idea, live_tier, sign_in_many

CLIENTS = (8, 32)
FLOOR_SECONDS = 2
VOTERS_A_SECOND = 10_000  # more than can vote in a second: nobody votes twice
CAP, WANTING = 5_000, 20_000


@dataclass
class Row:
    name: str
    target: str
    rates: dict[int, float] = field(default_factory=dict)
    p99: dict[int, float] = field(default_factory=dict)
    floors: dict[int, float] = field(default_factory=dict)
    counts: str = ""

    @property
    def least(self) -> float:
        return float(self.target.replace(",", ""))

    def cells(self, clients: int) -> list[str]:
        return [f"{self.rates[clients]:,.0f}", f"{self.p99[clients]:.1f}", f"{self.floors[clients]:,.0f}"]


class Bench:
    def __init__(self, server: EmbeddedPostgres, connection: asyncpg.Connection, address: str, seconds: float) -> None:
        self.server, self.connection, self.address, self.seconds = server, connection, address, seconds
        self.scratch = TemporaryDirectory()
        self.folder = Path(self.scratch.name)
        self.random = Random(1)
        self.faults: list[str] = []
        self.voters: list[Voter] = []
        self.ideas: list[tuple[int, str]] = []

    @classmethod
    async def set_up(cls, server: EmbeddedPostgres, address: str, seconds: float) -> "Bench":
        bench = cls(server, await asyncpg.connect(server.url()), address, seconds)
        found = await bench.connection.fetch("select id, public_id from idea order by id")
        bench.ideas = [(one["id"], one["public_id"]) for one in found]
        bench.voters = await sign_in_many(bench.connection, int(VOTERS_A_SECOND * seconds))
        return bench

    async def close(self) -> None:
        await self.connection.close()
        self.scratch.cleanup()

    async def run(self, told: Callable[[str], None]) -> list[Row]:
        await self._load([Asked("/ideas")], 8, 1)  # warm
        rows = []
        for work in (self.list_anonymous, self.list_signed_in, self.votes_spread, self.votes_hot, self.pledges):
            told(work.__name__.replace("_", " "))
            rows.append(await work())
        return rows

    async def _load(self, asked: list[Asked], clients: int, seconds: float | None = None) -> Answers:
        answers = await load(self.address, write(asked, self.folder / "requests"), clients, seconds or self.seconds)
        if answers.broken:
            self.faults.append(f"{answers.broken} requests were not answered ({asked[0].path})")
        return answers

    async def _floor(self, row: Row, clients: int, script: str, **given: Any) -> None:
        row.floors[clients] = await floors.floor(self.server, self.folder, script, clients, FLOOR_SECONDS, **given)

    def _all_ideas(self) -> dict[str, int]:
        return {"first": self.ideas[0][0], "last": self.ideas[-1][0]}

    # -- pages -------------------------------------------------------------------
    async def list_anonymous(self) -> Row:
        return await self._pages(Row("list of 24 ideas, signed out", "10,000"), [Asked("/ideas")])

    async def list_signed_in(self) -> Row:
        asked = [Asked("/ideas", voter.cookie) for voter in islice(self.voters, 1000)]
        return await self._pages(Row("the same, signed in", "1,000"), asked)

    async def _pages(self, row: Row, asked: list[Asked]) -> Row:
        for clients in CLIENTS:
            await self._floor(row, clients, floors.READ, **self._all_ideas())
            answers = await self._load(asked, clients)
            row.rates[clients], row.p99[clients] = answers.rate, answers.p99
            if answers.refused:
                self.faults.append(f"{answers.refused} of {answers.requests} pages were refused")
        return row

    # -- votes -------------------------------------------------------------------
    async def votes_spread(self) -> Row:
        row = Row("votes, spread over all ideas", "4,000")
        for clients in CLIENTS:
            await self._floor(row, clients, floors.VOTE_SPREAD, **self._all_ideas())
            chosen = self.random.choices(self.ideas, k=len(self.voters))
            await self._vote(row, clients, [idea for _, idea in chosen])
        await self._check_all_counts(row)
        return row

    async def votes_hot(self) -> Row:
        row, exact = Row("votes on one idea", "4,000"), []
        for clients in CLIENTS:
            floor_idea, _ = await fresh_idea(self.connection, self.voters[0].id)
            await self._floor(row, clients, floors.VOTE_HOT, idea=floor_idea)
            idea, public_id = await fresh_idea(self.connection, self.ideas_author)
            answers = await self._vote(row, clients, [public_id] * len(self.voters))
            exact.append(await self._check_hot(idea, answers, clients))
        row.counts = " ".join(exact)
        return row

    @property
    def ideas_author(self) -> int:
        """Somebody who doesn't vote here."""
        return 1

    async def _vote(self, row: Row, clients: int, ideas: list[str]) -> Answers:
        asked = [Asked(f"/ideas/{idea}/vote", voter.cookie, "POST") for voter, idea in zip(self.voters, ideas, strict=True)]
        self.random.shuffle(asked)
        answers = await self._load(asked, clients)
        row.rates[clients], row.p99[clients] = answers.rate, answers.p99
        if answers.refused:
            self.faults.append(f"{answers.refused} of {answers.requests} votes were refused")
        return answers

    async def _check_all_counts(self, row: Row) -> None:
        wrong = await self.connection.fetchval(
            """select count(*) from (select i.id from idea i left join vote v on v.idea = i.id and v.state = 'counted'
            group by i.id having count(v.id) <> i.vote_count) wrong"""
        )
        row.counts = "exact" if not wrong else f"{wrong} wrong"
        if wrong:
            self.faults.append(f"{wrong} ideas show another count than they have votes")

    async def _check_hot(self, idea: int, answers: Answers, clients: int) -> str:
        """As many rows as the count says, and none of the answered ones missing; those in flight at the end may be there."""
        count, rows = await self.connection.fetchrow(
            "select vote_count, (select count(*) from vote where idea = i.id and state = 'counted') from idea i where i.id = $1",
            idea,
        )
        answered = answers.requests - answers.refused
        once = answers.requests <= len(self.voters)  # else some voted again, which counts nothing
        if count != rows or (once and not answered <= rows <= answers.requests + clients):
            self.faults.append(f"the hot idea counts {count}, has {rows} votes, answered {answered}")
        return f"{rows:,}"

    # -- pledges -----------------------------------------------------------------
    async def pledges(self) -> Row:
        row, exact = Row(f"pledges on one tier of {CAP:,}", "1,500"), []
        for clients in CLIENTS:
            ample = await live_tier(self.connection, self.ideas_author, 10_000_000)
            people = {"first_member": self.voters[0].id, "last_member": self.voters[-1].id}
            await self._floor(row, clients, floors.PLEDGE, tier=ample.tier, **people)
            offer = await live_tier(self.connection, self.ideas_author, CAP)
            answers = await self._load([_pledge(voter, offer) for voter in islice(self.voters, WANTING)], clients)
            made, taken, seconds = await self.connection.fetchrow(
                """select (select count(*) from pledge where tier = t.id), taken, (select
                  extract(epoch from max(created_at) - min(created_at))::float from pledge where tier = t.id)
                from tier t where t.id = $1""",
                offer.tier,
            )
            row.rates[clients], row.p99[clients] = made / max(seconds or 0, 0.001), answers.p99
            exact.append(f"{taken:,}")
            if made != taken or taken > CAP:
                self.faults.append(f"{made} pledges hold {taken} of {CAP} places")
        row.counts = " ".join(exact)
        return row


def _pledge(voter: Voter, offer: Offer) -> Asked:
    body = f"tier={offer.tier_public_id}&quantity=1&method=card&request_key={secrets.token_hex(16)}"
    return Asked(f"/campaigns/{offer.campaign_public_id}/pledges", voter.cookie, "POST", body)
