"""A checker outside: nobody waits for it, its doubts reach staff, and its silence does what the setting says."""

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta
from typing import Any

import pytest

from app.community.moderation.checker import check_now
from app.foundation import clock
from app.foundation.database import rows, value
from app.foundation.queue import run_pending
from app.jobs import load
from app.settings import settings
from tests.community.makers import hide
from tests.ideas.makers import make_idea, reread
from tests.people import make_member

pytestmark = pytest.mark.usefixtures("db")


@asynccontextmanager
async def checker(answer: dict[str, Any] | str, status: int = 200) -> AsyncIterator[tuple[str, list[dict[str, Any]]]]:
    """A server that says this to everything; yields its address and what it was asked."""
    asked: list[dict[str, Any]] = []

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        head = (await reader.readuntil(b"\r\n\r\n")).decode()
        length = next(int(line.split(":")[1]) for line in head.splitlines() if line.lower().startswith("content-length"))
        asked.append(json.loads(await reader.readexactly(length)) | {"head": head})
        body = (answer if isinstance(answer, str) else json.dumps(answer)).encode()
        writer.write(f"HTTP/1.1 {status} OK\r\nContent-Length: {len(body)}\r\nConnection: close\r\n\r\n".encode() + body)
        await writer.drain()
        writer.close()

    server = await asyncio.start_server(serve, "127.0.0.1", 0)
    async with server:
        yield f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}/", asked


@pytest.fixture
def uses(monkeypatch: pytest.MonkeyPatch) -> Any:
    load()

    def set_it(url: str, failing: str = "pass") -> None:
        chosen = {"TEXT_CHECKER_URL": url, "TEXT_CHECKER_FAILING": failing, "TEXT_CHECKER_KEY": "k1"}
        monkeypatch.setattr(settings, "_env", settings._env | chosen)

    return set_it


async def visibility(idea: dict[str, Any]) -> str:
    return (await reread(idea))["visibility"]


async def test_it_is_asked_after_saving_about_the_text_as_it_stands(uses: Any) -> None:
    async with checker({"verdict": "pass"}) as (url, asked):
        uses(url)
        idea = await make_idea(title="口袋灯")
        assert idea["visibility"] == "visible" and asked == [], "nobody waited for it"
        await run_pending()
    [question] = asked
    assert question["kind"] == "idea" and question["texts"][0] == "口袋灯" and "Bearer k1" in question["head"]
    assert await visibility(idea) == "visible" and await value("select count(*) from moderation_case") == 0


async def test_its_doubts_hold_the_text_for_staff_and_tell_the_author_once(uses: Any) -> None:
    author = await make_member()
    async with checker({"verdict": "refuse", "words": ["坏词"]}) as (url, _):
        uses(url)
        idea = await make_idea(author)
        await run_pending()
        await check_now({"kind": "idea", "thing": idea["id"], "is_new": True, "tries": 0})
    assert await visibility(idea) == "pending"
    assert await rows("select cause, words, state from moderation_case") == [
        {"cause": "checker", "words": "坏词", "state": "open"}
    ]
    assert [one["event"] for one in await rows("select event from notice where member = {}", author.id)] == ["text_pending"]


async def test_it_shows_nothing_that_staff_has_hidden_meanwhile(uses: Any) -> None:
    async with checker({"verdict": "pass"}) as (url, _):
        uses(url, failing="hold")
        idea = await make_idea()
        await hide("idea", idea)
        await run_pending()
    assert await visibility(idea) == "hidden"


async def test_where_silence_holds_a_text_waits_unseen_for_its_first_word(uses: Any) -> None:
    author = await make_member()
    async with checker({"verdict": "pass"}) as (url, _):
        uses(url, failing="hold")
        idea = await make_idea(author)
        assert idea["visibility"] == "pending"
        await run_pending()
    assert await visibility(idea) == "visible"
    assert await rows("select event from notice where member = {}", author.id) == [], "a matter of seconds needs no word"


@pytest.mark.parametrize(("failing", "ends"), [("pass", "visible"), ("hold", "pending")])
@pytest.mark.parametrize("answer", ["not json", "[]", '{"verdict": "maybe"}'])
async def test_when_it_says_nothing_of_sense_the_setting_decides_in_the_end(
    uses: Any, failing: str, ends: str, answer: str
) -> None:
    async with checker(answer) as (url, asked):
        uses(url, failing=failing)
        idea = await make_idea()
        for _ in range(5):
            await run_pending()
            await clock.shift(timedelta(minutes=6))
    assert len(asked) == 4 and await visibility(idea) == ends
    assert await value("select count(*) from notice where event = 'text_pending'") == (1 if ends == "pending" else 0)


async def test_one_that_cannot_be_reached_breaks_nothing(uses: Any) -> None:
    uses("http://127.0.0.1:1/")
    idea = await make_idea()
    _, failed = await run_pending()
    assert failed == 0 and await visibility(idea) == "visible"
