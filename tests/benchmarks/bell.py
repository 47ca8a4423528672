"""`make bell`: what it costs while thousands watch one campaign, and the bell with everybody who reserved to be told.

BELL_RESERVED (50000), BELL_PLEDGES (200000) and BELL_SECONDS (5) make it larger or shorter. A figure that is low fails nothing;
a bell that rings before its second, or somebody who is told twice or not at all, does.
"""

import asyncio
import os
import sys
import time
from itertools import islice
from pathlib import Path
from tempfile import TemporaryDirectory

import asyncpg
from rich.console import Console
from rich.table import Table

from app.running.postgres import EmbeddedPostgres
from app.running.supervisor import Child, python
from tests.benchmarks.generator import Answers, Asked, load, name, write
from tests.benchmarks.ground import Offer, Voter, live_tier, sign_in_many
from tests.benchmarks.stage import Site, database, site
from tests.benchmarks.work import _pledge

RESERVED = int(os.environ.get("BELL_RESERVED", "50000"))
PLEDGES = int(os.environ.get("BELL_PLEDGES", "200000"))
SECONDS = float(os.environ.get("BELL_SECONDS", "5"))
CLIENTS, BUYERS, LONGEST = 32, 8, 900
RECORD = 540_000
console = Console(width=max(Console().width, 110))


class Stage:
    def __init__(self, server: EmbeddedPostgres, connection: asyncpg.Connection, measured: Site, folder: Path) -> None:
        self.server, self.connection, self.measured, self.folder = server, connection, measured, folder
        self.rows: list[tuple[str, str, str]] = []
        self.faults: list[str] = []

    async def load(self, asked: list[Asked], clients: int = CLIENTS, seconds: float = SECONDS) -> Answers:
        return await load(self.measured.address, write(asked, self.folder / "requests"), clients, seconds)

    def row(self, what: str, found: str, note: str = "") -> None:
        self.rows.append((what, found, note))
        console.print(f"  {what}: {found} {note}", highlight=False)

    async def page(self, what: str, asked: list[Asked]) -> None:
        await self.load(asked, 8, 1)
        answers = await self.load(asked)
        self.row(what, f"{answers.rate:,.0f} rps", f"p50 {answers.p50:.1f} ms, p99 {answers.p99:.1f} ms")
        if answers.refused or answers.broken:
            self.faults.append(f"{what}: {answers.refused} refused, {answers.broken} broken")


async def main() -> int:
    async with database() as server:
        environment = {**os.environ, "DATABASE_URL": server.url(), "ENVIRONMENT": "development"}
        if await Child("migrate", python("migrate"), environment=environment).run() != 0:
            raise SystemExit("the migrations failed")
        connection = await asyncpg.connect(server.url())
        with TemporaryDirectory() as folder:
            voters = await sign_in_many(connection, RESERVED)
            watched, crowded = await _prelaunch(connection, voters), await _crowded(connection, voters)
            async with site(server) as measured:
                stage = Stage(server, connection, measured, Path(folder))
                await _watching(stage, watched, crowded, voters)
                await _bell(stage, watched, voters)
                memory = measured.memory()
        await connection.close()
    table = Table(title=f"{RESERVED:,} reserved, {PLEDGES:,} pledges in another campaign")
    for row in stage.rows:
        table.add_row(*row)
    console.print(table)
    console.print(f"web workers' memory {' '.join(f'{each:.0f}' for each in memory)} MiB; load: {name()}, {CLIENTS} clients")
    for fault in stage.faults:
        console.print(f"NOT RIGHT: {fault}", style="bold red")
    return int(bool(stage.faults))


async def _prelaunch(connection: asyncpg.Connection, voters: list[Voter]) -> Offer:
    """Everybody has reserved a tier and can be reached by mail."""
    offer = await live_tier(connection, voters[0].id, 5_000)
    await connection.execute(
        """update campaign set state = 'prelaunch', launched_at = null, opens_at = app_now() + interval '2 days',
        deadline = app_now() + interval '30 days' where id = $1""",
        offer.campaign,
    )
    await connection.execute(
        "insert into reservation (campaign, member, tier) select $1, id, $2 from member where id = any($3::bigint[])",
        offer.campaign, offer.tier, [voter.id for voter in voters],
    )  # fmt: skip
    await connection.execute(
        """insert into identity (member, kind, address, verified_at)
        select m, 'email', 'crowd' || m || '@people.test', app_now() from unnest($1::bigint[]) m""",
        [voter.id for voter in voters],
    )
    await connection.execute("analyze reservation, identity")
    return offer


async def _crowded(connection: asyncpg.Connection, voters: list[Voter]) -> Offer:
    offer = await live_tier(connection, voters[0].id, PLEDGES * 2)
    await connection.execute(
        """insert into pledge (public_id, campaign, tier, backer, quantity, method, charge_plan, state, amount, currency,
          request_key, country)
        select substr(md5('p' || n), 1, 12), $1, $2, $3::bigint + n % $4, 1, 'card', 'saved', 'promised', 1990, 'CNY',
          'bench' || n, 'CN' from generate_series(1, $5::int) n""",
        offer.campaign, offer.tier, voters[0].id, len(voters), PLEDGES,
    )  # fmt: skip
    await connection.execute("vacuum analyze pledge")
    return offer


async def _watching(stage: Stage, watched: Offer, crowded: Offer, voters: list[Voter]) -> None:
    waiting, running = f"/campaigns/{watched.campaign_public_id}", f"/campaigns/{crowded.campaign_public_id}"
    everybody = list(islice(voters, 1000))
    await stage.page("before the bell, signed out", [Asked(waiting)])
    await stage.page("before the bell, signed in, reserved", [Asked(waiting, one.cookie) for one in everybody])
    await stage.page("fresh numbers, as polled", [Asked(f"{running}/progress?lang=zh-Hans&zone=Asia%2FShanghai&seen=none")])
    await stage.page("fresh numbers, signed in", [Asked(f"{running}/progress?seen=none", one.cookie) for one in everybody])
    await stage.page(f"{PLEDGES:,} pledges, signed out", [Asked(running)])
    backers = [Asked(running, one.cookie) for one in everybody[:200]]
    await stage.page("the same by its backers", backers)


async def _bell(stage: Stage, watched: Offer, voters: list[Voter]) -> None:
    """Rings by itself; pledges elsewhere go on meanwhile."""
    elsewhere = await live_tier(stage.connection, voters[0].id, 10_000_000)
    asked = [_pledge(voter, elsewhere) for voter in islice(voters, 1, None)]
    before = await stage.load(asked[:20_000], BUYERS)
    stage.row("pledges elsewhere, in peace", f"{before.rate:,.0f}/s", f"p99 {before.p99:.0f} ms")
    environment = {
        **os.environ, "DATABASE_URL": stage.server.url(), "ENVIRONMENT": "production", "PUBLIC_URL": stage.measured.address,
        "SECRET_KEY": "x" * 32, "STRIPE_SECRET_KEY": "", "SMTP_URL": "", "STRIPE_WEBHOOK_SECRET": "",
    }  # fmt: skip
    worker = Child("worker", python("worker"), environment=environment)
    living = asyncio.create_task(worker.run())
    await asyncio.sleep(8)
    rings = await stage.connection.fetchval(
        "update campaign set opens_at = app_now() + interval '20 seconds' where id = $1 returning opens_at", watched.campaign
    )
    await stage.connection.execute(
        """insert into pgqueuer (priority, status, entrypoint, payload, execute_after, heartbeat, created, updated)
        select 0, 'queued', 'ring_bell', convert_to('{"campaign": ' || $1 || '}', 'UTF8'), now() + interval '12 seconds',
          now(), now(), now()""",
        str(watched.campaign),
    )
    ended = asyncio.create_task(_told(stage, watched))
    during = await stage.load([_pledge(voter, elsewhere) for voter in voters[::-1]][:40_000], BUYERS, 30)
    took, told = await ended
    began = await stage.connection.fetchrow(
        "select e.at from campaign_event e where e.subject = $1 and e.state = 'live'", watched.campaign
    )
    lateness = (began["at"] - rings).total_seconds() if began else -1
    stage.row("the bell was written down after its second by", f"{lateness * 1000:.0f} ms")
    stage.row(f"{told:,} told (inbox and mail)", f"{took:.0f} s", f"that is {took * RECORD / max(told, 1):,.0f} s for {RECORD:,}")
    stage.row("pledges elsewhere meanwhile", f"{during.rate:,.0f}/s", f"p99 {during.p99:.0f} ms, {during.refused} refused")
    twice = await stage.connection.fetchval(
        "select count(*) - count(distinct member) from notice where event = 'reserved_launched'"
    )
    if lateness < 0 or twice or told != RESERVED:
        stage.faults.append(f"the bell was {lateness} s late, {told} of {RESERVED} told, {twice} twice")
    await worker.stop()
    await living


async def _told(stage: Stage, watched: Offer) -> tuple[float, int]:
    """How long it took from the first to the last who was told."""
    connection = await asyncpg.connect(stage.server.url())
    deadline = time.monotonic() + LONGEST
    while time.monotonic() < deadline:
        found = await connection.fetchrow(
            "select told, done_at, created_at from telling where kind = 'campaign_launched' and subject = $1", watched.campaign
        )
        if found is not None and found["done_at"] is not None:
            break
        await asyncio.sleep(0.5)
    await connection.close()
    if found is None or found["done_at"] is None:
        return float(LONGEST), found["told"] if found else 0
    return (found["done_at"] - found["created_at"]).total_seconds(), found["told"]


if __name__ == "__main__":
    sys.exit(asyncio.run(main()))
