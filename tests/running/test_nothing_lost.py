"""P4 and P8: everything killed with -9 while people vote and pledge; what was acknowledged is there afterwards."""

import asyncio
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path

import httpx
import pytest

from app.accounts.sessions import start_session
from app.accounts.viewer import SESSION_COOKIE
from app.foundation.database import rows, value
from app.foundation.ids import new_id
from app.piccolo_conf import DB, connection_config
from app.settings import socket_dir
from tests.campaigns.makers import make_campaign, make_tier
from tests.ideas.makers import make_idea
from tests.people import make_member
from tests.running.stack import Stack

pytestmark = pytest.mark.slow

PEOPLE = 24
SIGNS = ("app web", "app worker", "app sandbox", "bin/postgres")
SAME_ORIGIN = {"Sec-Fetch-Site": "same-origin"}


@dataclass
class Acknowledged:
    """What the site or the payment page told somebody was done."""

    votes: list[int] = field(default_factory=list)
    held: list[str] = field(default_factory=list)
    saved: list[str] = field(default_factory=list)


@asynccontextmanager
async def connected_to(stack: Stack) -> AsyncIterator[None]:
    before, DB.config = DB.config, connection_config(f"postgresql://zhizao@/zhizao?host={socket_dir(stack.var)}")
    try:
        yield
    finally:
        DB.config = before


async def insistently(client: httpx.AsyncClient, method: str, url: str, **more: object) -> httpx.Response:
    """As a person who presses again when nothing came back."""
    deadline = time.monotonic() + 60
    while True:
        try:
            answer = await client.request(method, url, **more)  # type: ignore[arg-type]
            if answer.status_code < 500:
                return answer
        except httpx.HTTPError:
            pass
        assert time.monotonic() < deadline, f"no answer from {url} for a minute"
        await asyncio.sleep(0.3)


async def act(stack: Stack, token: str, member: int, idea: str, campaign: str, tier: str, done: Acknowledged) -> None:
    site = f"http://127.0.0.1:{stack.port}"
    async with httpx.AsyncClient(timeout=10, cookies={SESSION_COOKIE: token}, headers=SAME_ORIGIN) as client:
        voted = await insistently(client, "POST", f"{site}/ideas/{idea}/vote")
        assert voted.status_code == 303, voted.text[:300]
        done.votes.append(member)
        form = {"tier": tier, "quantity": "1", "method": "card", "request_key": new_id()}
        started = await insistently(client, "POST", f"{site}/campaigns/{campaign}/pledges", data=form)
        assert started.status_code == 307, started.text[:300]
        pledge = started.headers["location"].split("/")[2].split("?")[0]
        done.held.append(pledge)
        while not (page := await insistently(client, "POST", site + started.headers["location"], data=form)).headers.get(
            "location"
        ):
            await asyncio.sleep(0.3)  # the payment page can't be reached just now: the same button again
        paying = {"outcome": "pays", "method": "card", "confirm": "yes"}
        paid = await insistently(client, "POST", page.headers["location"], data=paying)
        assert paid.status_code in (200, 303), paid.text[:300]
        done.saved.append(pledge)


async def kill_everything_in_turn(stack: Stack) -> None:
    """Each as soon as it is there: on a busy machine one killed before may still be on its way up."""
    for sign in SIGNS * 2:
        await asyncio.sleep(1.2)
        async with asyncio.timeout(30):
            while not any(sign in command for command in stack.family().values()):
                await asyncio.sleep(0.2)
        stack.main_process(sign).kill()


async def test_what_was_acknowledged_survives_the_killing_of_everything(tmp_path: Path) -> None:
    stack = Stack(tmp_path / "var")
    stack.start()
    try:
        stack.until_ready()
        async with connected_to(stack):
            idea, campaign = await make_idea(), await make_campaign()
            tier = await make_tier(campaign, cap=PEOPLE, per_backer=1)
            members = [await make_member(email=f"{new_id()}@people.test") for _ in range(PEOPLE)]
            tokens = [await start_session(member.id, agent="tests") for member in members]
        done = Acknowledged()

        async def come(position: int) -> None:
            await asyncio.sleep(position * 0.4)
            await act(
                stack, tokens[position], members[position].id, idea["public_id"], campaign["public_id"], tier["public_id"], done
            )

        await asyncio.gather(kill_everything_in_turn(stack), *(come(position) for position in range(PEOPLE)))
        stack.until_ready()
        assert (len(done.votes), len(done.held), len(done.saved)) == (PEOPLE, PEOPLE, PEOPLE)
        async with connected_to(stack):
            await _all_is_there(idea["id"], tier["id"], done)
    finally:
        stack.end()


async def _all_is_there(idea: int, tier: int, done: Acknowledged) -> None:
    kept = {row["member"] for row in await rows("select member from vote where idea = {} and state = 'counted'", idea)}
    assert kept == set(done.votes)
    assert await value("select vote_count from idea where id = {}", idea) == PEOPLE
    assert await value("select taken from tier where id = {}", tier) == PEOPLE
    assert await value("select count(*) from pledge where tier = {} and public_id = any({})", tier, done.held) == PEOPLE
    deadline = time.monotonic() + 90
    while (promised := await value("select count(*) from pledge where tier = {} and state = 'promised'", tier)) < PEOPLE:
        assert time.monotonic() < deadline, f"only {promised} of {PEOPLE} saved cards are promised"
        await asyncio.sleep(0.5)
