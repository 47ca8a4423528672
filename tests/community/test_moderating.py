"""Staff decides, the author answers and appeals, another decides again; and the log tells all of it."""

from datetime import timedelta
from io import BytesIO

import httpx
import pytest
from PIL import Image

from app.community.moderation.actions import ask_author, close_vanished
from app.community.moderation.bulk import Order, decide_many
from app.community.moderation.queries import queue
from app.foundation import clock
from app.foundation.database import execute, row, rows, transaction, value
from app.foundation.lifecycle import WrongState
from app.foundation.refusals import Refusal
from app.media.actions import keep_picture
from ideas.actions import edit_idea, withdraw_idea
from tests.community.makers import as_thing, hide, report, show
from tests.community.test_checking import wording
from tests.ideas.makers import make_draft, make_idea, reread
from tests.people import make_member, sign_in

pytestmark = pytest.mark.usefixtures("db")
QUEUE = "/staff/moderation"


async def acts() -> list[str]:
    return [one["act"] for one in await rows("select act from moderation_log order by id")]


async def test_a_copied_design_from_the_report_to_the_appeal(client: httpx.AsyncClient) -> None:
    author, first, second = await make_member(name="阿光"), await make_member(staff=True), await make_member(staff=True)
    idea = await make_idea(author, title="折叠台灯")
    path, thing = f"/ideas/{idea['public_id']}", f"{QUEUE}/idea/{idea['public_id']}"

    claim = {
        "kind": "idea", "id": idea["public_id"], "problem": "copied", "is_claimant": "1", "owner": "灯铺设计",
        "original_url": "https://shop.example/lamp", "contact": "law@shop.test", "email": "law@shop.test",
        "details": "我们 2024 年的款式",
    }  # fmt: skip
    assert (await client.post("/reports", data=claim)).status_code == 303

    await sign_in(client, first)
    assert "折叠台灯" in (await client.get(f"{QUEUE}?show=reported")).text
    shown = (await client.get(thing)).text
    assert "灯铺设计" in shown and "law@shop.test" in shown and "我们 2024 年的款式" in shown
    assert (await client.post(f"{thing}/question")).status_code == 303

    await sign_in(client, author)
    url = await value("select url from notice where member = {} and event = 'statement_asked'", author.id)
    asked = (await client.get(url)).text
    assert "灯铺设计" in asked and "law@shop.test" not in asked
    assert (await client.post(f"{url}/statements", data={"text": "草图是我自己的，晚上发原件。"})).status_code == 303

    await sign_in(client, first)
    assert "草图是我自己的" in (await client.get(thing)).text
    assert (await client.post(f"{thing}/hiding", data={"reason": "收到权利人关于抄袭的投诉"})).status_code == 303

    client.cookies.clear()
    assert (await client.get(path)).status_code == 404
    await sign_in(client, author)
    assert "收到权利人关于抄袭的投诉" in (await client.get(path)).text
    assert (await client.post(f"{url}/statements", data={"text": "这是 2023 年的草图和帖子链接。"})).status_code == 303
    again = await client.post(f"{url}/statements", data={"text": "再说一次，这是我的。"})
    assert again.status_code == 409 and "已经申诉过一次" in again.text

    await sign_in(client, first)
    refused = await client.post(f"{thing}/showing", data={"why": ""})
    assert refused.status_code == 409 and "另一位同事" in refused.text
    await sign_in(client, second)
    assert "这是 2023 年的草图" in (await client.get(thing)).text
    assert (await client.post(f"{thing}/showing", data={"why": "草图更早"})).status_code == 303

    client.cookies.clear()
    assert "折叠台灯" in (await client.get(path)).text
    told = [one["event"] for one in await rows("select event from notice where member = {} order by id", author.id)]
    assert told == ["statement_asked", "text_hidden", "text_shown_again"]
    mailed = await rows("select event from mail where address = 'law@shop.test' order by id")
    assert [one["event"] for one in mailed] == ["report_upheld", "report_overturned"]

    log = await rows("select act, actor, why, source, public_id from moderation_log order by id")
    assert [(one["act"], one["actor"], one["why"]) for one in log] == [
        ("opened", None, ""), ("reported", None, ""), ("asked", first.id, ""), ("answered", author.id, ""),
        ("hidden", first.id, "收到权利人关于抄袭的投诉"), ("appealed", author.id, ""), ("shown", second.id, "草图更早"),
    ]  # fmt: skip
    assert all(one["source"] == "person" and one["public_id"] == idea["public_id"] for one in log)
    steps = await rows("select origin, state, actor from moderation_case_event order by id")
    assert [(one["origin"], one["state"], one["actor"]) for one in steps] == [
        ("", "open", None), ("open", "upheld", first.id),
        ("upheld", "appealed", author.id), ("appealed", "overturned", second.id),
    ]  # fmt: skip
    await sign_in(client, second)
    page = (await client.get(f"{QUEUE}/log?act=hidden&kind=idea")).text
    assert idea["public_id"] in page and "收到权利人关于抄袭的投诉" in page
    assert idea["public_id"] not in (await client.get(f"{QUEUE}/log?act=let_through")).text


async def test_where_there_is_one_of_staff_they_decide_the_appeal_too(client: httpx.AsyncClient) -> None:
    author, alone = await make_member(), await make_member(staff=True)
    idea = await make_idea(author)
    await hide("idea", idea, by=alone)
    await sign_in(client, author)
    case = await value("select public_id from moderation_case")
    await client.post(f"/cases/{case}/statements", data={"text": "这不是广告，是说明。"})
    await hide("idea", idea, "看过了，仍是广告", by=alone)
    assert await value("select state from moderation_case") == "confirmed"
    shown = (await client.get(f"/cases/{case}")).text
    assert "看过申诉，维持隐藏" in shown and "看过了，仍是广告" in shown and "<textarea" not in shown


async def test_the_term_for_an_appeal_ends(client: httpx.AsyncClient) -> None:
    author = await make_member()
    await hide("idea", await make_idea(author))
    case = await value("select public_id from moderation_case")
    await clock.shift(timedelta(days=15))
    await sign_in(client, author)
    assert "申诉的期限已经过了" in (await client.get(f"/cases/{case}")).text
    answer = await client.post(f"/cases/{case}/statements", data={"text": "还想说几句。"})
    assert answer.status_code == 409 and "期限已经过了" in answer.text and "还想说几句" in answer.text


async def test_a_case_is_its_authors_and_nobody_elses(client: httpx.AsyncClient) -> None:
    await hide("idea", await make_idea())
    case = await value("select public_id from moderation_case")
    await sign_in(client, await make_member())
    assert (await client.get(f"/cases/{case}")).status_code == 404
    assert (await client.post(f"/cases/{case}/statements", data={"text": "让我也说几句"})).status_code == 404


async def test_nobody_answers_before_being_asked(client: httpx.AsyncClient) -> None:
    author = await make_member()
    idea = await make_idea(author)
    await report("idea", idea)
    case = await value("select public_id from moderation_case")
    await sign_in(client, author)
    assert (await client.post(f"/cases/{case}/statements", data={"text": "我先解释一下"})).status_code == 409
    await ask_author(await make_member(staff=True), await as_thing("idea", idea))
    assert (await client.post(f"/cases/{case}/statements", data={"text": "我先解释一下"})).status_code == 303


async def test_the_queue_decides_about_many_and_says_what_it_did_not(client: httpx.AsyncClient) -> None:
    author = await make_member()
    fine, changed, bad = await make_idea(), await make_idea(author), await make_idea()
    for idea in (fine, changed, bad):
        await report("idea", idea)
    waiting, _ = await queue("all")
    tokens = {one.thing.id: f"{one.case['public_id']}.{one.thing.digest}" for one in waiting}
    await sign_in(client, await make_member(staff=True))
    await edit_idea(author, changed, wording("改成了别的东西"))

    answer = await client.post(
        f"{QUEUE}/decisions",
        data={"do": "show", "cases": [tokens[fine["id"]], tokens[changed["id"]]]},
        headers={"HX-Request": "true"},
    )
    assert "处理了 1 条" in answer.text and "《改成了别的东西》刚刚被作者改过" in answer.text
    alone = await client.post(f"{QUEUE}/decisions", data={"do": f"hide:2@{tokens[bad['id']]}", "cases": [tokens[changed["id"]]]})
    assert alone.status_code == 303
    states = {one["thing"]: one["state"] for one in await rows("select thing, state from moderation_case")}
    assert states == {fine["id"]: "dismissed", changed["id"]: "open", bad["id"]: "upheld"}
    assert (await reread(bad))["hidden_reason"] == "含有违法内容"


@pytest.mark.parametrize("do", ["show", "hide:99@x.y", "hide:-1", "burn:1", "hide:一"])
async def test_an_order_that_makes_no_sense_is_refused(client: httpx.AsyncClient, do: str) -> None:
    await sign_in(client, await make_member(staff=True))
    assert (await client.post(f"{QUEUE}/decisions", data={"do": do})).status_code == 409


async def test_two_of_staff_do_not_decide_the_same_case_twice() -> None:
    idea = await make_idea()
    await report("idea", idea)
    await show("idea", idea)
    with pytest.raises(WrongState):
        await show("idea", idea)
    await hide("idea", idea)
    with pytest.raises(WrongState):
        await hide("idea", idea)
    outcome = await decide_many(await make_member(staff=True), Order("show"), ["nosuch.x"], [])
    assert (outcome.done, len(outcome.refused)) == (0, 1)


async def test_own_things_are_looked_at_by_a_colleague() -> None:
    author, _ = await make_member(staff=True), await make_member(staff=True)
    idea = await make_idea(author)
    await report("idea", idea)
    with pytest.raises(Refusal, match="另一位同事"):
        await show("idea", idea, by=author)


async def test_an_idea_taken_back_by_its_author_closes_its_case_and_tells_the_reporter() -> None:
    author, reporter = await make_member(), await make_member()
    idea = await make_idea(author)
    await report("idea", idea, by=reporter)
    await withdraw_idea(author, idea)
    await close_vanished()
    await close_vanished()
    assert await value("select state from moderation_case") == "dismissed"
    assert await value("select event from notice where member = {}", reporter.id) == "report_gone"
    assert (await acts()).count("closed") == 1


async def test_staff_walks_through_what_is_new_and_sees_no_drafts(client: httpx.AsyncClient) -> None:
    idea, draft = await make_idea(title="巡查看得到"), await make_draft(await make_member(), title="别人的草稿")
    await sign_in(client, await make_member(staff=True))
    newest = (await client.get(f"{QUEUE}/newest?kind=idea")).text
    assert "巡查看得到" in newest and "别人的草稿" not in newest
    assert (await client.get(f"{QUEUE}/idea/{draft['public_id']}")).status_code == 404
    assert (await client.get(f"{QUEUE}/idea/{idea['public_id']}")).status_code == 200
    assert (await client.get(f"/ideas/{idea['public_id']}")).text.count(f"{QUEUE}/idea/{idea['public_id']}") == 1


async def test_reasons_are_kept_in_their_order_and_said_on_the_buttons(client: httpx.AsyncClient) -> None:
    await report("idea", await make_idea())
    await sign_in(client, await make_member(staff=True))
    assert "含有违法内容" in (await client.get(QUEUE)).text
    assert (
        await client.post(f"{QUEUE}/reasons", data={"reasons": "只有这一条\n\n只有这一条\n还有 100% 的一条"})
    ).status_code == 303
    assert [one["text"] for one in await rows("select text from moderation_reason order by position")] == [
        "只有这一条",
        "还有 100% 的一条",
    ]
    shown = (await client.get(QUEUE)).text
    assert "只有这一条" in shown and "还有 100% 的一条" in shown and "含有违法内容" not in shown
    assert (await client.post(f"{QUEUE}/reasons", data={"reasons": " "})).status_code == 422


async def test_a_list_begins_with_a_few_words_that_staff_looks_at(client: httpx.AsyncClient) -> None:
    await sign_in(client, await make_member(staff=True))
    assert "用一份起步词表" in (await client.get(f"{QUEUE}/words")).text
    assert (await client.post(f"{QUEUE}/words/starter")).status_code == 303
    assert "代开发票" in (await client.get(f"{QUEUE}/words")).text
    assert (await make_idea(title="台灯，加 V 信"))["visibility"] == "pending"


async def test_words_are_pasted_tried_found_and_removed(client: httpx.AsyncClient) -> None:
    await sign_in(client, await make_member(staff=True))
    assert (await client.post(f"{QUEUE}/words", data={"words": "加微信\n代开发票", "level": "refuse"})).status_code == 303
    shown = (await client.get(f"{QUEUE}/words?q=加V信")).text
    assert "没有这样的词" in shown
    assert "代开发票" in (await client.get(f"{QUEUE}/words?q=代開")).text
    tried = (await client.post(f"{QUEUE}/words/trial", data={"trial": "可以加 微 信吗"})).text
    assert "加 微 信" in tried and "不让发布" in tried
    word = await value("select id from moderation_word where word = '加微信'")
    assert (await client.post(f"{QUEUE}/words/{word}/removal")).status_code == 303
    assert (await client.post(f"{QUEUE}/words/{word}/removal")).status_code == 404


async def test_the_log_is_only_added_to() -> None:
    await hide("idea", await make_idea())
    for statement in ("update moderation_log set why = 'x'", "delete from moderation_log"):
        with pytest.raises(Exception, match="only added to"):
            await _inside(statement)


async def _inside(statement: str) -> None:
    async with transaction():
        await execute(statement)


async def test_staff_hears_once_that_the_queue_begins_to_fill() -> None:
    operator = await make_member(staff=True)
    for _ in range(3):
        await report("idea", await make_idea())
    found = await row("select count(*) as n from notice where member = {} and event = 'moderation_waiting'", operator.id)
    assert found == {"n": 1}


async def test_a_hidden_ideas_pictures_can_be_taken_out_of_sight_and_come_back_with_it(client: httpx.AsyncClient) -> None:
    author, operator = await make_member(), await make_member(staff=True)
    drawn = BytesIO()
    Image.new("RGB", (320, 240), "tomato").save(drawn, "PNG")
    picture = await keep_picture(author.id, drawn.getvalue())
    idea = await make_idea(author, pictures=[picture])
    path, thing = f"/media/{picture}/160.webp", f"{QUEUE}/idea/{idea['public_id']}"
    assert (await client.get(path)).status_code == 200
    await sign_in(client, operator)
    assert (await client.post(f"{thing}/pictures/withholding")).status_code == 409
    await hide("idea", idea, by=operator)
    assert (await client.post(f"{thing}/pictures/withholding")).status_code == 303
    kept = await client.get(path)
    assert kept.status_code == 200 and "private" in kept.headers["cache-control"]
    client.cookies.clear()
    assert (await client.get(path)).status_code == 404
    await sign_in(client, author)
    assert (await client.get(path)).status_code == 200
    await show("idea", idea, by=operator)
    client.cookies.clear()
    assert (await client.get(path)).status_code == 200
    assert (await acts())[-3:] == ["hidden", "picture_withheld", "shown"]
