"""Improvements on a passage: chosen or marked, worded anew, put into the text by themselves where it still stands."""

import httpx
import pytest

from app.accounts.intents.actions import finish_begun
from app.accounts.leaving.kinds import Leaving
from app.foundation.database import execute, row, value
from app.foundation.refusals import NotFound, Refusal
from ideas.actions import edit_idea
from ideas.contributing.actions import answer_improvement, offer_improvement
from ideas.contributing.forms import ImprovementForm
from ideas.contributing.passages import paragraphs, passage_of, put_in
from ideas.contributing.queries import improvement_by_public_id
from ideas.drafting.actions import lay_aside
from ideas.forms import IdeaForm
from ideas.leaving import erase
from tests.ideas.makers import decide, make_challenge, make_desk, make_idea, reread
from tests.people import make_member, sign_in

BODY = "睡前看书，不吵醒别人。\n\n灯头**固定**，亮度一档。\n\n- 磁吸充电\n- 可以夹在书上"
PASSAGE = "灯头**固定**，亮度一档。"
BETTER = "灯头能转 180 度，亮度三档。"


def test_paragraphs_are_what_one_reads_and_know_their_places() -> None:
    found = paragraphs(BODY)
    assert [one.text for one in found] == BODY.split("\n\n")
    assert all(BODY[one.start : one.start + len(one.text)] == one.text for one in found)
    assert [len(one.text) for one in paragraphs("长" * 4500)] == [2000, 2000, 500]


def test_what_was_marked_on_the_page_is_found_in_the_text_behind_it() -> None:
    found = {marked: passage_of(BODY, marked) for marked in ("不吵醒别人", "灯头固定，亮度", "磁吸充电\n可以夹在书上")}
    assert [one and one.text for one in found.values()] == ["不吵醒别人", PASSAGE, "- 磁吸充电\n- 可以夹在书上"]
    assert passage_of(BODY, "从来没有这句") is None and passage_of(BODY, "  ") is None


def test_a_wording_goes_to_the_place_nearest_to_where_it_was() -> None:
    assert put_in("一样。二。一样。", "一样。", "新。", 5) == "一样。二。新。"
    assert put_in("甲\n\n乙\n\n丙", "乙", "", 3) == "甲\n\n丙"
    assert put_in("没有", "一样", "新", 0) is None and put_in("没有", "", "新", 0) is None


async def offered(body: str = BODY, **words: str):
    author, fan = await make_member(), await make_member()
    idea = await make_idea(author, body=body)
    form = ImprovementForm(**({"text": "转起来更好用", "passage": PASSAGE, "wording": BETTER} | words))
    return author, fan, idea, await offer_improvement(fan, idea, form)


async def answer(author, made, state="accepted", why="好") -> bool:
    return await answer_improvement(author, await improvement_by_public_id(made["public_id"]), state, why)


async def test_an_accepted_wording_is_put_in_and_its_revision_names_the_improver(db: None) -> None:
    author, fan, idea, made = await offered()
    assert await answer(author, made)
    assert (await reread(idea))["body"] == BODY.replace(PASSAGE, BETTER)
    revision = await row("select id, edited_by, improvement from idea_revision where idea = {} order by id desc", idea["id"])
    assert revision and (revision["edited_by"], revision["improvement"]) == (author.id, made["id"])
    assert await value("select woven_into from improvement where id = {}", made["id"]) == revision["id"]
    assert await value("select member from contribution where idea = {} and role = 'improver'", idea["id"]) == fan.id
    assert "转" in await value("select terms from idea_terms where idea = {}", idea["id"])


async def test_where_the_passage_is_gone_the_author_gets_the_form_with_both(db: None, client: httpx.AsyncClient) -> None:
    author, fan, idea, made = await offered()
    await edit_idea(author, idea, IdeaForm(idea["title"], "", "全都重写了。", "", [], "publish"))
    await sign_in(client, author)
    went = await client.post(f"/improvements/{made['public_id']}/acceptance", data={"answer": ""})
    assert went.headers["location"] == f"/ideas/{idea['public_id']}/edit?improvement={made['public_id']}"
    page = (await client.get(went.headers["location"])).text
    assert PASSAGE in page and BETTER in page and "全都重写了。" in page
    sent = {"title": idea["title"], "body": "全都重写了。灯头能转。", "improvement": made["public_id"], "do": "publish"}
    await client.post(f"/ideas/{idea['public_id']}/revisions", data=sent)
    shown = (await client.get(f"/ideas/{idea['public_id']}/revisions/3")).text
    assert f"采纳了{fan.name}的改进" in shown and "灯头能转" in shown


async def test_nobody_weaves_in_what_was_offered_elsewhere_or_not_accepted_or_hidden(db: None, client: httpx.AsyncClient) -> None:
    author, _, _, made = await offered()
    other = await make_member()
    theirs = await make_idea(other, body=BODY)
    await sign_in(client, other)
    broken = {"title": "", "body": BODY, "do": "publish", "improvement": made["public_id"], "is_weaving": "1"}
    there = await client.post(f"/ideas/{theirs['public_id']}/revisions", data=broken)
    assert BETTER not in there.text, "another idea's"
    idea = await row("select public_id from idea where id = {}", made["idea"])
    assert idea is not None
    edit = f"/ideas/{idea['public_id']}/edit?improvement={made['public_id']}"
    await sign_in(client, author)
    assert (await client.get(edit)).status_code == 404, "not answered yet"
    await answer(author, made)
    assert BETTER in (await client.get(edit)).text
    await execute("update improvement set visibility = 'hidden' where id = {}", made["id"])
    assert (await client.get(edit)).status_code == 404
    again = await client.post(f"/ideas/{idea['public_id']}/revisions", data=broken | {"body": "另写"})
    assert BETTER not in again.text


async def test_an_offer_on_words_that_are_gone_is_refused_with_everything_typed(db: None, client: httpx.AsyncClient) -> None:
    idea = await make_idea(body=BODY)
    await sign_in(client, await make_member())
    sent = {"passage": "作者已经改掉的话", "wording": "我的新写法", "text": "这样更顺"}
    refused = await client.post(f"/ideas/{idea['public_id']}/improvements", data=sent)
    assert refused.status_code == 409 and "原来的话不在了" in refused.text
    assert all(one in refused.text for one in sent.values())
    same = await client.post(
        f"/ideas/{idea['public_id']}/improvements", data={"passage": PASSAGE, "wording": PASSAGE, "text": ""}
    )
    assert same.status_code == 409 and "改几个字再提" in same.text
    gone = await client.post(f"/ideas/{idea['public_id']}/improvements", data={"passage": PASSAGE, "wording": "", "text": ""})
    assert gone.status_code == 422, "whoever would have a passage go says why"
    assert await value("select count(*) from improvement") == 0


async def test_without_a_script_one_chooses_a_paragraph(db: None, client: httpx.AsyncClient) -> None:
    idea = await make_idea(body=BODY)
    here = f"/ideas/{idea['public_id']}/improvements/new"
    listed = (await client.get(here)).text
    assert f"{here}?paragraph=1" in listed
    chosen = (await client.get(f"{here}?paragraph=1")).text
    assert f'name="passage" value="{PASSAGE}"' in chosen and f"{PASSAGE}</textarea>" in chosen
    assert "不吵醒别人" in (await client.get(here, params={"passage": "不吵醒别人"})).text
    for odd in ("?paragraph=99", "?paragraph=²", "?passage=没有这句", "?text=" + "长" * 300):
        assert (await client.get(here + odd)).status_code == 200


async def test_one_begun_signed_out_reaches_the_author_with_its_passage(db: None, client: httpx.AsyncClient) -> None:
    idea, fan = await make_idea(body=BODY), await make_member()
    sent = {"passage": PASSAGE, "wording": BETTER, "text": ""}
    begun = await client.post(f"/ideas/{idea['public_id']}/improvements", data=sent)
    await finish_begun(fan, key=httpx.URL(begun.headers["location"]).params["intent"], visitor="")
    made = await row("select author, passage, wording, state from improvement where idea = {}", idea["id"])
    assert made == {"author": fan.id, "passage": PASSAGE, "wording": BETTER, "state": "offered"}


async def test_during_review_it_is_credited_and_the_text_stays(db: None) -> None:
    author, fan, idea, made = await offered()
    await execute("update idea set state = 'in_review' where id = {}", idea["id"])
    assert not await answer(author, made)
    assert (await reread(idea))["body"] == BODY
    assert await value("select count(*) from contribution where idea = {} and member = {}", idea["id"], fan.id) == 1


async def test_after_the_verdict_nobody_is_credited_any_more_but_an_answer_can_be_given(db: None) -> None:
    desk, owner = await make_desk()
    author, fan = await make_member(), await make_member()
    idea = await make_idea(author, challenge=await make_challenge(desk, owner), body=BODY)
    made = await offer_improvement(fan, idea, "再轻一点就更好")
    await decide(desk, owner, idea)
    with pytest.raises(Refusal, match="不能再采纳"):
        await answer(author, made)
    await answer(author, made, "declined", "来不及了，谢谢")
    assert await value("select answer from improvement where id = {}", made["id"]) == "来不及了，谢谢"


async def test_where_the_phase_takes_no_improvements_none_is_taken(db: None) -> None:
    challenge = await make_challenge()
    idea = await make_idea(challenge=challenge)
    await execute("update challenge_phase set doors = array['vote'] where challenge = {}", challenge["id"])
    with pytest.raises(Refusal, match="现在的阶段不收改进"):
        await offer_improvement(await make_member(), idea, "再轻一点就更好")


async def test_what_staff_has_hidden_is_not_put_in(db: None) -> None:
    author, _, idea, made = await offered()
    await execute("update improvement set visibility = 'hidden' where id = {}", made["id"])
    with pytest.raises(NotFound):
        await answer(author, made)
    assert (await reread(idea))["body"] == BODY


async def test_a_declined_one_keeps_its_reason_for_both_and_is_nobody_elses(db: None, client: httpx.AsyncClient) -> None:
    author, fan, idea, made = await offered()
    await answer(author, made, "declined", "转轴会松")
    here = f"/ideas/{idea['public_id']}"
    for member in (author, fan):
        await sign_in(client, member)
        assert "转轴会松" in (await client.get(here)).text
    await sign_in(client, await make_member())
    assert "转轴会松" not in (await client.get(here)).text


async def test_a_wording_with_a_script_in_it_stays_text(db: None, client: httpx.AsyncClient) -> None:
    author, _, idea, made = await offered(
        wording="<script>alert(1)</script>[点我](javascript:alert(1))<img src=x onerror=alert(1)>"
    )
    await sign_in(client, author)
    waiting = (await client.get(f"/ideas/{idea['public_id']}")).text
    await answer(author, made)
    pages = [waiting]
    pages += [(await client.get(f"/ideas/{idea['public_id']}{rest}")).text for rest in ("", "/revisions", "/revisions/2")]
    for page in pages:
        assert "<script>alert" not in page and "<img src=x" not in page and 'href="javascript' not in page


async def test_of_an_idea_that_its_author_takes_along_no_quoted_words_are_left(db: None) -> None:
    author, _, idea, made = await offered()
    await lay_aside(author, idea, {"title": "另一份", "summary": "", "body": "私下的"}, "form1")
    await execute("update idea set state = 'withdrawn', tags = array['灯具'] where id = {}", idea["id"])
    await erase(Leaving(author.id, author.public_id, ()))
    assert await row("select passage, wording from improvement where id = {}", made["id"]) == {"passage": "", "wording": BETTER}
    assert await value("select count(*) from laid_aside") == 0 and (await reread(idea))["tags"] == []
