"""Updates: drafted at the desk, published with a number, reworded in public, taken back; and the promised rhythm."""

from datetime import timedelta
from typing import Any

import httpx
import pytest

from app.foundation import clock
from app.foundation.database import execute, row, rows, value
from app.foundation.refusals import Refusal
from campaigns.queries import campaign_by_public_id
from campaigns.updates.actions import publish_update, save_update
from campaigns.updates.rules import days_overdue, due_at
from tests.campaigns.makers import anyone_new, make_campaign, make_pledge, make_tier
from tests.campaigns.updating import deliver, make_draft, make_update, owner_of, update_form
from tests.people import make_brand, sign_in

pytestmark = pytest.mark.usefixtures("db")


async def the_desk(client: httpx.AsyncClient, **more: Any) -> tuple[dict[str, Any], str]:
    """A campaign, and the address of its updates' desk, its owner signed in."""
    brand = await make_brand(await anyone_new("品牌主人"))
    campaign = await make_campaign(brand=brand, **more)
    await sign_in(client, await owner_of(campaign))
    return campaign, f"/brands/{brand['public_id']}/studio/campaigns/{campaign['public_id']}/updates"


async def events_of(member: int) -> list[str]:
    return [one["event"] for one in await rows("select event from notice where member = {} order by id", member)]


async def begun(client: httpx.AsyncClient, desk: str) -> str:
    """A draft; its address at the desk."""
    answer = await client.post(desk)
    return str(answer.headers["location"]).removesuffix("/edit")


FIELDS = {"title": "第一版样品到了", "body": "比图上轻了 **40 克**。", "audience": "public"}


async def test_what_a_draft_lacks_is_said_before_its_preview_and_what_was_typed_is_kept(client: httpx.AsyncClient) -> None:
    _, desk = await the_desk(client, state="live")
    draft = await begun(client, desk)
    asked = FIELDS | {"do": "preview", "question": "圆的还是方的", "option": ["圆的", "方的"], "ends_at": ""}
    refused = await client.post(f"{draft}/revisions", data=asked)
    assert refused.status_code == 409 and "1 小时到 60 天之后" in refused.text and "圆的还是方的" in refused.text
    assert await value("select question from update_poll") == "圆的还是方的"


async def test_a_draft_is_written_previewed_and_published(client: httpx.AsyncClient) -> None:
    campaign, desk = await the_desk(client)
    await make_pledge(campaign, await make_tier(campaign))
    draft = await begun(client, desk)
    assert (await client.post(f"{draft}/revisions", data=FIELDS | {"do": "preview"})).headers["location"] == f"{draft}/preview"
    preview = (await client.get(f"{draft}/preview")).text
    assert "<strong>40 克</strong>" in preview
    assert "会通知 1 位支持者和 0 位关注者" in preview
    assert "第一版样品到了" not in (await client.get(f"/campaigns/{campaign['public_id']}/updates")).text
    public = (await client.post(f"{draft}/publication", data={"based_on": 2})).headers["location"]
    assert public == f"/campaigns/{campaign['public_id']}/updates/1"
    client.cookies.clear()
    page = (await client.get(public)).text
    assert "第一版样品到了" in page
    assert "<strong>40 克</strong>" in page
    assert "第一版样品到了" in (await client.get(f"/campaigns/{campaign['public_id']}")).text


async def test_a_draft_is_kept_whatever_it_lacks_and_says_so_when_published(client: httpx.AsyncClient) -> None:
    _, desk = await the_desk(client)
    draft = await begun(client, desk)
    await client.post(f"{draft}/revisions", data={"title": "", "body": "只有正文", "audience": "backers"})
    answer = await client.post(f"{draft}/publication", data={})
    assert answer.status_code == 409
    assert "还没有标题" in answer.text
    assert "只有正文" in (await client.get(f"{draft}/edit")).text
    await client.post(f"{draft}/revisions", data={"title": "有了", "body": "只有正文", "audience": "tier"})
    assert "请选给哪个档位看" in (await client.post(f"{draft}/publication", data={})).text


async def test_what_one_page_saved_another_does_not_overwrite(client: httpx.AsyncClient) -> None:
    _, desk = await the_desk(client)
    draft = await begun(client, desk)
    kept = await client.post(f"{draft}/drafts", data=FIELDS | {"title": "第二个页面", "based_on": 1})
    assert kept.json()["mark"] == "2"
    late = await client.post(f"{draft}/drafts", data=FIELDS | {"title": "第一个页面", "based_on": 1})
    assert late.status_code == 409
    assert "另一个页面" in late.json()["said"]
    button = await client.post(f"{draft}/revisions", data=FIELDS | {"title": "第一个页面", "based_on": 1})
    assert button.status_code == 409
    assert "第一个页面" in button.text  # what was typed is kept on the page
    assert await value("select title from campaign_update") == "第二个页面"


async def test_only_what_was_looked_at_goes_out(client: httpx.AsyncClient) -> None:
    _, desk = await the_desk(client)
    draft = await begun(client, desk)
    await client.post(f"{draft}/revisions", data=FIELDS)
    seen = await value("select revision from campaign_update")
    await client.post(f"{draft}/revisions", data=FIELDS | {"title": "又改了"})
    assert (await client.post(f"{draft}/publication", data={"based_on": seen})).status_code == 409
    assert await value("select count(*) from campaign_update where published_at is not null") == 0


async def test_numbers_follow_each_other_and_pressing_twice_publishes_once(client: httpx.AsyncClient) -> None:
    campaign, desk = await the_desk(client)
    draft = await begun(client, desk)
    await client.post(f"{draft}/revisions", data=FIELDS)
    answers = [(await client.post(f"{draft}/publication", data={})).headers["location"] for _ in range(2)]
    assert answers == [f"/campaigns/{campaign['public_id']}/updates/1"] * 2
    assert (await make_update(campaign))["number"] == 2
    assert (await make_update(await make_campaign()))["number"] == 1


async def test_before_the_campaign_is_public_nothing_goes_out(client: httpx.AsyncClient) -> None:
    campaign, desk = await the_desk(client, state="approved")
    draft = await begun(client, desk)
    await client.post(f"{draft}/revisions", data=FIELDS)
    answer = await client.post(f"{draft}/publication", data={})
    assert "公开以后才能发动态" in answer.text
    client.cookies.clear()
    assert (await client.get(f"/campaigns/{campaign['public_id']}/updates")).status_code == 404


async def test_backers_and_followers_are_told_once_each_in_their_own_words() -> None:
    campaign = await make_campaign()
    tier = await make_tier(campaign)
    backer, follower, left, nobody = [await anyone_new() for _ in range(4)]
    await make_pledge(campaign, tier, backer)
    await make_pledge(campaign, tier, backer)
    await make_pledge(campaign, tier, left, state="cancelled")
    for member in (backer, follower):
        await execute("insert into follow (kind, subject, member) values ('campaign', {}, {})", campaign["id"], member.id)
    await execute("delete from notice")
    await make_update(campaign, told=True)
    assert await events_of(backer.id) == ["campaign_update"]
    assert await events_of(follower.id) == ["followed_update"]
    assert await events_of(left.id) == await events_of(nobody.id) == await events_of(campaign["created_by"]) == []
    await deliver(sweep=True)
    assert await value("select count(*) from notice where event in ('campaign_update', 'followed_update')") == 2


async def test_one_that_waits_for_staff_is_told_when_it_is_shown(client: httpx.AsyncClient) -> None:
    await execute("insert into moderation_word (word, folded, level) values ('可疑词', '可疑词', 'hold')")
    campaign = await make_campaign()
    backer = await anyone_new()
    await make_pledge(campaign, await make_tier(campaign), backer)
    await execute("delete from notice")
    update = await make_update(campaign, update_form(body="这里有可疑词"), told=True)
    assert update["visibility"] == "pending"
    assert (await client.get(f"/campaigns/{campaign['public_id']}/updates/1")).status_code == 404
    assert await events_of(backer.id) == []
    await execute("update campaign_update set visibility = 'visible'")
    await deliver(sweep=True)
    assert await events_of(backer.id) == ["campaign_update"]


async def test_a_rewording_is_public_and_keeps_what_stood_before(client: httpx.AsyncClient) -> None:
    campaign, desk = await the_desk(client)
    update = await make_update(campaign)
    await client.post(
        f"{desk}/{update['public_id']}/revisions", data={"title": "改过的标题", "body": "轻了 30 克。", "do": "save"}
    )
    client.cookies.clear()
    page = (await client.get(f"/campaigns/{campaign['public_id']}/updates/1")).text
    assert "改过的标题" in page and "改过，看之前的写法" in page
    before = (await client.get(f"/campaigns/{campaign['public_id']}/updates/1/versions")).text
    assert "第一版样品到了" in before and "40 克" in before


async def test_a_withdrawn_one_leaves_its_number_and_nothing_else(client: httpx.AsyncClient) -> None:
    campaign, desk = await the_desk(client)
    update = await make_update(campaign)
    await client.post(f"{desk}/{update['public_id']}/withdrawal")
    client.cookies.clear()
    page = await client.get(f"/campaigns/{campaign['public_id']}/updates/1")
    assert page.status_code == 410
    assert "被品牌撤下了" in page.text and "第一版样品到了" not in page.text
    assert (await client.get(f"/campaigns/{campaign['public_id']}/updates/1/versions")).status_code == 404
    assert (await client.get(f"/threads/update/{update['public_id']}")).status_code == 404
    assert (await make_update(campaign))["number"] == 2


async def test_odd_numbers_are_no_pages(client: httpx.AsyncClient) -> None:
    campaign = await make_campaign()
    await make_update(campaign)
    url = f"/campaigns/{campaign['public_id']}/updates"
    for odd in ("0", "-1", "2", "99999999999999999999", "1.5", "x", "1/versions/2"):
        assert (await client.get(f"{url}/{odd}")).status_code == 404, odd
    for odd in ("0", "-3", "x", "99999999999999999999"):
        assert (await client.get(f"{url}?before={odd}")).status_code == 200, odd


async def test_drafts_are_the_teams_alone(client: httpx.AsyncClient) -> None:
    campaign, desk = await the_desk(client)
    draft = await make_draft(campaign)
    await sign_in(client, await anyone_new())
    for address in (desk, f"{desk}/{draft['public_id']}/edit", f"{desk}/{draft['public_id']}/preview"):
        assert (await client.get(address)).status_code == 404
    assert (await client.post(f"{desk}/{draft['public_id']}/publication", data={})).status_code == 404


async def test_a_published_one_is_no_draft_any_more() -> None:
    campaign = await make_campaign()
    update = await make_update(campaign)
    owner = await owner_of(campaign)
    with pytest.raises(Refusal):
        await save_update(owner, update, update_form("偷偷换掉"))
    with pytest.raises(Refusal):
        await publish_update(owner, update)


async def rhythmic(days: int, ago: timedelta, **more: Any) -> dict[str, Any]:
    campaign = await make_campaign(**more)
    await execute(
        "update campaign set update_days = {}, launched_at = app_now() - {}::interval where id = {}", days, ago, campaign["id"]
    )
    return await campaign_by_public_id(await owner_of(campaign), campaign["public_id"])


async def test_a_promised_rhythm_is_counted_from_the_launch_then_from_each_update() -> None:
    campaign = await rhythmic(14, timedelta(days=16, hours=1))
    assert days_overdue(campaign) == 3
    await make_update(campaign, update_form(audience="backers"))
    again = await campaign_by_public_id(await owner_of(campaign), campaign["public_id"])
    assert days_overdue(again) == 0
    assert due_at(again) == again["last_update_at"] + timedelta(days=14)


async def test_what_only_one_tier_reads_keeps_no_promise() -> None:
    campaign = await rhythmic(7, timedelta(days=8))
    tier = await make_tier(campaign)
    await make_update(campaign, update_form(audience="tier", tier=tier["public_id"]))
    again = await campaign_by_public_id(await owner_of(campaign), campaign["public_id"])
    assert days_overdue(again) == 2


@pytest.mark.parametrize("state", ["completed", "failed", "cancelled", "prelaunch"])
async def test_no_rhythm_is_owed_before_and_after(state: str) -> None:
    assert due_at(await rhythmic(7, timedelta(days=30), state=state)) is None


async def test_the_promise_is_read_before_anybody_backs(client: httpx.AsyncClient) -> None:
    campaign = await make_campaign(state="prelaunch")
    await execute("update campaign set update_days = 14, launched_at = null where id = {}", campaign["id"])
    assert "品牌承诺每两周一条，从上线那天算起" in (await client.get(f"/campaigns/{campaign['public_id']}")).text


async def test_lateness_stands_on_the_page_and_the_card(client: httpx.AsyncClient) -> None:
    campaign = await rhythmic(7, timedelta(days=9, hours=2))
    assert "动态晚了 3 天" in (await client.get(f"/campaigns/{campaign['public_id']}")).text
    assert "动态晚了 3 天" in (await client.get("/campaigns")).text
    await make_update(campaign)
    assert "动态晚了" not in (await client.get(f"/campaigns/{campaign['public_id']}?fresh")).text


async def test_the_brand_is_reminded_before_and_after_once_each() -> None:
    soon, late = await rhythmic(7, timedelta(days=5, hours=6)), await rhythmic(7, timedelta(days=7, hours=1))
    await execute("delete from notice")
    for _ in range(2):
        await deliver(sweep=True)
    assert await events_of(soon["created_by"]) == ["update_due_soon"]
    assert await events_of(late["created_by"]) == ["update_overdue"]
    await clock.shift(timedelta(days=3))
    await deliver(sweep=True)
    assert await events_of(soon["created_by"]) == ["update_due_soon", "update_overdue"]


async def test_a_promise_made_to_backers_is_never_loosened(client: httpx.AsyncClient) -> None:
    campaign, desk = await the_desk(client, state="draft")
    assert (await client.post(f"{desk}/rhythm", data={"update_days": "14"})).status_code == 303
    await execute("update campaign set state = 'live' where id = {}", campaign["id"])
    for days in ("30", ""):
        answer = await client.post(f"{desk}/rhythm", data={"update_days": days})
        assert "只能改得更勤" in answer.text
    assert (await client.post(f"{desk}/rhythm", data={"update_days": "9"})).status_code == 409
    assert (await client.post(f"{desk}/rhythm", data={"update_days": "7"})).status_code == 303
    assert (await row("select update_days from campaign where id = {}", campaign["id"])) == {"update_days": 7}
