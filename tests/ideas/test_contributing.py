"""Improvements: offered by others, answered by the idea's author, credited when accepted."""

import httpx
import pytest

from app.accounts.intents.actions import finish_begun
from app.foundation.database import value
from app.foundation.lifecycle import WrongState
from app.foundation.refusals import NotFound, Refusal
from ideas.actions import withdraw_idea
from ideas.contributing.actions import answer_improvement, offer_improvement, withdraw_improvement
from ideas.contributing.queries import improvement_by_public_id
from ideas.contributing.rules import MOST_OPEN
from ideas.queries import idea_by_public_id, idea_credits
from tests.ideas.makers import make_idea
from tests.people import make_member, sign_in


async def offered():
    author, fan = await make_member(), await make_member()
    idea = await idea_by_public_id(author, (await make_idea(author))["public_id"])
    return author, fan, idea, await offer_improvement(fan, idea, "灯头能转 180 度就更好。")


async def test_an_accepted_improvement_is_credited_and_its_author_told(db: None) -> None:
    author, fan, idea, made = await offered()
    await answer_improvement(author, await improvement_by_public_id(made["public_id"]), "accepted", "好主意")
    assert (await idea_credits(idea["id"])).improvers == (fan.id,)
    assert await value("select count(*) from notice where member = {} and event = 'improvement_accepted'", fan.id) == 1


async def test_an_answer_is_given_once_and_only_by_the_ideas_author(db: None) -> None:
    author, fan, idea, made = await offered()
    improvement = await improvement_by_public_id(made["public_id"])
    with pytest.raises(NotFound):
        await answer_improvement(fan, improvement, "accepted", "")
    await answer_improvement(author, improvement, "declined", "做不了转轴")
    with pytest.raises(WrongState):
        await answer_improvement(author, improvement, "accepted", "")
    assert (await idea_credits(idea["id"])).improvers == ()


async def test_offering_twice_is_one_and_five_wait_at_most(db: None) -> None:
    _, fan, idea, made = await offered()
    assert (await offer_improvement(fan, idea, "灯头能转 180 度就更好。"))["id"] == made["id"]
    for n in range(MOST_OPEN - 1):
        await offer_improvement(fan, idea, f"第 {n} 条改进")
    with pytest.raises(Refusal, match="等作者看完"):
        await offer_improvement(fan, idea, "再来一条改进")


async def test_not_to_oneself_and_not_once_it_is_decided(db: None) -> None:
    author, fan, idea, _ = await offered()
    with pytest.raises(Refusal, match="自己的创意"):
        await offer_improvement(author, idea, "我自己来")
    await withdraw_idea(author, idea)
    with pytest.raises(Refusal, match="已经有结论"):
        await offer_improvement(fan, idea | {"state": "withdrawn"}, "还来得及吗")


async def test_the_page_shows_it_and_answers_the_author(db: None, client: httpx.AsyncClient) -> None:
    author, fan, idea, made = await offered()
    await sign_in(client, author)
    shown = await client.get(f"/ideas/{idea['public_id']}")
    assert "灯头能转" in shown.text and f"/improvements/{made['public_id']}/acceptance" in shown.text
    refused = await client.post(f"/improvements/{made['public_id']}/refusal", data={"answer": ""})
    assert refused.status_code == 422
    await client.post(f"/improvements/{made['public_id']}/acceptance", data={"answer": ""})
    assert fan.name in (await client.get(f"/ideas/{idea['public_id']}")).text


async def test_what_is_too_short_is_said_at_its_place(db: None, client: httpx.AsyncClient) -> None:
    _, fan, idea, _ = await offered()
    await sign_in(client, fan)
    answer = await client.post(f"/ideas/{idea['public_id']}/improvements", data={"text": "短"})
    assert answer.status_code == 422 and "短</textarea>" in answer.text


async def test_one_written_signed_out_reaches_the_author_after_sign_in(db: None, client: httpx.AsyncClient) -> None:
    _, fan, idea, _ = await offered()
    begun = await client.post(f"/ideas/{idea['public_id']}/improvements", data={"text": "加一个磁吸底座"})
    [(intent, done)] = await finish_begun(fan, key=httpx.URL(begun.headers["location"]).params["intent"], visitor="")
    assert done is not None and intent.state == "finished"
    assert await value("select count(*) from improvement where text = '加一个磁吸底座' and author = {}", fan.id) == 1


async def test_only_its_author_takes_one_back(db: None) -> None:
    author, fan, _, made = await offered()
    improvement = await improvement_by_public_id(made["public_id"])
    with pytest.raises(NotFound):
        await withdraw_improvement(author, improvement)
    await withdraw_improvement(fan, improvement)
    assert await value("select state from improvement where id = {}", made["id"]) == "withdrawn"
