"""Staff answers by section; the brand finds it there, settles it, hands in again; staff sees what became of it."""

from datetime import date
from typing import Any

import httpx
import pytest

from app.accounts.viewer import Viewer
from app.foundation.database import execute, insert, rows, value
from campaigns.drafting.actions import submit_campaign
from campaigns.drafting.queries import desk_campaign
from campaigns.reviewing.queries import steps_of
from campaigns.sections.tables import CampaignPart
from tests.campaigns.makers import anyone_new, make_campaign, make_tier
from tests.campaigns.test_desk import told
from tests.people import desk_of, make_brand, make_member, sign_in

pytestmark = pytest.mark.usefixtures("db")


async def handed_in() -> tuple[dict[str, Any], Viewer, Viewer, str]:
    """A complete campaign that waits for staff; its brand's owner, somebody of staff, and its desk."""
    owner, staff = await anyone_new("老板"), await make_member(staff=True)
    brand = await make_brand(owner)
    campaign = await make_campaign(brand=brand, state="draft")
    await make_tier(campaign)
    await execute(
        "update campaign set cover = 'k7m2qx', risks = {}, story = {} where id = {}",
        "转轴可能偏紧，偏紧的我们自己留下，不会寄出去。", "宿舍的桌子太小，晚上又要看书，台灯没有地方放。", campaign["id"],
    )  # fmt: skip
    await insert(CampaignPart, campaign=campaign["id"], kind="budget", title="模具", amount=100_000)
    await insert(CampaignPart, campaign=campaign["id"], kind="timeline", title="开模", month=date(2027, 3, 1))
    desk = await desk_of(brand, owner)
    await submit_campaign(desk, owner, await desk_campaign(brand["id"], campaign["public_id"]))
    return campaign, owner, staff, f"{desk.url}/campaigns/{campaign['public_id']}"


async def ask(client: httpx.AsyncClient, campaign: dict[str, Any], **typed: str) -> httpx.Response:
    return await client.post(f"/staff/campaigns/{campaign['public_id']}/changes", data={"why": "", **typed})


async def test_each_note_stands_at_its_section_and_is_ticked_off_by_handing_in_again(client: httpx.AsyncClient) -> None:
    campaign, owner, staff, desk = await handed_in()
    here = f"/staff/campaigns/{campaign['public_id']}"
    await sign_in(client, staff)
    page = (await client.get(here)).text
    assert all(text in page for text in ("转轴可能偏紧", "¥1,000 模具", "2027-03 开模", "请品牌改这一节"))
    asked = await ask(client, campaign, note_risks="写清楚偏紧的怎么赔", note_story="说一句它多重")
    assert asked.status_code == 303
    assert "campaign_changes_requested" in await told(owner)

    await sign_in(client, owner)
    overview = (await client.get(desk)).text
    assert overview.count("运营请你改这一节") == 2
    section = (await client.get(f"{desk}/sections/risks")).text
    assert "写清楚偏紧的怎么赔" in section and "说一句它多重" not in section
    note = await value("select public_id from review_note where section = 'story'")
    settled = await client.post(f"{desk}/notes/{note}/settlement", data={"answer": "还没称，量产前会写。"})
    assert (settled.status_code, settled.headers["location"]) == (303, f"{desk}/sections/story")
    assert "你们的回复：还没称" in (await client.get(f"{desk}/sections/story")).text
    assert (await client.get(desk)).text.count("运营请你改这一节") == 1
    risks = "转轴可能偏紧，偏紧的我们自己留下不寄，晚寄一周赔十元。"
    assert (await client.post(f"{desk}/sections/risks", data={"risks": risks})).status_code == 303
    assert (await client.post(f"{desk}/submission")).status_code == 303
    assert await value("select count(*) from review_note where settled_at is null") == 0

    await sign_in(client, staff)
    page = (await client.get(here)).text
    assert all(
        text in page for text in ("第 2 次提交", "写清楚偏紧的怎么赔", "品牌回复：还没称，量产前会写。", "改过了", "没有改")
    )
    assert "晚寄一周赔十元" in page and "<ins>" in page
    assert (await client.post(f"{here}/approval")).status_code == 303
    outcomes = await rows("select number, outcome from review_round order by number")
    assert outcomes == [{"number": 1, "outcome": "changes_requested"}, {"number": 2, "outcome": "approved"}]
    assert "通过" in (await client.get(here)).text


async def test_asking_for_changes_says_what(client: httpx.AsyncClient) -> None:
    campaign, _, staff, _ = await handed_in()
    await sign_in(client, staff)
    refused = await ask(client, campaign)
    assert refused.status_code == 409 and "说清楚要改什么" in refused.text
    long = await ask(client, campaign, note_risks="长" * 601, note_story="说一句它多重")
    assert long.status_code == 422 and "最多 600 个字" in long.text and "说一句它多重" in long.text
    assert await value("select state from campaign where id = {}", campaign["id"]) == "submitted"


async def test_what_was_handed_in_or_approved_is_taken_back_and_reviewed_anew(client: httpx.AsyncClient) -> None:
    campaign, owner, staff, desk = await handed_in()
    await sign_in(client, owner)
    assert (await client.post(f"{desk}/sections/story", data={"story": "悄悄改掉", "video": ""})).status_code == 409
    assert (await client.post(f"{desk}/return")).status_code == 303
    assert (await client.post(f"{desk}/submission")).status_code == 303
    await sign_in(client, staff)
    await client.post(f"/staff/campaigns/{campaign['public_id']}/approval")
    await sign_in(client, owner)
    assert "撤回再改，改完重新审核" in (await client.get(desk)).text
    assert (await client.post(f"{desk}/return")).status_code == 303
    assert (await client.post(f"{desk}/return")).status_code == 409, "once"
    assert await value("select state from campaign where id = {}", campaign["id"]) == "draft"
    outcomes = await rows("select outcome from review_round order by number")
    assert [one["outcome"] for one in outcomes] == ["taken_back", "approved"]


async def test_what_is_public_is_never_taken_back(client: httpx.AsyncClient) -> None:
    campaign, owner, _, desk = await handed_in()
    await sign_in(client, owner)
    for state in ("prelaunch", "live", "succeeded"):
        await execute("update campaign set state = {} where id = {}", state, campaign["id"])
        assert (await client.post(f"{desk}/return")).status_code == 409


async def test_a_note_is_settled_by_its_own_brand_and_only_while_it_is_asked(client: httpx.AsyncClient) -> None:
    campaign, owner, staff, desk = await handed_in()
    await sign_in(client, staff)
    await ask(client, campaign, note_risks="写清楚怎么赔")
    note = await value("select public_id from review_note")
    _, stranger, _, elsewhere = await handed_in()
    await sign_in(client, stranger)
    assert (await client.post(f"{elsewhere}/notes/{note}/settlement", data={"answer": ""})).status_code == 404
    assert (await client.post(f"{desk}/notes/{note}/settlement", data={"answer": ""})).status_code == 404
    await sign_in(client, owner)
    long = await client.post(f"{desk}/notes/{note}/settlement", data={"answer": "长" * 301})
    assert long.status_code == 422
    assert (await client.post(f"{desk}/submission")).status_code == 303
    assert (await client.post(f"{desk}/notes/{note}/settlement", data={"answer": "晚了"})).status_code == 404
    assert await value("select answer from review_note") == ""


async def test_nobody_but_staff_answers(client: httpx.AsyncClient) -> None:
    campaign, owner, _, _ = await handed_in()
    await sign_in(client, owner)
    assert (await ask(client, campaign, note_risks="我自己批")).status_code == 404
    assert (await client.post(f"/staff/campaigns/{campaign['public_id']}/approval")).status_code == 404


async def test_the_bells_own_marks_are_not_shown_as_reasons(client: httpx.AsyncClient) -> None:
    campaign, _, _, _ = await handed_in()
    marks = ("the bell", "bell: 2026-11-22T10:00:00+00:00", "资质没有核实")
    for why in marks:
        await execute(
            "insert into campaign_event (subject, state, source, why) values ({}, 'live', 'rule', {})", campaign["id"], why
        )
    assert [one["why"] for one in (await steps_of(campaign["id"]))[:3]] == ["资质没有核实", "", ""]
