"""What was begun signed out is finished once, by whoever it belongs to."""

import asyncio

import httpx
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.accounts.intents.actions import drop_intent, finish_begun, finish_intent, keep_intent, note_address
from app.accounts.intents.queries import intent_by_key, intent_key, waiting_for, what_will_be_done
from app.accounts.intents.rules import LASTING
from app.accounts.visitors import VISITOR_COOKIE
from app.foundation.clock import shift
from app.foundation.database import execute, rows, value
from tests.ideas.makers import make_idea
from tests.people import make_member, sign_in


async def begun_vote(idea: dict, visitor: str = "browser", **more):
    return await keep_intent("vote", idea["public_id"], {}, visitor=visitor, place="198.51.100.7", **more)


async def votes_on(idea: dict) -> int:
    counted = await value("select count(*) from vote where idea = {} and state = 'counted'", idea["id"])
    assert counted == await value("select vote_count from idea where id = {}", idea["id"])
    return counted


async def test_a_vote_begun_signed_out_is_kept_and_leads_to_signing_in(db: None, client: httpx.AsyncClient) -> None:
    idea = await make_idea()
    answer = await client.post(f"/ideas/{idea['public_id']}/vote")
    assert answer.status_code == 303
    key = httpx.URL(answer.headers["location"]).params["intent"]
    intent = await intent_by_key(key)
    assert intent is not None and (intent.kind, intent.subject) == ("vote", idea["public_id"])
    assert idea["title"] in await what_will_be_done(intent)
    assert client.cookies.get(VISITOR_COOKIE)
    assert await votes_on(idea) == 0


async def test_htmx_is_led_there_too(db: None, client: httpx.AsyncClient) -> None:
    idea = await make_idea()
    answer = await client.post(f"/ideas/{idea['public_id']}/vote", headers={"HX-Request": "true"})
    assert answer.status_code == 401 and "intent=" in answer.headers["HX-Redirect"]


async def test_a_form_too_long_to_keep_is_refused_in_words(db: None, client: httpx.AsyncClient) -> None:
    idea = await make_idea()
    answer = await client.post(f"/ideas/{idea['public_id']}/vote", data={"note": "x" * 13_000})
    assert answer.status_code == 409 and "请先登录" in answer.text
    broken = await client.post(f"/ideas/{idea['public_id']}/vote", content=b"x", headers={"content-type": "multipart/form-data"})
    assert broken.status_code == 400


async def test_other_changes_begun_signed_out_come_back_to_their_page(db: None, client: httpx.AsyncClient) -> None:
    answer = await client.post("/me/password", data={"password": "x"})
    assert answer.status_code == 303 and "intent=" not in answer.headers["location"]


async def test_the_same_tap_twice_in_one_browser_is_one_intent(db: None) -> None:
    idea = await make_idea()
    assert (await begun_vote(idea)).id == (await begun_vote(idea)).id
    assert (await begun_vote(idea)).id != (await begun_vote(idea, visitor="another")).id


async def test_finishing_says_what_it_did_and_the_second_time_the_same(db: None) -> None:
    idea, fan = await make_idea(), await make_member()
    intent = await begun_vote(idea, ref="poster-7")
    first, done = await finish_intent(fan, intent)
    again, nothing = await finish_intent(fan, intent)
    assert done is not None and nothing is None
    assert first.outcome() == again.outcome() and idea["title"] in first.outcome()
    assert await votes_on(idea) == 1
    assert await value("select ref from vote where idea = {}", idea["id"]) == "poster-7"


async def test_a_refusal_ends_it_with_its_sentence(db: None) -> None:
    author = await make_member()
    idea = await make_idea(author)
    ended, done = await finish_intent(author, await begun_vote(idea))
    assert done is None and ended.state == "refused" and "自己的创意" in ended.outcome()
    assert await votes_on(idea) == 0


async def test_at_sign_in_only_what_is_surely_theirs_is_done(db: None) -> None:
    """An old tap in a shared browser, and what a stranger began with their address, wait for their word."""
    fan = await make_member(email="fan@people.test")
    old, strangers, carried, fresh = [await make_idea() for _ in range(4)]
    await begun_vote(old)
    await shift_by_hours(2)
    await note_address(await begun_vote(strangers, visitor="stranger"), "email", "fan@people.test")
    key = intent_key((await begun_vote(carried, visitor="chat app")).public_id)
    await begun_vote(fresh)
    ended = await finish_begun(fan, key=key, visitor="browser")
    assert [intent.subject for intent, _ in ended] == [carried["public_id"], fresh["public_id"]]
    assert {one.subject for one in await waiting_for(fan, "browser")} == {old["public_id"], strangers["public_id"]}


async def shift_by_hours(hours: int) -> None:
    await execute("update intent set created_at = created_at - make_interval(hours => {})", hours)


async def test_a_forged_key_is_none(db: None) -> None:
    intent = await begun_vote(await make_idea())
    key = intent_key(intent.public_id)
    assert await intent_by_key(key[:-1] + ("0" if key[-1] != "0" else "1")) is None
    assert await intent_by_key(intent.public_id) is None and await intent_by_key("") is None


async def test_what_is_dropped_or_expired_is_never_done(db: None) -> None:
    fan, first, second = await make_member(), await make_idea(), await make_idea()
    dropped, late = await begun_vote(first), await begun_vote(second)
    assert await drop_intent(dropped) and not await drop_intent(dropped)
    await shift(LASTING)
    for intent in (dropped, late):
        assert (await finish_intent(fan, intent))[1] is None
    assert await votes_on(first) == await votes_on(second) == 0


async def test_a_signed_in_holder_of_the_link_must_press_the_button(db: None, client: httpx.AsyncClient) -> None:
    idea, fan = await make_idea(), await make_member()
    key = intent_key((await begun_vote(idea)).public_id)
    await sign_in(client, fan)
    shown = await client.get(f"/intents/{key.partition('.')[0]}?key={key}")
    assert shown.status_code == 200 and idea["title"] in shown.text and shown.headers["cache-control"] == "no-store"
    assert await votes_on(idea) == 0
    await client.post(f"/intents/{key.partition('.')[0]}/completion", data={"key": key})
    assert await votes_on(idea) == 1


async def test_the_page_of_what_was_done_needs_no_cookie(db: None, client: httpx.AsyncClient) -> None:
    idea, fan = await make_idea(), await make_member()
    intent = await begun_vote(idea)
    await finish_intent(fan, intent)
    shown = await client.get(f"/intents/{intent.public_id}?key={intent_key(intent.public_id)}")
    assert idea["title"] in shown.text
    assert (await client.get(f"/intents/{intent.public_id}?key=x")).status_code == 404


@pytest.mark.parametrize("browsers", [2, 5])
async def test_two_browsers_that_finish_at_once_do_it_once(committed_db: str, browsers: int) -> None:
    idea, fan = await make_idea(), await make_member()
    intent = await begun_vote(idea)
    outcomes = await asyncio.gather(*(finish_intent(fan, intent) for _ in range(browsers)))
    assert sum(done is not None for _, done in outcomes) == 1
    assert len({one.outcome() for one, _ in outcomes}) == 1
    assert await votes_on(idea) == 1


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.tuples(st.sampled_from(["tap", "sign in", "finish", "drop", "later"]), st.integers(0, 2)), max_size=14))
async def test_however_taps_sign_ins_and_browsers_interleave_a_vote_counts_once(db: None, steps: list[tuple[str, int]]) -> None:
    ideas, fan = [await make_idea() for _ in range(3)], await make_member()
    begun: list = []
    for what, n in steps:
        if what == "tap":
            begun.append(await begun_vote(ideas[n], visitor=f"browser {n % 2}"))
        elif what == "sign in":
            await finish_begun(fan, key=intent_key(begun[-1].public_id) if begun and n else "", visitor=f"browser {n % 2}")
        elif what == "later":
            await shift_by_hours(n)
        elif begun:
            chosen = begun[n % len(begun)]
            await (finish_intent(fan, chosen) if what == "finish" else drop_intent(chosen))
    tapped = {one.subject for one in begun}
    for idea in ideas:
        assert await votes_on(idea) <= (idea["public_id"] in tapped)
    finished = await rows("select distinct subject from intent where state = 'finished' and member = {}", fan.id)
    voted = await rows("select i.public_id from vote v join idea i on i.id = v.idea where v.member = {}", fan.id)
    assert {one["subject"] for one in finished} == {one["public_id"] for one in voted}
