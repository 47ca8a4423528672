"""Proposing signed out: nothing typed or uploaded is lost, the idea appears once, after the code."""

from datetime import timedelta

import httpx
import pytest

from app.accounts.intents.actions import finish_intent
from app.accounts.intents.kinds import Intent
from app.accounts.intents.queries import intent_by_key, what_will_be_done
from app.accounts.viewer import Viewer
from app.foundation.clock import shift
from app.foundation.database import execute, row, rows, value
from app.media.actions import forget_unattached
from app.media.keys import bare
from ideas.queries import pictures_of
from tests.ideas.makers import end_challenge, make_challenge
from tests.ideas.test_proposing import GOOD, newest, png
from tests.media.test_held_pictures import upload
from tests.people import make_member

pytestmark = pytest.mark.usefixtures("db")
SENTENCE = {"title": "会自己收线的台灯", "do": "publish", "once": "0123456789abcdef"}


async def begin(client: httpx.AsyncClient, data: dict, **more: object) -> Intent:
    """What is kept of a form sent signed out."""
    sent = await client.post("/ideas", data=data, **more)  # type: ignore[arg-type]
    assert sent.status_code == 303, sent.text
    assert sent.headers["location"].startswith("/sign-in?intent=")
    intent = await intent_by_key(sent.headers["location"].split("intent=")[1])
    assert intent is not None
    return intent


async def finished(viewer: Viewer, intent: Intent) -> Intent:
    return (await finish_intent(viewer, intent))[0]


async def test_the_form_is_open_to_everybody(client: httpx.AsyncClient) -> None:
    challenge = await make_challenge()
    form = await client.get(f"/ideas/new?challenge={challenge['public_id']}")
    assert form.status_code == 200 and f'value="{challenge["public_id"]}" selected' in form.text


async def test_a_link_to_a_challenge_that_is_over_says_so_before_anything_is_typed(client: httpx.AsyncClient) -> None:
    challenge = await make_challenge()
    await end_challenge(challenge)
    form = await client.get(f"/ideas/new?challenge={challenge['public_id']}")
    assert form.status_code == 200 and "现在不收创意" in form.text


async def test_a_sentence_and_a_photo_become_an_idea_after_sign_in_once(client: httpx.AsyncClient) -> None:
    picture = await upload(client)
    challenge = await make_challenge()
    intent = await begin(client, SENTENCE | {"pictures": picture, "challenge": challenge["public_id"]})
    assert SENTENCE["title"] in await what_will_be_done(intent)
    assert await value("select count(*) from idea") == 0
    author = await make_member()
    done = await finished(author, intent)
    idea = await newest()
    assert (idea["state"], idea["author"], idea["cover"]) == ("published", author.id, bare(picture))
    assert (idea["challenge"], done.url, done.state) == (challenge["id"], f"/ideas/{idea['public_id']}", "finished")
    await finished(await make_member(), intent)
    assert await value("select count(*) from idea") == 1


async def test_files_sent_with_the_form_are_kept_for_the_idea(client: httpx.AsyncClient) -> None:
    files = [("uploads", (f"{n}.png", png(n * 60), "image/png")) for n in range(2)]
    intent = await begin(client, GOOD, files=files)
    await finished(await make_member(), intent)
    assert len(await pictures_of((await newest())["id"])) == 2


async def test_pictures_wait_with_the_idea_for_a_week(client: httpx.AsyncClient) -> None:
    picture = await upload(client)
    intent = await begin(client, SENTENCE | {"pictures": picture})
    await shift(timedelta(days=6, hours=23))
    await forget_unattached()
    await finished(await make_member(), intent)
    assert (await newest())["cover"] == bare(picture)


async def test_what_is_wrong_is_said_before_anybody_signs_in(client: httpx.AsyncClient) -> None:
    challenge = await make_challenge()
    await end_challenge(challenge)
    missing = await client.post("/ideas", data=GOOD | {"title": ""})
    closed = await client.post("/ideas", data=GOOD | {"challenge": challenge["public_id"]})
    assert (missing.status_code, closed.status_code) == (422, 409)
    assert "不收创意" in closed.text and GOOD["title"] in closed.text
    assert await value("select count(*) from intent") == 0


async def test_where_the_challenge_closed_meanwhile_a_draft_keeps_everything(client: httpx.AsyncClient) -> None:
    challenge = await make_challenge()
    picture = await upload(client)
    intent = await begin(client, GOOD | {"challenge": challenge["public_id"], "pictures": picture})
    await end_challenge(challenge)
    author = await make_member()
    done = await finished(author, intent)
    idea = await newest()
    assert (idea["state"], idea["author"], idea["title"], idea["body"]) == ("draft", author.id, GOOD["title"], GOOD["body"])
    assert idea["cover"] == bare(picture)
    assert done.url == f"/ideas/{idea['public_id']}/edit" and "不收创意" in done.outcome()


async def test_above_the_hourly_limit_it_is_kept_as_a_draft(client: httpx.AsyncClient) -> None:
    author = await make_member()
    for what in ("idea", "draft"):
        await execute(
            "insert into rate_limit (key, ends_at, times) values ({}, app_now() + interval '1 hour', 1000)", f"{what}:{author.id}"
        )
    done = await finished(author, await begin(client, SENTENCE))
    assert (await newest())["state"] == "draft" and "频繁" in done.outcome()


async def test_a_draft_begun_signed_out_stays_a_draft(client: httpx.AsyncClient) -> None:
    done = await finished(await make_member(), await begin(client, {"title": "半个想法", "do": "draft"}))
    assert (await newest())["state"] == "draft" and done.url.endswith("/edit")


async def test_sent_twice_from_one_browser_it_is_one_idea(client: httpx.AsyncClient) -> None:
    first, second = await begin(client, SENTENCE), await begin(client, SENTENCE)
    assert first.id == second.id


async def test_sent_twice_where_cookies_are_forgotten_it_is_one_idea(client: httpx.AsyncClient) -> None:
    intents = []
    for _ in range(2):
        client.cookies.clear()
        intents.append(await begin(client, SENTENCE))
    author = await make_member()
    ended = [await finished(author, one) for one in intents]
    assert intents[0].id != intents[1].id and ended[0].url == ended[1].url
    assert await value("select count(*) from idea") == 1


async def test_going_back_and_wording_it_otherwise_replaces_it(client: httpx.AsyncClient) -> None:
    first = await begin(client, SENTENCE)
    await begin(client, SENTENCE | {"title": "会自己收线的落地灯"})
    assert [one["state"] for one in await rows("select state from intent order by id")] == ["dropped", "waiting"]
    assert (await finished(await make_member(), first)).state == "dropped"


async def test_what_waits_can_be_changed_by_its_key(client: httpx.AsyncClient) -> None:
    picture = await upload(client)
    sent = await client.post("/ideas", data=GOOD | SENTENCE | {"pictures": picture})
    key = sent.headers["location"].split("intent=")[1]
    client.cookies.clear()
    asked = await client.get(sent.headers["location"])
    assert f'href="/ideas/new?intent={key}"' in asked.text
    form = await client.get(f"/ideas/new?intent={key}")
    assert GOOD["title"] in form.text and "卷线器" in form.text and picture in form.text
    assert form.headers["cache-control"] == "no-store"
    other = await client.get(f"/ideas/new?intent={key[:-1]}x")
    assert "卷线器" not in other.text


async def test_changed_by_its_key_it_is_replaced_where_no_cookie_is_kept(client: httpx.AsyncClient) -> None:
    sent = await client.post("/ideas", data=GOOD | SENTENCE)
    key = sent.headers["location"].split("intent=")[1]
    client.cookies.clear()
    await begin(client, GOOD | SENTENCE | {"title": "会自己收线的落地灯", "intent": key})
    assert [one["state"] for one in await rows("select state from intent order by id")] == ["dropped", "waiting"]


async def test_pictures_of_another_are_not_taken_along(client: httpx.AsyncClient) -> None:
    theirs = await upload(client)
    client.cookies.clear()
    intent = await begin(client, SENTENCE | {"pictures": bare(theirs)})
    await finished(await make_member(), intent)
    assert (await newest())["cover"] == ""
    found = await row("select owner, attached from picture")
    assert found == {"owner": None, "attached": False}
