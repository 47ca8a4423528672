"""From a won idea to a live campaign: the brand's desk and the staff's."""

from datetime import timedelta
from io import BytesIO
from typing import Any

import httpx
from PIL import Image

from app.accounts.viewer import Viewer
from app.foundation import clock
from app.foundation.database import insert, row, rows, value
from app.foundation.i18n import zone
from campaigns.telling import tell
from ideas.reviewing.tables import Verdict
from ideas.tables import Idea
from ideas.voting.tables import Vote
from tests.campaigns.makers import anyone_new, make_campaign, make_pledge, make_tier
from tests.ideas.agreements import agree_all
from tests.people import desk_of, join_team, make_brand, sign_in


async def won_idea(brand: dict[str, Any], voters: int = 2) -> tuple[dict[str, Any], Viewer, list[Viewer]]:
    author, fans = await anyone_new("阿树"), [await anyone_new() for _ in range(voters)]
    idea = await insert(
        Idea, author=author.id, title="会折叠的台灯", summary="能折进书包", body="晚上在宿舍看书用的灯。", state="won",
        published_at=await clock.now(), vote_count=voters,
    )  # fmt: skip
    await insert(
        Verdict, idea=idea["id"], brand=brand["id"], decided_by=brand["created_by"], outcome="won", reason_code="loved",
        sentence="做它",
    )  # fmt: skip
    for fan in fans:
        await insert(Vote, idea=idea["id"], member=fan.id)
    return idea, author, fans


async def desk(client: httpx.AsyncClient) -> tuple[dict[str, Any], Viewer, str]:
    owner = await anyone_new("老板")
    brand = await make_brand(owner)
    await sign_in(client, owner)
    return brand, owner, f"/brands/{brand['public_id']}/studio/campaigns"


def picture() -> bytes:
    out = BytesIO()
    Image.new("RGB", (800, 600), "teal").save(out, "PNG")
    return out.getvalue()


async def in_days(days: float) -> str:
    return (await clock.now() + timedelta(days=days)).astimezone(zone.get()).strftime("%Y-%m-%dT%H:%M")


async def told(member: Viewer) -> list[str]:
    return [each["event"] for each in await rows("select event from notice where member = {} order by id", member.id)]


async def write_all(client: httpx.AsyncClient, one: str) -> None:
    """Every section that a draft must have."""
    basics = {"title": "折叠台灯", "summary": "能折进书包", "kept": "", "category": "desk"}
    typed = {
        "story": {"story": "为什么做：宿舍的桌子太小了，晚上又要看书，台灯总是没有地方放。"},
        "funding": {"currency": "CNY", "goal": "20,000", "funding": "all_or_nothing", "deadline": await in_days(30)},
        "budget": {"rows": ["0", "1"], "title-0": "模具", "amount-0": "15,000", "title-1": "打包", "amount-1": "5000"},
        "timeline": {"rows": ["0"], "month-0": "2029-05", "title-0": "开模"},
        "risks": {"risks": "转轴是自己画的，第一批可能偏紧；偏紧的我们自己留下，不寄出去。"},
    }
    cover = {"cover": ("lamp.png", picture(), "image/png")}
    saved = await client.post(one + "/sections/basics", data=basics, files=cover)
    assert saved.status_code == 303, saved.text
    for key, data in typed.items():
        saved = await client.post(f"{one}/sections/{key}", data=data)
        assert saved.status_code == 303, (key, saved.text)


TIER = {
    "title": "一盏", "description": "", "price": "19.9", "shipping": "", "cap": "20", "per_backer": "2",
    "deliver_month": "2029-06", "kind": ["physical", "credit"], "item": ["台灯一盏", "名字印在说明书上"],
}  # fmt: skip


async def test_an_idea_becomes_a_live_campaign_that_keeps_its_people(db: None, client: httpx.AsyncClient) -> None:
    brand, owner, url = await desk(client)
    idea, author, fans = await won_idea(brand)
    assert "会折叠的台灯" in (await client.get(url)).text

    made = await client.post(url, data={"idea": idea["public_id"]})
    one = made.headers["location"].removesuffix("/costs")
    assert made.headers["location"] == one + "/costs", "what it costs is worked out first"
    again = await client.post(url, data={"idea": idea["public_id"]})
    assert again.headers["location"] == one + "/costs", "asked twice, it is the same draft"
    assert await told(author) == ["idea_got_campaign"]

    await write_all(client, one)
    refused = await client.post(one + "/submission")
    assert (refused.status_code, "还有几项没有填完" in refused.text) == (409, True)
    assert (await client.post(one + "/tiers", data=TIER)).status_code == 303

    assert (await client.post(one + "/submission")).status_code == 303
    assert (await client.post(one + "/sections/basics", data={"title": "改成别的"})).status_code == 409

    staff = await anyone_new("运营")
    await value("update member set is_staff = true where id = {} returning id", staff.id)
    campaign = await row("select * from campaign where idea = {}", idea["id"])
    assert campaign is not None
    await sign_in(client, staff)
    assert "折叠台灯" in (await client.get("/staff/campaigns")).text
    assert (await client.get(f"/staff/campaigns/{campaign['public_id']}")).status_code == 200
    assert (await client.post(f"/staff/campaigns/{campaign['public_id']}/changes", data={"why": "封面太暗"})).status_code == 303
    await sign_in(client, owner)
    assert "封面太暗" in (await client.get(one)).text
    assert (await client.post(one + "/submission")).status_code == 303
    await sign_in(client, staff)
    assert (await client.post(f"/staff/campaigns/{campaign['public_id']}/approval")).status_code == 303
    assert (await told(owner))[-1] == "campaign_approved"

    await sign_in(client, owner)
    nobody_asked = await client.post(one + "/launch", data={"deadline": await in_days(20)})
    assert (nobody_asked.status_code, "签好共创约定" in nobody_asked.text) == (409, True)
    await agree_all(await desk_of(brand, owner), owner, idea)
    too_late = await client.post(one + "/launch", data={"deadline": await in_days(61)})
    assert (too_late.status_code, "1 到 60 天" in too_late.text) == (409, True)
    assert (await client.post(one + "/launch", data={"deadline": await in_days(20)})).status_code == 303
    campaign = await row("select * from campaign where idea = {}", idea["id"])
    assert campaign is not None
    assert (campaign["state"], campaign["fee_percent"], campaign["goal"]) == ("live", 5, 2_000_000)
    assert await value("select state from idea where id = {}", idea["id"]) == "campaigned"
    await tell(campaign["id"], "launched")
    assert await told(author) == ["idea_got_campaign", "agreement_offered", "agreement_complete", "idea_launched"]
    assert [await told(fan) for fan in fans] == [["voted_idea_launched"]] * 2

    client.cookies.clear()
    public = (await client.get(f"/campaigns/{campaign['public_id']}/folding-lamp")).text
    assert all(text in public for text in ("折叠台灯", "阿树", "还差 ¥20,000", "还剩 20 份", "2 人投票"))
    assert f"/campaigns/{campaign['public_id']}" in (await client.get(f"/ideas/{idea['public_id']}")).text
    assert "折叠台灯" in (await client.get(f"/brands/{brand['public_id']}")).text


async def test_an_idea_that_another_brand_adopted_is_refused(db: None, client: httpx.AsyncClient) -> None:
    other = await make_brand(await anyone_new())
    idea, *_ = await won_idea(other)
    _, _, url = await desk(client)
    refused = await client.post(url, data={"idea": idea["public_id"]})
    assert (refused.status_code, "只有你们采纳的创意" in refused.text) == (409, True)


async def test_a_draft_needs_no_idea(db: None, client: httpx.AsyncClient) -> None:
    _, _, url = await desk(client)
    made = await client.post(url)
    page = await client.get(made.headers["location"])
    assert page.status_code == 200
    assert "未命名的众筹" in page.text


async def test_a_draft_is_seen_by_its_team_and_staff_only(db: None, client: httpx.AsyncClient) -> None:
    brand, _, _ = await desk(client)
    campaign = await make_campaign(brand=brand, state="draft")
    assert "还没有上线" in (await client.get(f"/campaigns/{campaign['public_id']}")).text
    await sign_in(client, await anyone_new())
    assert (await client.get(f"/campaigns/{campaign['public_id']}")).status_code == 404


async def test_a_price_under_the_providers_least_is_refused_at_its_field(db: None, client: httpx.AsyncClient) -> None:
    brand, _, url = await desk(client)
    campaign = await make_campaign(brand=brand, state="draft")
    refused = await client.post(f"{url}/{campaign['public_id']}/tiers", data=TIER | {"price": "1"})
    assert (refused.status_code, "一单最少 ¥4" in refused.text, "台灯一盏" in refused.text) == (409, True, True)
    refused = await client.post(f"{url}/{campaign['public_id']}/tiers", data=TIER | {"price": "1000000"})
    assert (refused.status_code, "金额最多 ¥999,999.99" in refused.text) == (422, True)


async def test_a_tier_says_what_is_in_it(db: None, client: httpx.AsyncClient) -> None:
    brand, _, url = await desk(client)
    campaign = await make_campaign(brand=brand, state="draft")
    refused = await client.post(f"{url}/{campaign['public_id']}/tiers", data=TIER | {"item": ["", ""]})
    assert (refused.status_code, "至少一样" in refused.text) == (409, True)
    assert await value("select count(*) from tier") == 0


async def test_tiers_of_a_draft_are_edited_and_removed(db: None, client: httpx.AsyncClient) -> None:
    brand, _, url = await desk(client)
    campaign = await make_campaign(brand=brand, state="draft", currency="TWD")
    tier = await make_tier(campaign, price=600)
    one = f"{url}/{campaign['public_id']}/tiers/{tier['public_id']}"
    assert 'value="600"' in (await client.get(one)).text
    assert (await client.post(one, data=TIER | {"price": "700", "item": ["两盏"], "kind": ["physical"]})).status_code == 303
    assert await value("select price from tier") == 700
    assert await value("select string_agg(i.title, ',') from tier_item ti join item i on i.id = ti.item") == "两盏"
    assert (await client.post(one + "/removal")).status_code == 303
    assert await value("select count(*) from tier") == 0


async def test_after_launch_a_cap_only_grows_and_nothing_else_changes(db: None, client: httpx.AsyncClient) -> None:
    brand, _, url = await desk(client)
    campaign = await make_campaign(brand=brand)
    tier = await make_tier(campaign, cap=5)
    await make_pledge(campaign, tier, quantity=3)
    one = f"{url}/{campaign['public_id']}/tiers/{tier['public_id']}"
    for cap, said in (("2", "已有 3 份被认领"), ("4", "只能增加"), ("", "要保持限量")):
        refused = await client.post(one + "/cap", data={"cap": cap})
        assert (refused.status_code, said in refused.text) == (409, True)
    assert (await client.post(one + "/cap", data={"cap": "8"})).status_code == 303
    assert (await client.post(one, data=TIER)).status_code == 409
    assert (await client.post(one + "/removal")).status_code == 409
    assert (await client.post(f"{url}/{campaign['public_id']}/tiers", data=TIER)).status_code == 303
    assert await value("select array_agg(cap order by id) from tier") == [8, 20]


async def test_a_role_without_the_deed_may_look_and_not_touch(db: None, client: httpx.AsyncClient) -> None:
    brand, _, url = await desk(client)
    campaign = await make_campaign(brand=brand, state="draft")
    packer = await anyone_new()
    await join_team(brand, packer, "fulfilment")
    await sign_in(client, packer)
    assert (await client.get(f"{url}/{campaign['public_id']}")).status_code == 200
    assert (await client.post(f"{url}/{campaign['public_id']}/submission")).status_code == 403
    await sign_in(client, await anyone_new())
    assert (await client.get(url)).status_code == 404
    assert (await client.get("/staff/campaigns")).status_code == 404


async def test_a_cancelled_campaign_lets_its_cards_go(db: None, client: httpx.AsyncClient) -> None:
    brand, _, url = await desk(client)
    campaign = await make_campaign(brand=brand)
    backer = await anyone_new()
    pledge = await make_pledge(campaign, await make_tier(campaign), backer)
    cancelled = await client.post(f"{url}/{campaign['public_id']}/cancellation", data={"why": "模具坏了", "is_sure": "1"})
    assert cancelled.status_code == 303
    assert await value("select state from pledge where id = {}", pledge["id"]) == "released"
    assert await value("select count(*) from pgqueuer where entrypoint = 'settle_campaign'") == 1
    await tell(campaign["id"], "cancelled")
    assert "campaign_cancelled" in await told(backer)
