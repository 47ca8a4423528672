"""The vote log: without names, another code in every file, and whoever counts it again comes to what the pages show."""

import asyncio
import csv
import socket
from datetime import timedelta
from pathlib import Path
from typing import Any

import httpx
import pytest

from app.foundation import clock
from app.foundation.database import execute
from ideas.voting.actions import cast_vote, withdraw_vote
from ideas.voting.joining import merge_ideas
from ideas.voting.log import COLUMNS, written_log
from ideas.voting.recounting import recount_all, recount_file, recount_log
from tests.conftest import one_app
from tests.ideas.makers import cast_votes, make_desk, make_idea, reread
from tests.ideas.voting import make_strict_challenge
from tests.people import make_member, sign_in


async def text_of(challenge: int | None) -> str:
    return b"".join([part async for part in written_log(challenge, "口袋里的灯", "https://zhizao.test")]).decode()


def table(text: str) -> list[dict[str, str]]:
    lines = (line for line in text.removeprefix("\ufeff").splitlines() if not line.startswith("#"))
    return list(csv.DictReader(lines))


async def a_lively_challenge() -> tuple[Any, Any, dict[str, Any], list[dict[str, Any]]]:
    desk, owner = await make_desk()
    challenge = await make_strict_challenge(timedelta(days=2), desk=desk, owner=owner)
    ideas = [await make_idea(challenge=challenge) for _ in range(4)]
    fans = await cast_votes(ideas[0], 5)
    for fan in fans[:3]:
        await cast_vote(fan, ideas[1]["public_id"])
    await withdraw_vote(fans[0], ideas[1]["public_id"])
    await cast_votes(ideas[2], 2)
    await merge_ideas(owner, ideas[2]["id"], ideas[0]["id"], "同一个")
    return desk, owner, challenge, ideas


async def test_the_files_counted_rows_are_the_pages_numbers(db: None) -> None:
    _, _, challenge, ideas = await a_lively_challenge()
    text = await text_of(challenge["id"])
    counted, faults = recount_log(text.splitlines(keepends=True))
    assert faults == []
    for idea in ideas:
        assert counted[idea["public_id"]] == (await reread(idea))["vote_count"]
    assert counted[ideas[0]["public_id"]] == 7 and counted[ideas[2]["public_id"]] == 0
    assert {one["state"] for one in table(text)} == {"counted", "withdrawn", "moved"}


async def test_columns_are_explained_in_the_file_itself(db: None) -> None:
    _, _, challenge, _ = await a_lively_challenge()
    text = await text_of(challenge["id"])
    head = [line for line in text.removeprefix("\ufeff").splitlines() if line.startswith("#")]
    assert tuple(text.removeprefix("\ufeff").splitlines()[len(head)].split(",")) == COLUMNS
    for column in ("idea", "voter", "state", "cast_at", "changed_at", "reason"):
        assert any(column in line for line in head), column
    assert "口袋里的灯" in head[0]


async def test_nobody_is_named_and_no_two_files_can_be_laid_side_by_side(db: None) -> None:
    _, _, challenge, ideas = await a_lively_challenge()
    one, other = table(await text_of(challenge["id"])), table(await text_of(challenge["id"]))
    assert not {row["voter"] for row in one} & {row["voter"] for row in other}
    assert sorted(row["state"] for row in one) == sorted(row["state"] for row in other)
    assert all(row["cast_at"].endswith(":00Z") for row in one), "to the hour"
    voters = [row["voter"] for row in one if row["idea"] == ideas[0]["public_id"]]
    assert voters == sorted(voters), "not in the order in which they came"
    same = {row["voter"] for row in one if row["idea"] == ideas[1]["public_id"]}
    assert len(same & set(voters)) == 3, "within a file a voter is one"


async def test_a_challenges_log_is_for_everybody_after_its_voting_only(db: None, client: httpx.AsyncClient) -> None:
    desk, owner, challenge, _ = await a_lively_challenge()
    path = f"/challenges/{challenge['public_id']}/votes.csv"
    early = await client.get(path)
    assert early.status_code == 409 and "投票结束以后" in early.text
    await sign_in(client, owner)
    own = await client.get(f"{desk.url}/challenges/{challenge['public_id']}/votes.csv")
    assert own.status_code == 200 and own.headers["content-type"].startswith("text/csv")
    client.cookies.clear()
    await clock.shift(timedelta(days=3))
    late = await client.get(path)
    assert late.status_code == 200 and len(table(late.text)) == 12
    assert path in (await client.get(f"/challenges/{challenge['public_id']}")).text


async def test_staff_takes_the_open_floors_and_every_challenges(db: None, client: httpx.AsyncClient) -> None:
    _, _, challenge, _ = await a_lively_challenge()
    await cast_votes(await make_idea(), 2)
    await sign_in(client, await make_member())
    assert (await client.get("/staff/votes/log/open-floor.csv")).status_code == 404
    await sign_in(client, await make_member(staff=True))
    assert len(table((await client.get("/staff/votes/log/open-floor.csv")).text)) == 2
    assert len(table((await client.get(f"/staff/votes/log/{challenge['public_id']}.csv")).text)) == 12
    assert challenge["title"] in (await client.get("/staff/votes/log")).text


async def test_a_forged_file_is_found_out() -> None:
    head = ",".join(COLUMNS) + "\n"
    line = "k7m2qx,aa,counted,2026-11-22T03:00Z,,\n"
    assert recount_log([head, line]) == ({"k7m2qx": 1}, [])
    assert recount_log([head, line, line])[1] == ["aa votes twice for k7m2qx"]
    assert recount_log([head, line.replace("counted", "conjured")])[1] == ["conjured is no state"]
    assert recount_log(["a,b\n", "1,2\n"])[1]


async def test_recounting_finds_every_difference_and_mends_it(db: None, capsys: pytest.CaptureFixture[str]) -> None:
    right, wrong, hidden = await make_idea(), await make_idea(), await make_idea()
    await cast_votes(right, 2)
    await cast_votes(wrong, 2)
    await execute("update idea set vote_count = 9 where id = {}", wrong["id"])
    await execute("update idea set ranked_votes = 4, counts = 'until_end' where id = {}", hidden["id"])
    assert await recount_all() == 1
    told = capsys.readouterr().out
    assert f"{wrong['public_id']}: 9 shown, 2 rows" in told and hidden["public_id"] in told and right["public_id"] not in told
    assert await recount_all(mend=True) == 0 and await recount_all() == 0
    assert (await reread(wrong))["vote_count"] == 2 and (await reread(hidden))["ranked_votes"] == 0


async def test_a_stranger_recounts_a_file_against_the_site(
    committed_db: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    _, _, challenge, ideas = await a_lively_challenge()
    path = tmp_path / "votes.csv"
    path.write_text(await text_of(challenge["id"]), encoding="utf-8")
    async with served() as url:
        assert await recount_file(str(path), url) == 0
        assert "3 pages agree, 0 do not" in capsys.readouterr().out
        await execute("update idea set vote_count = 8 where id = {}", ideas[0]["id"])
        await asyncio.sleep(2.1)
        assert await recount_file(str(path), url) == 1
        assert f"{ideas[0]['public_id']}: 7 in the file, 8 on its page" in capsys.readouterr().out
    assert await recount_file(str(path)) == 0


def served() -> Any:
    from contextlib import asynccontextmanager

    @asynccontextmanager
    async def serving() -> Any:
        """The app behind a real socket; enough HTTP for one reader."""
        app = one_app()

        async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
            request = (await reader.readuntil(b"\r\n\r\n")).decode().split(" ")[1]
            async with httpx.AsyncClient(transport=httpx.ASGITransport(app=app), base_url="http://127.0.0.1:8000") as http:
                page = await http.get(request)
            head = f"HTTP/1.1 {page.status_code} OK\r\nContent-Length: {len(page.content)}\r\nConnection: close\r\n\r\n"
            writer.write(head.encode() + page.content)
            await writer.drain()
            writer.close()

        server = await asyncio.start_server(answer, sock=socket.create_server(("127.0.0.1", 0)))
        try:
            yield f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}"
        finally:
            server.close()

    return serving()
