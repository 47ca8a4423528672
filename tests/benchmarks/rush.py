"""`make rush`: 10,000 people want 5,000 places within the same seconds, over HTTP from 50 connections; fails unless it is exact.

First the control: the same wish without the guard (look whether a place is left, then take it) must sell too many, or the rush
would prove nothing. Then the real thing: exactly 5,000 places are held, whoever ticked the box stands on the waitlist in order,
everybody else is told, nothing answers 500, and it is over in two minutes.
"""

import asyncio
import os
import secrets
import sys
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import partial
from urllib.parse import urlsplit

import asyncpg
from rich.console import Console

from app.running.postgres import EmbeddedPostgres
from app.running.supervisor import Child, python
from tests.benchmarks.generator import Asked
from tests.benchmarks.ground import Offer, Voter, live_tier, sign_in_many
from tests.benchmarks.sender import spelled
from tests.benchmarks.stage import database, site

PLACES, WANTING, CONNECTIONS, MOST_SECONDS = 5_000, 10_000, 50, 120
DONT_WAIT = 5  # every fifth doesn't want to be put on the list
console = Console()


@dataclass
class Heard:
    """What each was answered, by the number of the one who asked."""

    answers: dict[int, tuple[int, str]] = field(default_factory=dict)

    def kinds(self) -> Counter[str]:
        return Counter(_kind(status, to) for status, to in self.answers.values())


def _kind(status: int, to: str) -> str:
    if status == 307:
        return "held"
    if status == 303 and "/waitlist" in to:
        return "waiting"
    return "told" if status == 409 else f"answered {status}"


class Client(asyncio.Protocol):
    """One connection: asks for the next person as soon as the last was answered."""

    def __init__(self, wishes: Iterator[tuple[int, bytes]], heard: Heard, done: "asyncio.Future[None]") -> None:
        self.wishes, self.heard, self.done, self.buffer = wishes, heard, done, bytearray()

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self.transport = transport
        self._next()

    def _next(self) -> None:
        wish = next(self.wishes, None)
        if wish is None:
            self.transport.close()
            return
        self.who, request = wish
        self.transport.write(request)

    def data_received(self, data: bytes) -> None:
        self.buffer += data
        head, found, body = bytes(self.buffer).partition(b"\r\n\r\n")
        if not found:
            return
        first, *lines = head.decode("latin-1").split("\r\n")
        told = {name.lower(): text.strip() for name, _, text in (line.partition(":") for line in lines)}
        if len(body) < int(told.get("content-length", 0)):
            return
        self.heard.answers[self.who] = (int(first.split()[1]), told.get("location", ""))
        self.buffer.clear()
        self._next()

    def connection_lost(self, error: Exception | None) -> None:
        if not self.done.done():
            self.done.set_result(None)


def _same(client: Client) -> Client:
    return client


async def rush(address: str, people: list[Voter], offer: Offer) -> Heard:
    parts, heard, loop = urlsplit(address), Heard(), asyncio.get_running_loop()
    wishes = iter([(n, spelled(_wish(n, one, offer).line(), parts.netloc)) for n, one in enumerate(people)])
    ends = [loop.create_future() for _ in range(CONNECTIONS)]
    for end in ends:
        await loop.create_connection(partial(_same, Client(wishes, heard, end)), parts.hostname or "", parts.port or 80)
    await asyncio.gather(*ends)
    return heard


def _wish(number: int, who: Voter, offer: Offer) -> Asked:
    waits = "" if number % DONT_WAIT == 0 else "&or_wait=1"
    body = f"tier={offer.tier_public_id}&quantity=1&method=card&request_key={secrets.token_hex(16)}{waits}"
    return Asked(f"/campaigns/{offer.campaign_public_id}/pledges", who.cookie, "POST", body)


async def sold_without_the_guard(server: EmbeddedPostgres) -> int:
    """The control: each looks first and then takes, as many at a time as there are connections."""
    connections = [await asyncpg.connect(server.url()) for _ in range(CONNECTIONS)]
    await connections[0].execute("create unlogged table unguarded as select 0 as taken")
    sold = await asyncio.gather(*(_look_then_take(one, WANTING // CONNECTIONS) for one in connections))
    await connections[0].execute("drop table unguarded")
    for one in connections:
        await one.close()
    return sum(sold)


async def _look_then_take(connection: asyncpg.Connection, times: int) -> int:
    sold = 0
    for _ in range(times):
        if await connection.fetchval("select taken from unguarded") < PLACES:
            await connection.execute("update unguarded set taken = taken + 1")
            sold += 1
    return sold


async def faults_of(connection: asyncpg.Connection, offer: Offer, people: list[Voter], heard: Heard) -> list[str]:
    """In sentences; none where it is exact."""
    held = await connection.fetch("select backer from pledge where tier = $1 and state = 'started'", offer.tier)
    waiting = await connection.fetch("select member, place from waitlist_entry where tier = $1 order by id", offer.tier)
    taken = await connection.fetchval("select taken from tier where id = $1", offer.tier)
    said = {kind: {people[n].id for n, answer in heard.answers.items() if _kind(*answer) == kind} for kind in heard.kinds()}
    wanted_to_wait = {one.id for n, one in enumerate(people) if n % DONT_WAIT}
    checks = {
        f"{len(heard.answers)} of {WANTING} were answered": len(heard.answers) == WANTING,
        f"some were answered otherwise: {heard.kinds()}": set(heard.kinds()) <= {"held", "waiting", "told"},
        f"{len(held)} pledges hold {taken} of {PLACES} places": len(held) == taken == PLACES,
        "somebody was told of a place and has none": said.get("held") == {one["backer"] for one in held},
        "somebody was told of a number and has none": said.get("waiting", set()) == {one["member"] for one in waiting},
        "somebody wanted to wait and was sent away": not said.get("told", set()) & wanted_to_wait,
        "the numbers have gaps, or don't stand in their order": [one["place"] for one in waiting]
        == [*range(1, len(waiting) + 1)],
    }
    return [fault for fault, is_so in checks.items() if not is_so]


async def main() -> int:
    async with database() as server:
        if await Child("migrate", python("migrate"), environment=_environment(server)).run() != 0:
            return 1
        async with site(server) as measured:
            connection = await asyncpg.connect(server.url())
            people = await sign_in_many(connection, WANTING + 1)
            offer = await live_tier(connection, people.pop().id, PLACES)
            oversold = await sold_without_the_guard(server)
            began = time.monotonic()
            heard = await rush(measured.address, people, offer)
            took = time.monotonic() - began
            faults = await faults_of(connection, offer, people, heard)
            await connection.close()
    console.print(f"control, looking first and then taking: {oversold:,} of {PLACES:,} places sold")
    console.print(f"{WANTING:,} people, {CONNECTIONS} connections, {took:.1f} s: {dict(heard.kinds())}")
    if oversold <= PLACES:
        faults.append("the control sold no place twice, so this race proves nothing")
    if took > MOST_SECONDS:
        faults.append(f"it took {took:.0f} s")
    for fault in faults:
        console.print(f"NOT EXACT: {fault}", style="bold red")
    return 1 if faults else 0


def _environment(server: EmbeddedPostgres) -> dict[str, str]:
    return {**os.environ, "DATABASE_URL": server.url(), "ENVIRONMENT": "development"}


if __name__ == "__main__":
    sys.exit(asyncio.run(main()))
