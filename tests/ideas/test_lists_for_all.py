"""The list of ideas that all who are signed in share: each sees their own votes, name and bell in it, and nobody else's."""

import asyncio
import re
from typing import Any

import httpx
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.accounts import alike
from app.accounts.sessions import end_all_sessions
from app.accounts.viewer import Viewer
from app.foundation.database import execute
from app.foundation.i18n import LANGUAGES
from app.foundation.planned import close_pool, open_pool
from app.web.flash import sealed_flash
from ideas.voting.actions import cast_vote, withdraw_vote
from tests.conftest import one_app
from tests.ideas.makers import cast_votes, make_challenge, make_idea
from tests.people import make_member, sign_in

MINE = "card__votes--mine"


async def browser_of(app: Any, member: Viewer, **cookies: str) -> httpx.AsyncClient:
    browser = httpx.AsyncClient(transport=httpx.ASGITransport(app=app), base_url="http://127.0.0.1:8000", cookies=cookies)
    await sign_in(browser, member)
    return browser


def marked(html: str) -> set[str]:
    """Public ids of the ideas whose cards are marked as voted for."""
    cards = re.findall(r'<article class="card">.*?</article>', html, re.DOTALL)
    return {re.search(r'href="/ideas/(\w+)"', card)[1] for card in cards if MINE in card}  # type: ignore[index]


def shown(html: str, public_id: str) -> str:
    card = next(
        one for one in re.findall(r'<article class="card">.*?</article>', html, re.DOTALL) if f"/ideas/{public_id}" in one
    )
    return re.sub(r"<[^>]+>|\s", "", card)


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(votes=st.lists(st.tuples(st.integers(0, 3), st.integers(0, 5)), max_size=12), order=st.permutations(range(4)))
async def test_whatever_was_voted_each_sees_just_their_own(db: None, votes: list[tuple[int, int]], order: list[int]) -> None:
    app = one_app()
    alike.forget()
    ideas, fans = [await make_idea() for _ in range(6)], [await make_member() for _ in range(4)]
    for fan, idea in votes:
        await cast_vote(fans[fan], ideas[idea]["public_id"])
    ours = {idea["public_id"] for idea in ideas}
    for fan in order:
        browser = await browser_of(app, fans[fan])
        page = (await browser.get("/ideas")).text
        assert marked(page) & ours == {ideas[idea]["public_id"] for one, idea in votes if one == fan}
        assert f"我的：{fans[fan].name}" in page
        assert all(f"我的：{other.name}" not in page for other in fans if other is not fans[fan])
        assert "\x00" not in page


async def test_a_vote_is_shown_at_once_and_so_is_one_taken_back(db: None, client: httpx.AsyncClient) -> None:
    idea, fan = await make_idea(), await make_member()
    await sign_in(client, fan)
    assert marked((await client.get("/ideas")).text) == set()
    await cast_vote(fan, idea["public_id"])
    assert marked((await client.get("/ideas")).text) == {idea["public_id"]}
    await withdraw_vote(fan, idea["public_id"])
    assert marked((await client.get("/ideas")).text) == set()


async def test_a_kept_list_reads_as_one_rendered_for_this_member(db: None, client: httpx.AsyncClient) -> None:
    fan, author = await make_member(), await make_member()
    challenge = await make_challenge()
    ideas = [await make_idea(author, challenge=challenge) for _ in range(3)] + [await make_idea()]
    for idea, counts in zip(ideas, ("shown", "until_voted", "until_end", "shown"), strict=True):
        await cast_votes(idea, 2)
        await execute("update idea set counts = {} where id = {}", counts, idea["id"])
    await cast_vote(fan, ideas[1]["public_id"])
    for member in (fan, author, await make_member()):
        await sign_in(client, member)
        kept = (await client.get("/ideas")).text
        client.cookies.set("zz_flash", _flash())
        personal = (await client.get("/ideas")).text
        assert "已经好了" in personal and "已经好了" not in kept
        assert kept == personal.replace(_notice(personal), "")
        client.cookies.delete("zz_flash")


def _flash() -> str:
    return str(sealed_flash("已经好了", {}).value)


def _notice(html: str) -> str:
    found = re.search(r'(?<=role="status">)<div class="notice.*?(?=</div>\n    <main)', html, re.DOTALL)
    assert found
    return found[0]


async def test_hidden_counts_are_shown_to_those_only_who_may_see_them(db: None) -> None:
    app, author, voter, other = one_app(), *[await make_member() for _ in range(3)]
    idea = await make_idea(author)
    await cast_votes(idea, 8)
    await cast_vote(voter, idea["public_id"])
    await execute("update idea set counts = 'until_voted' where id = {}", idea["id"])
    seen = {}
    for one in (author, voter, other):
        page = await (await browser_of(app, one)).get("/ideas")
        seen[one.id] = shown(page.text, idea["public_id"])
    assert "9票" in seen[author.id] and "我投过" not in seen[author.id]
    assert "我投过，9票" in seen[voter.id]
    assert "投票后可见" in seen[other.id] and "9票" not in seen[other.id]


async def test_languages_and_light_are_kept_apart(db: None) -> None:
    app = one_app()
    await make_idea()
    for lang in LANGUAGES:
        for theme in ("", "dark", "light"):
            browser = await browser_of(app, await make_member(lang=lang), **({"zz_theme": theme} if theme else {}))
            page = (await browser.get("/ideas")).text
            assert f'<html lang="{lang}"' in page
            assert ("data-theme=" in page) == bool(theme) and (not theme or f'data-theme="{theme}"' in page)


async def test_a_new_name_is_on_the_next_page_and_a_session_that_ended_on_none(db: None, client: httpx.AsyncClient) -> None:
    fan = await make_member(name="小满")
    await sign_in(client, fan)
    assert "我的：小满" in (await client.get("/ideas")).text
    await execute("update member_profile set name = '大满', avatar = 'k7m2qxk7m2qx' where member = {}", fan.id)
    page = (await client.get("/ideas")).text
    assert "我的：大满" in page and "小满" not in page and "/media/k7m2qxk7m2qx/160.webp" in page
    await end_all_sessions(fan.id)
    gone = await client.get("/ideas")
    assert "大满" not in gone.text and "登录" in gone.text


async def test_a_members_page_is_kept_by_nobody_on_the_way(db: None, client: httpx.AsyncClient) -> None:
    await sign_in(client, await make_member())
    for _ in range(2):
        headers = (await client.get("/ideas")).headers
        assert headers["cache-control"] == "no-store" and "Cookie" in headers["vary"] and "x-shared-for" not in headers


async def test_what_only_some_may_see_is_looked_up_for_each(db: None, client: httpx.AsyncClient) -> None:
    challenge = await make_challenge()
    await execute("update challenge set visibility = 'hidden' where id = {}", challenge["id"])
    url = f"/ideas?challenge={challenge['public_id']}"
    for staff, status in ((True, 200), (False, 404), (True, 200)):
        await sign_in(client, await make_member(staff=staff))
        assert (await client.get(url)).status_code == status


async def test_many_at_once_get_one_rendering_and_their_own_marks(committed_db: str, monkeypatch: pytest.MonkeyPatch) -> None:
    await open_pool(2)
    app, ideas = one_app(), [await make_idea() for _ in range(5)]
    fans = [await make_member() for _ in range(20)]
    for n, fan in enumerate(fans):
        await cast_vote(fan, ideas[n % 5]["public_id"])
    browsers = [await browser_of(app, fan) for fan in fans]
    try:
        pages = await asyncio.gather(*(browser.get("/ideas") for browser in browsers))
    finally:
        for browser in browsers:
            await browser.aclose()
        await close_pool()
    for n, (fan, page) in enumerate(zip(fans, pages, strict=True)):
        assert marked(page.text) == {ideas[n % 5]["public_id"]} and f"我的：{fan.name}" in page.text
    assert len(alike._pages) == 1
