"""Anybody reports, one case collects it all, nothing is hidden by numbers, and every reporter hears the outcome."""

from datetime import timedelta
from typing import Any

import httpx
import pytest

from app.accounts.viewer import Viewer
from app.community.moderation.queries import queue
from app.community.reporting.telling import forget_addresses
from app.foundation import clock
from app.foundation.database import execute, row, rows, value
from app.foundation.refusals import Refusal, SlowDown
from tests.community.makers import hide, report, show
from tests.conftest import one_app
from tests.ideas.makers import cast_votes, make_idea, reread
from tests.people import make_brand, make_member, sign_in

pytestmark = pytest.mark.usefixtures("db")


async def old_member() -> Viewer:
    member = await make_member()
    await execute("update member set created_at = app_now() - interval '30 days' where id = {}", member.id)
    return member


def sent(idea: dict, **more: str) -> dict[str, str]:
    return {"kind": "idea", "id": idea["public_id"], "problem": "spam", **more}


async def test_the_page_of_an_idea_leads_to_the_form_and_the_form_to_a_case(client: httpx.AsyncClient) -> None:
    idea = await make_idea()
    member = await make_member()
    await sign_in(client, member)
    shown = await client.get(f"/ideas/{idea['public_id']}")
    assert f"/reports/new?kind=idea&amp;id={idea['public_id']}" in shown.text
    form = await client.get(f"/reports/new?kind=idea&id={idea['public_id']}")
    assert form.status_code == 200 and idea["title"] in form.text and "你的邮箱" not in form.text
    answer = await client.post("/reports", data=sent(idea, problem="abuse", details="第二段骂人"))
    assert answer.status_code == 303
    own = await client.get(answer.headers["location"])
    assert "平台还在看" in own.text and "第二段骂人" in own.text
    found = await row("select r.kind, r.member, c.state from report r join moderation_case c on c.id = r.case_id")
    assert found == {"kind": "abuse", "member": member.id, "state": "open"}


async def test_signed_out_one_leaves_an_address_and_hears_by_mail(client: httpx.AsyncClient) -> None:
    idea = await make_idea()
    assert "你的邮箱" in (await client.get(f"/reports/new?kind=idea&id={idea['public_id']}")).text
    without = await client.post("/reports", data=sent(idea))
    assert without.status_code == 422 and "这不像一个邮箱地址" in without.text
    answer = await client.post("/reports", data=sent(idea, email="Somebody@outside.test"))
    assert answer.headers["location"] == f"/ideas/{idea['public_id']}"
    await hide("idea", idea)
    mail = await row("select address, event, url from mail where address <> ''")
    assert mail is not None and (mail["address"], mail["event"]) == ("somebody@outside.test", "report_upheld")
    page = await client.get(mail["url"])
    assert "已经隐藏" in page.text and idea["title"] not in page.text
    assert (await client.get(mail["url"].partition("?")[0])).status_code == 404


async def test_others_never_see_a_report_nor_does_its_author_learn_who_sent_it(client: httpx.AsyncClient) -> None:
    author = await make_member()
    idea, reporter = await make_idea(author), await make_member(name="举报的人")
    made = await report("idea", idea, by=reporter, details="他抄我的")
    await hide("idea", idea)
    await sign_in(client, author)
    assert (await client.get(f"/reports/{made['public_id']}")).status_code == 404
    case = await value("select public_id from moderation_case")
    shown = await client.get(f"/cases/{case}")
    assert shown.status_code == 200 and "举报的人" not in shown.text and "他抄我的" not in shown.text


async def test_all_reports_of_a_thing_meet_in_one_case_and_a_person_counts_once() -> None:
    idea, member = await make_idea(), await make_member()
    await report("idea", idea, "spam", by=member)
    await report("idea", idea, "abuse")
    await report("idea", idea, "abuse", address="a@outside.test")
    assert await rows("select reports, state from moderation_case") == [{"reports": 3, "state": "open"}]
    with pytest.raises(Refusal, match="已经举报过"):
        await report("idea", idea, "fraud", by=member)
    with pytest.raises(Refusal, match="已经举报过"):
        await report("idea", idea, "fraud", address="a@outside.test")


async def test_however_many_report_it_stays_and_only_rises_in_the_queue() -> None:
    quiet, mobbed = await make_idea(), await make_idea()
    await report("idea", quiet, "illegal", by=await old_member())
    for _ in range(25):
        await report("idea", mobbed, "spam")
    assert (await reread(mobbed))["visibility"] == "visible"
    shown, _ = await queue("all")
    assert [one.thing.id for one in shown] == [mobbed["id"], quiet["id"]]


async def test_what_many_have_to_do_with_is_more_urgent_than_what_nobody_knows() -> None:
    unknown, known = await make_idea(), await make_idea()
    await cast_votes(known, 12)
    for idea in (unknown, known):
        await report("idea", idea, "fraud", by=await old_member())
    shown, _ = await queue("reported")
    assert [one.thing.id for one in shown] == [known["id"], unknown["id"]]


async def test_what_staff_left_standing_weighs_less_when_it_is_reported_again() -> None:
    idea = await make_idea()
    await report("idea", idea, "fraud", by=await old_member())
    await show("idea", idea)
    await report("idea", idea, "fraud", by=await old_member())
    assert [one["weight"] for one in await rows("select weight from moderation_case order by id")] == [4.0, 2.0]


async def test_a_reporter_is_told_that_nothing_was_wrong_and_nobody_is_told_twice() -> None:
    idea, reporter = await make_idea(), await make_member()
    await report("idea", idea, by=reporter)
    await show("idea", idea)
    assert [one["event"] for one in await rows("select event from notice where member = {}", reporter.id)] == ["report_dismissed"]


async def test_a_claim_to_a_design_says_whose_and_how_to_be_reached(client: httpx.AsyncClient) -> None:
    idea = await make_idea()
    await sign_in(client, await make_member())
    claim = {"problem": "copied", "is_claimant": "1", "original_url": "shop.example/lamp", "details": "2024 年就在卖"}
    answer = await client.post("/reports", data=sent(idea, **claim))
    assert answer.status_code == 409 and 'id="f-owner-error"' in answer.text and "2024 年就在卖" in answer.text
    answer = await client.post("/reports", data=sent(idea, **claim, owner="灯铺", contact="lamp@shop.test"))
    assert answer.status_code == 303
    kept = await row("select is_claimant, owner, original_url, contact from report")
    assert kept == {
        "is_claimant": True,
        "owner": "灯铺",
        "original_url": "https://shop.example/lamp",
        "contact": "lamp@shop.test",
    }


@pytest.mark.parametrize("link", ["javascript:alert(1)", "nothing", "http://[::1"])
async def test_an_original_that_is_no_address_is_refused(client: httpx.AsyncClient, link: str) -> None:
    await sign_in(client, await make_member())
    answer = await client.post("/reports", data=sent(await make_idea(), problem="copied", original_url=link))
    assert answer.status_code == 422 and "这不像一个网址" in answer.text


async def test_own_things_hidden_ones_and_drafts_are_not_reported(client: httpx.AsyncClient) -> None:
    author = await make_member()
    idea = await make_idea(author)
    with pytest.raises(Refusal, match="自己发布"):
        await report("idea", idea, by=author)
    await hide("idea", idea)
    for kind, id_ in (("idea", idea["public_id"]), ("idea", "nosuch"), ("nosuch", idea["public_id"])):
        assert (await client.get(f"/reports/new?kind={kind}&id={id_}")).status_code == 404
        data = {"kind": kind, "id": id_, "problem": "spam", "email": "a@outside.test"}
        assert (await client.post("/reports", data=data)).status_code == 404


async def test_one_place_and_one_address_report_only_so_often(client: httpx.AsyncClient) -> None:
    ideas = [await make_idea() for _ in range(7)]
    answers = [
        (await client.post("/reports", data=sent(one, email=f"a{n}@outside.test"))).status_code for n, one in enumerate(ideas)
    ]
    assert answers == [303] * 6 + [429]
    with pytest.raises(SlowDown):
        for idea in ideas:
            await report("idea", idea, address="same@outside.test")


async def test_a_member_reports_twenty_times_a_day_and_again_the_next() -> None:
    member = await make_member()
    for _ in range(20):
        await report("brand", await make_brand(await make_member()), by=member)
    brand = await make_brand(await make_member())
    with pytest.raises(SlowDown):
        await report("brand", brand, by=member)
    await clock.shift(timedelta(days=1, minutes=1))
    assert await report("brand", brand, by=member)


async def test_a_subscriber_with_many_addresses_is_one_place(client: httpx.AsyncClient) -> None:
    """An IPv6 connection has a whole network of them."""
    for n in range(7):
        app: Any = one_app()
        transport = httpx.ASGITransport(app=app, client=(f"2001:db8::{n + 1}", 5000))
        async with httpx.AsyncClient(transport=transport, base_url=client.base_url, headers=client.headers) as browser:
            answer = await browser.post("/reports", data=sent(await make_idea(), email=f"somebody{n}@outside.test"))
    assert answer.status_code == 429 and await value("select count(*) from report") == 6


async def test_an_address_is_forgotten_half_a_year_after_its_last_mail() -> None:
    done, open_still = await make_idea(), await make_idea()
    for idea in (done, open_still):
        await report("idea", idea, address="somebody@outside.test")
    await hide("idea", done)
    await forget_addresses()
    assert await value("select count(*) from report where address <> ''") == 2
    await clock.shift(timedelta(days=181))
    await forget_addresses()
    assert await value("select count(*) from report where address <> ''") == 1
