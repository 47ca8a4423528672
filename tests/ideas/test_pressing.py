"""The seal over HTTP: the shortcut says what the route says, and neither counts for whoever may not vote."""

import asyncio
from collections.abc import AsyncIterator
from typing import Any

import httpx
import pytest

from app.accounts.sessions import end_all_sessions
from app.accounts.viewer import SESSION_COOKIE, Viewer, find_member
from app.foundation.database import execute, value
from app.foundation.i18n import LANGUAGES, language
from app.foundation.planned import close_pool, open_pool
from app.main import framed
from ideas.voting.answering import _rendered, seal
from ideas.voting.queries import Standing
from tests.conftest import one_app
from tests.ideas.makers import cast_votes, make_challenge, make_idea, reread
from tests.people import make_member, sign_in

HTMX = {"HX-Request": "true"}
PLAIN, LONG_WAY = {"place": ""}, {"place": "", "more": "than the shortcut reads"}


async def press(client: httpx.AsyncClient, idea: dict[str, Any], form: dict[str, str] = PLAIN, **headers: str) -> httpx.Response:
    return await client.post(f"/ideas/{idea['public_id']}/vote", data=form, headers=HTMX | headers)


async def with_votes(count: int) -> dict[str, Any]:
    idea = await make_idea()
    await cast_votes(idea, count)
    return idea


def told(answer: httpx.Response) -> tuple[int, str, dict[str, str]]:
    return answer.status_code, answer.text, dict(answer.headers)


@pytest.fixture
async def planned(committed_db: str) -> AsyncIterator[None]:
    await open_pool(2)
    yield
    await close_pool()


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("place", ["", "bar", "nowhere"])
async def test_the_shortcut_answers_what_the_route_answers(db: None, client: httpx.AsyncClient, lang: str, place: str) -> None:
    idea = await with_votes(1)
    await sign_in(client, await make_member(lang=lang))
    quick = await press(client, idea, {"place": place})
    assert told(quick) == told(await press(client, idea, LONG_WAY | {"place": place}))
    assert quick.status_code == 200 and (await reread(idea))["vote_count"] == 2


@pytest.mark.parametrize("counts", ["shown", "until_voted", "until_end"])
async def test_a_hidden_count_is_in_neither_answer(db: None, client: httpx.AsyncClient, counts: str) -> None:
    idea = await with_votes(4)
    await execute("update idea set counts = {} where id = {}", counts, idea["id"])
    await sign_in(client, await make_member())
    quick = await press(client, idea)
    assert told(quick) == told(await press(client, idea, LONG_WAY))
    assert ("<b>5</b>" in quick.text) == (counts != "until_end")


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("count", [None, 0, 1, 2, 3, 5, 11, 21, 101, 1_000, 7_777_777, 12_345_678])
def test_a_seal_kept_for_all_reads_as_one_made_for_this_count(lang: str, count: int | None) -> None:
    before = language.set(lang)
    try:
        for voted in (True, False):
            now = Standing(count, voted, "until_voted")
            assert seal("k7m2qx", now, voted=voted, place="bar") == _rendered("k7m2qx", now, voted, "bar")
    finally:
        language.reset(before)


@pytest.mark.parametrize("form", [PLAIN, LONG_WAY])
async def test_a_session_that_ended_casts_nothing(db: None, client: httpx.AsyncClient, form: dict[str, str]) -> None:
    idea, fan = await make_idea(), await make_member()
    await sign_in(client, fan)
    assert (await press(client, idea, form)).status_code == 200
    await execute("delete from vote")
    await end_all_sessions(fan.id)
    answer = await press(client, idea, form)
    assert answer.status_code == 401 and answer.headers["HX-Redirect"].startswith("/sign-in")
    assert await value("select count(*) from vote") == 0


@pytest.mark.parametrize(
    "ended", ["update session set expires_at = app_now()", "update member set erased_at = app_now() where erased_at is null"]
)
async def test_neither_does_one_that_expired_or_whose_member_left(db: None, client: httpx.AsyncClient, ended: str) -> None:
    idea = await make_idea()
    await sign_in(client, await make_member())
    await execute(ended)
    assert (await press(client, idea)).status_code == 401
    assert await value("select count(*) from vote") == 0


async def test_a_session_long_unused_is_prolonged_by_a_vote_that_counts_once(db: None, client: httpx.AsyncClient) -> None:
    idea = await make_idea()
    await sign_in(client, await make_member())
    await execute("update session set seen_at = app_now() - interval '2 hours', expires_at = app_now() + interval '1 day'")
    answer = await press(client, idea)
    assert answer.status_code == 200 and SESSION_COOKIE in answer.headers["set-cookie"]
    assert await value("select bool_and(expires_at > app_now() + interval '80 days') from session")
    assert (await reread(idea))["vote_count"] == 1


async def test_whose_link_it_was_is_kept_but_ones_own_link_brought_nobody(db: None, client: httpx.AsyncClient) -> None:
    fan, friend = await make_member(), await make_member()
    await sign_in(client, fan)
    kept = {}
    for sharer in (fan, friend):
        idea, code = await make_idea(), (await find_member(sharer.id)).share_code
        client.cookies.set("zz_ref", code)
        assert (await press(client, idea)).status_code == 200
        kept[sharer.id] = await value("select ref from vote where idea = {}", idea["id"]), code
    assert kept[fan.id][0] == "" and kept[friend.id][0] == kept[friend.id][1]


async def test_a_refusal_is_the_routes_with_its_sentence(db: None, client: httpx.AsyncClient) -> None:
    author = await make_member()
    idea = await make_idea(author)
    await sign_in(client, author)
    answer = await press(client, idea)
    assert answer.status_code == 409 and "自己的创意不能投票" in answer.text
    assert (await press(client, {"public_id": "zzzzzzzz"})).status_code == 404


async def test_a_challenge_with_rules_is_asked_on_the_long_way(db: None, client: httpx.AsyncClient) -> None:
    challenge = await make_challenge(p1_budget="1")
    first, second = await make_idea(challenge=challenge), await make_idea(challenge=challenge)
    await sign_in(client, await make_member())
    assert (await press(client, first)).status_code == 200
    assert (await press(client, second)).status_code == 409
    assert [(await reread(idea))["vote_count"] for idea in (first, second)] == [1, 0]


async def test_a_press_sent_by_another_site_goes_nowhere(db: None, client: httpx.AsyncClient) -> None:
    idea = await make_idea()
    await sign_in(client, await make_member())
    assert (await press(client, idea, **{"Sec-Fetch-Site": "cross-site"})).status_code == 403
    assert (await reread(idea))["vote_count"] == 0


async def test_of_many_who_press_at_once_each_counts_for_themself(planned: None) -> None:
    idea, other = await make_idea(), await make_idea()
    fans = [await make_member() for _ in range(30)]
    app = one_app()
    browsers = [await _browser(app, fan) for fan in fans]
    gone = set(fans[::5])
    for fan in gone:
        await end_all_sessions(fan.id)
    forms = [PLAIN if n % 3 else LONG_WAY for n in range(len(fans))]
    answers = await asyncio.gather(
        *(press(browser, idea, form) for browser, form in zip(browsers, forms, strict=True)),
        *(press(browser, other) for browser in browsers[1:4]),
        *(press(browser, idea) for browser in browsers[1:4]),
    )
    for browser in browsers:
        await browser.aclose()
    assert [answer.status_code for answer in answers[:30]] == [401 if fan in gone else 200 for fan in fans]
    assert await _who_voted(idea) == {fan.id for fan in fans} - {fan.id for fan in gone}
    assert await _who_voted(other) == {fan.id for fan in fans[1:4]}
    assert (await reread(idea))["vote_count"] == 24 and (await reread(other))["vote_count"] == 3


async def _browser(app: Any, fan: Viewer) -> httpx.AsyncClient:
    browser = httpx.AsyncClient(
        transport=httpx.ASGITransport(app=app), base_url="http://127.0.0.1:8000", headers={"Sec-Fetch-Site": "same-origin"}
    )
    await sign_in(browser, fan)
    return browser


async def _who_voted(idea: dict[str, Any]) -> set[int]:
    voters = await value("select array_agg(member) from vote where idea = {} and state = 'counted'", idea["id"])
    return set(voters or ())


async def test_a_plain_press_never_reaches_the_routes(db: None) -> None:
    reached: list[str] = []

    async def routes(scope: Any, receive: Any, send: Any) -> None:
        reached.append(scope["path"])
        await send({"type": "http.response.start", "status": 418, "headers": []})
        pieces = [await receive(), await receive()]
        await send({"type": "http.response.body", "body": b"".join(one["body"] for one in pieces)})

    browser = await _browser(framed(routes), await make_member())  # type: ignore[arg-type]
    quick, slow = await make_idea(), await make_idea()
    assert (await press(browser, quick)).status_code == 200 and not reached
    assert (await press(browser, slow, LONG_WAY)).content == b"place=&more=than+the+shortcut+reads"
    assert len(reached) == 1
