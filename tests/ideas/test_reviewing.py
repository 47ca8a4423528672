"""Verdicts: always with a reason and a sentence, given once, by the brand whose matter it is; those concerned are told."""

import asyncio

import httpx
import pytest

from app import jobs
from app.foundation.database import rows, value
from app.foundation.lifecycle import WrongState
from app.foundation.refusals import NotFound, Refusal
from app.notifications.events import known_events
from ideas.actions import mark_campaigned, mark_made, withdraw_idea
from ideas.queries import Credits, idea_by_public_id, idea_credits, voter_ids
from ideas.reviewing.actions import take_into_review
from ideas.reviewing.queries import idea_on_desk, waiting
from tests.ideas.makers import cast_votes, decide, end_challenge, make_challenge, make_desk, make_idea, make_won_idea, reread
from tests.people import join_team, make_member, sign_in


async def told(event: str) -> set[int]:
    return {one["member"] for one in await rows("select member from notice where event = {}", event)}


async def test_a_verdict_needs_an_outcome_a_fitting_reason_and_a_sentence(db: None, client: httpx.AsyncClient) -> None:
    desk, owner = await make_desk()
    idea = await make_idea(challenge=await make_challenge(desk, owner))
    await sign_in(client, owner)
    good = {"outcome": "declined", "reason_code": "cost", "sentence": "模具太贵，卖不回来。"}
    path = f"{desk.url}/ideas/{idea['public_id']}/verdict"
    for wrong in ({"outcome": ""}, {"reason_code": ""}, {"sentence": ""}, {"reason_code": "loved"}):
        sent = await client.post(path, data=good | wrong)
        assert sent.status_code == (409 if wrong == {"reason_code": "loved"} else 422), wrong
        assert "sentence" in wrong or "模具太贵" in sent.text
    assert (await reread(idea))["state"] == "published"
    assert (await client.post(path, data=good)).status_code == 303
    shown = await client.get(f"/ideas/{idea['public_id']}")
    assert "成本太高" in shown.text and "模具太贵" in shown.text
    again = await client.post(path, data=good | {"outcome": "won", "reason_code": "loved"})
    assert again.status_code == 409 and "已经答复过" in again.text
    assert await value("select count(*) from verdict") == 1


async def test_author_and_voters_of_what_won_are_told_once(db: None) -> None:
    desk, owner = await make_desk()
    idea = await make_won_idea(desk, owner, votes=3)
    await jobs.tick()
    await jobs.tick()
    assert await told("idea_won") == {idea["author"]}
    assert await told("voted_idea_won") == set(await voter_ids(idea["id"]))
    assert await value("select count(*) from notice where event = 'voted_idea_won'") == 3


async def test_of_what_was_declined_only_the_author_is_told(db: None) -> None:
    desk, owner = await make_desk()
    idea = await make_idea(challenge=await make_challenge(desk, owner))
    await cast_votes(idea, 2)
    await decide(desk, owner, idea, "declined")
    await jobs.tick()
    assert await told("idea_declined") == {idea["author"]}
    assert not await told("voted_idea_won")


async def test_a_review_is_begun_by_the_brand_of_the_challenge_only(db: None) -> None:
    desk, owner = await make_desk()
    other, stranger = await make_desk()
    idea = await make_idea(challenge=await make_challenge(desk, owner))
    with pytest.raises(NotFound):
        await idea_on_desk(other, idea["public_id"])
    on_desk = await idea_on_desk(desk, idea["public_id"])
    with pytest.raises(Refusal):
        await take_into_review(other, stranger, on_desk)
    await take_into_review(desk, owner, on_desk)
    assert (await reread(idea))["state"] == "in_review"
    with pytest.raises(WrongState):
        await take_into_review(desk, owner, on_desk)


async def test_any_brand_adopts_from_the_open_floor_and_none_declines_there(db: None) -> None:
    desk, owner = await make_desk("拾光")
    idea = await make_idea()
    with pytest.raises(Refusal, match="不用答复"):
        await decide(desk, owner, idea, "declined")
    await decide(desk, owner, idea)
    found = await idea_by_public_id(owner, idea["public_id"])
    assert (found["state"], found["brand_name"], found["outcome"]) == ("won", "拾光", "won")


async def test_of_two_brands_at_once_one_adopts_and_the_other_hears_why_not(committed_db: str) -> None:
    desks = [await make_desk(name) for name in ("甲", "乙", "丙", "丁")]
    for _ in range(5):
        idea = await make_idea()
        outcomes = await asyncio.gather(*(decide(desk, owner, idea) for desk, owner in desks), return_exceptions=True)
        refused = [one for one in outcomes if one is not None]
        assert len(refused) == 3 and all(isinstance(one, Refusal | NotFound) for one in refused), refused
        assert any("采纳了这个创意" in str(one) or isinstance(one, NotFound) for one in refused)
        assert await value("select count(*) from verdict where idea = {}", idea["id"]) == 1
        assert await value("select count(*) from idea_event where subject = {} and state = 'won'", idea["id"]) == 1


async def test_what_its_author_withdrew_cannot_be_decided(db: None) -> None:
    desk, owner = await make_desk()
    author = await make_member()
    idea = await make_idea(author, challenge=await make_challenge(desk, owner))
    seen = await idea_on_desk(desk, idea["public_id"])
    await withdraw_idea(author, await idea_by_public_id(author, idea["public_id"]))
    with pytest.raises(NotFound):
        await decide(desk, owner, idea)
    with pytest.raises(WrongState):
        await take_into_review(desk, owner, seen)


async def test_only_those_who_may_edit_answer(db: None, client: httpx.AsyncClient) -> None:
    desk, owner = await make_desk()
    idea = await make_idea(challenge=await make_challenge(desk, owner))
    packer = await make_member()
    await join_team({"id": desk.brand}, packer, "fulfilment")
    await sign_in(client, packer)
    assert (await client.get(f"{desk.url}/ideas/{idea['public_id']}")).status_code == 200
    sent = await client.post(f"{desk.url}/ideas/{idea['public_id']}/verdict", data={"outcome": "won"})
    assert sent.status_code == 403
    assert (await client.get(f"{desk.url}/challenges/new")).status_code == 403


async def test_the_desk_is_reminded_once_a_challenge_has_ended(db: None) -> None:
    desk, owner = await make_desk()
    challenge = await make_challenge(desk, owner)
    idea = await make_idea(challenge=challenge)
    assert await waiting(desk) == 0
    await end_challenge(challenge)
    assert await waiting(desk) == 1
    await decide(desk, owner, idea)
    assert await waiting(desk) == 0


async def test_credits_name_the_author_and_count_the_voters(db: None) -> None:
    desk, owner = await make_desk()
    idea = await make_won_idea(desk, owner, votes=2)
    assert await idea_credits(idea["id"]) == Credits(author=idea["author"], improvers=(), voters=2)


async def test_an_idea_is_campaigned_and_made_once_and_in_this_order(db: None) -> None:
    desk, owner = await make_desk()
    idea = await make_won_idea(desk, owner)
    with pytest.raises(WrongState):
        await mark_made(idea["id"], None)
    assert [await mark_campaigned(idea["id"], owner.id) for _ in range(2)] == [True, False]
    assert [await mark_made(idea["id"], None) for _ in range(2)] == [True, False]
    assert (await reread(idea))["state"] == "made"
    open_one = await make_idea()
    with pytest.raises(WrongState):
        await mark_campaigned(open_one["id"], owner.id)


def test_every_notice_of_ideas_can_be_said() -> None:
    params = dict.fromkeys(("idea", "brand", "sentence", "reason", "challenge", "count", "answer", "times", "title", "why"), "甲")
    from ideas.notices import EVENTS

    for name, event in EVENTS.items():
        assert known_events()[name] is event
        for text in (event.line, event.subject, event.text):
            assert "%" not in text % params
