"""A campaign's page written section by section at the desk, read by everybody, changed in the open once it is public."""

import re
from datetime import date
from typing import Any

import httpx
import pytest

from app.accounts.leaving.kinds import Leaving
from app.accounts.viewer import Viewer
from app.community.moderation.things import reportable, set_visibility, thing
from app.foundation.database import execute, insert, row, rows, value
from app.web.forms import read_values
from campaigns.announcing.many import tell_now
from campaigns.revising.leaving import erase as erase_said
from campaigns.sections.leaving import erase as erase_named
from campaigns.sections.leaving import export
from campaigns.sections.member_data import merge
from campaigns.sections.tables import CampaignPart
from campaigns.tiers.actions import add_tier, end_tier
from campaigns.tiers.forms import TierForm, tier_form
from tests.campaigns.makers import anyone_new, make_campaign, make_pledge, make_tier
from tests.campaigns.test_desk import picture, told
from tests.ideas.makers import make_desk, make_won_idea
from tests.people import join_team, make_brand, make_member, sign_in

pytestmark = pytest.mark.usefixtures("db")

VIDEO = "https://www.youtube.com/watch?v=aqz-KE-bpKQ"


async def at_desk(client: httpx.AsyncClient, state: str = "draft", **more: Any) -> tuple[dict[str, Any], str]:
    """A campaign and the address of its desk, with its brand's owner signed in."""
    owner = await anyone_new("老板")
    brand = await make_brand(owner)
    campaign = await make_campaign(brand=brand, state=state, **more)
    await sign_in(client, owner)
    return campaign, f"/brands/{brand['public_id']}/studio/campaigns/{campaign['public_id']}"


async def fresh(campaign: dict[str, Any]) -> dict[str, Any]:
    found = await row("select * from campaign where id = {}", campaign["id"])
    assert found is not None
    return found


async def make_part(campaign: dict[str, Any], kind: str, title: str, **more: Any) -> dict[str, Any]:
    if kind == "timeline":
        more.setdefault("month", date(2027, 3, 1))
    return await insert(CampaignPart, campaign=campaign["id"], kind=kind, title=title, **more)


def seen_in(html: str) -> str:
    found = re.search(r'name="seen" value="(\w+)"', html)
    assert found is not None
    return found[1]


STEPS = {
    "rows": ["0", "1"],
    "month-0": "2027-05",
    "title-0": "量产",
    "month-1": "2027-03",
    "title-1": "开模",
    "text-1": "苏州那家",
}


async def test_each_section_is_saved_on_its_own(client: httpx.AsyncClient) -> None:
    campaign, desk = await at_desk(client)
    for key, typed in (
        ("risks", {"risks": "转轴可能偏紧。"}),
        ("timeline", STEPS),
        ("faq", {"rows": ["0"], "title-0": "防水吗？", "text-0": "不防水。"}),
        ("story", {"story": "换一个故事。", "video": "看看 https://youtu.be/aqz-KE-bpKQ"}),
    ):
        saved = await client.post(f"{desk}/sections/{key}", data=typed)
        assert (saved.status_code, saved.headers["location"]) == (303, f"{desk}/sections/{key}"), key
    kept = await fresh(campaign)
    assert (kept["risks"], kept["story"], kept["video"], kept["title"]) == ("转轴可能偏紧。", "换一个故事。", VIDEO, "折叠台灯")
    parts = await rows("select kind, title from campaign_part where campaign = {} order by kind, position", campaign["id"])
    assert [(one["kind"], one["title"]) for one in parts] == [("faq", "防水吗？"), ("timeline", "开模"), ("timeline", "量产")]
    assert await value("select count(*) from campaign_change") == 0, "a draft changes as it likes"
    again = await client.get(f"{desk}/sections/timeline")
    assert 'value="2027-03"' in again.text and "苏州那家" in again.text


@pytest.mark.parametrize(
    ("key", "typed", "said", "kept"),
    [
        ("funding", {"currency": "CNY", "goal": "很多", "funding": "keep_it_all"}, "请填一个金额", 'value="很多"'),
        ("funding", {"currency": "CNY", "goal": "1e15", "funding": "keep_it_all"}, "请填一个金额", 'value="1e15"'),
        ("funding", {"currency": "CNY", "goal": "0", "funding": "keep_it_all"}, "请填一个金额", 'value="0"'),
        ("story", {"story": "写了一半", "video": "https://v.qq.com/x/page/a1.html"}, "只能放 Bilibili", "写了一半"),
        ("timeline", {"rows": ["0"], "title-0": "开模", "month-0": "五月"}, "请填年月", "开模"),
        ("budget", {"rows": ["0"], "title-0": "模具", "amount-0": "很多"}, "请填一个金额", "模具"),
        ("faq", {"rows": ["0"], "title-0": "防水吗？"}, "还没有填写", "防水吗？"),
        ("basics", {"title": "灯", "summary": "写好的简介"}, "至少写 2 个字", "写好的简介"),
        ("team", {"rows": ["0"], "member-0": "nobody", "text-0": "画图的"}, "请从名单里选", "画图的"),
    ],
)
async def test_what_was_typed_stays_when_a_section_is_refused(
    client: httpx.AsyncClient, key: str, typed: dict[str, Any], said: str, kept: str
) -> None:
    campaign, desk = await at_desk(client)
    refused = await client.post(f"{desk}/sections/{key}", data=typed)
    assert refused.status_code in (409, 422)
    assert said in refused.text and kept in refused.text
    assert await value("select count(*) from campaign_part") == 0
    assert (await fresh(campaign))["goal"] == 100_000


async def test_pictures_come_into_the_story_and_survive_a_refusal(client: httpx.AsyncClient) -> None:
    campaign, desk = await at_desk(client)
    files = {"uploads": ("lamp.png", picture(), "image/png")}
    refused = await client.post(f"{desk}/sections/story", data={"story": "灯是这样的：", "video": "乱写"}, files=files)
    line = re.search(r"!\[\]\(/media/\w+/960\.webp\)", refused.text)
    assert refused.status_code == 409 and line
    saved = await client.post(f"{desk}/sections/story", data={"story": f"灯是这样的：\n\n{line[0]}", "video": ""})
    assert saved.status_code == 303
    assert await value("select attached from picture")
    assert "/960.webp" in (await client.get(f"/campaigns/{campaign['public_id']}")).text

    sent = await client.post(f"{desk}/pictures", files={"picture": ("lamp.png", picture(), "image/png")})
    assert (sent.status_code, bool(re.fullmatch(r"!\[\]\(/media/\w+/960\.webp\)", sent.text))) == (200, True)
    none = await client.post(f"{desk}/pictures", files={"picture": ("lamp.png", b"no picture", "image/png")})
    assert none.status_code == 409 and none.headers["content-type"].startswith("text/plain")


async def test_the_forms_own_buttons_rearrange_and_save_nothing(client: httpx.AsyncClient) -> None:
    _, desk = await at_desk(client)
    more = await client.post(f"{desk}/sections/timeline", data=STEPS | {"do": "more"})
    assert more.status_code == 200 and more.text.count('name="rows"') == 3 and "苏州那家" in more.text
    less = await client.post(f"{desk}/sections/timeline", data=STEPS | {"do": "drop:0"}, headers={"HX-Request": "true"})
    assert less.text.lstrip().startswith('<form class="form" id="section-form"')
    assert 'value="量产"' not in less.text and 'value="开模"' in less.text
    assert await value("select count(*) from campaign_part") == 0


@pytest.mark.parametrize(
    ("key", "typed", "said"),
    [
        ("story", {"story": "一盏**会折叠**的灯。", "video": "https://youtu.be/aqz-KE-bpKQ"}, "<strong>会折叠</strong>"),
        ("risks", {"risks": "- 瓷会裂"}, "<li>瓷会裂</li>"),
        ("basics", {"title": "会折叠的台灯", "summary": "能放进书包"}, "<b>会折叠的台灯</b>"),
        ("timeline", STEPS | {"rows": ["0", "1", "2"], "title-2": "没有月份的一步"}, "承诺寄出"),
        ("budget", {"rows": ["0"], "title-0": "模具", "amount-0": "1200"}, "¥200"),
        ("team", {"rows": ["0"], "title-0": "老汪", "text-0": "烧窑"}, "<b>老汪</b>"),
        ("faq", {"rows": ["0"], "title-0": "防水吗？", "text-0": "不。"}, "<summary>防水吗？"),
    ],
)
async def test_a_section_is_looked_at_before_it_is_saved(
    client: httpx.AsyncClient, key: str, typed: dict[str, Any], said: str
) -> None:
    campaign, desk = await at_desk(client)
    await make_tier(campaign)
    looked = await client.post(f"{desk}/sections/{key}", data=typed | {"do": "preview"})
    assert looked.status_code == 200
    assert said in looked.text.partition('id="section-preview"')[2]
    assert (await fresh(campaign))["story"] == campaign["story"]
    assert await value("select count(*) from campaign_part") == 0


async def test_two_tabs_never_overwrite_each_other_unseen(client: httpx.AsyncClient) -> None:
    campaign, desk = await at_desk(client)
    mark = seen_in((await client.get(f"{desk}/sections/risks")).text)
    assert (await client.post(f"{desk}/sections/risks", data={"risks": "同事写的。", "seen": mark})).status_code == 303
    late = await client.post(f"{desk}/sections/risks", data={"risks": "我写的。", "seen": mark})
    assert late.status_code == 409
    assert all(text in late.text for text in ("刚刚被同事改过", "同事写的。", "我写的。"))
    assert (await fresh(campaign))["risks"] == "同事写的。"
    again = await client.post(f"{desk}/sections/risks", data={"risks": "我写的。", "seen": seen_in(late.text)})
    assert again.status_code == 303
    assert (await fresh(campaign))["risks"] == "我写的。"


async def test_the_checklist_leads_to_what_is_missing(client: httpx.AsyncClient) -> None:
    _, desk = await at_desk(client)
    page = (await client.get(desk)).text
    for place, said in (
        ("sections/basics#f-cover", "封面图"),
        ("sections/budget", "合计不少于目标金额"),
        ("tiers", "至少一个回报档位"),
    ):
        assert f'href="{desk}/{place}"' in page and said in page
    refused = await client.post(f"{desk}/submission")
    assert (refused.status_code, "还有几项没有填完" in refused.text) == (409, True)
    for key in ("basics", "story", "funding", "budget", "timeline", "risks", "team", "faq"):
        assert (await client.get(f"{desk}/sections/{key}")).status_code == 200
    for nothing in ("tiers", "none", "__class__"):
        assert (await client.get(f"{desk}/sections/{nothing}")).status_code == 404


async def test_whoever_may_only_look_writes_nothing(client: httpx.AsyncClient) -> None:
    owner, helper = await anyone_new(), await anyone_new()
    brand = await make_brand(owner)
    campaign = await make_campaign(brand=brand, state="draft")
    await join_team(brand, helper, "support")
    await sign_in(client, helper)
    desk = f"/brands/{brand['public_id']}/studio/campaigns/{campaign['public_id']}"
    assert (await client.get(f"{desk}/sections/story")).status_code == 200
    assert (await client.post(f"{desk}/sections/story", data={"story": "换掉"})).status_code == 403
    await sign_in(client, await anyone_new())
    assert (await client.get(f"{desk}/sections/story")).status_code == 404


async def test_everybody_reads_all_sections_and_nothing_comes_from_elsewhere(client: httpx.AsyncClient) -> None:
    campaign = await make_campaign()
    await make_tier(campaign)
    await execute("update campaign set video = {}, risks = '瓷会裂。' where id = {}", VIDEO, campaign["id"])
    await make_part(campaign, "timeline", "开模", is_done=True)
    await make_part(campaign, "budget", "模具", amount=90_000)
    await make_part(campaign, "budget", "寄出", amount=20_000, position=1)
    await make_part(campaign, "team", "老汪", text="烧窑")
    await make_part(campaign, "faq", "防水吗？", text="不**防水**。")
    page = await client.get(f"/campaigns/{campaign['public_id']}")
    places = [page.text.index(f'id="{name}"') for name in ("story", "risks", "timeline", "budget", "team", "faq")]
    assert places == sorted(places)
    for said in ("瓷会裂。", "做完了", "众筹截止", "承诺寄出", "¥1,100", "82%", "品牌方自己出", "老汪", "<strong>防水</strong>"):
        assert said in page.text, said
    assert f'href="{VIDEO}"' in page.text and "<iframe" not in page.text
    assert "frame-src https://www.youtube-nocookie.com" in page.headers["content-security-policy"]
    await sign_in(client, await anyone_new())
    for _ in range(2):
        signed_in = await client.get(f"/campaigns/{campaign['public_id']}")
        assert "frame-src https://www.youtube-nocookie.com" in signed_in.headers["content-security-policy"]
    client.cookies.clear()
    await execute("update campaign set video = '' where id = {}", campaign["id"])
    plain = await client.get(f"/campaigns/{campaign['public_id']}?again")
    assert "frame-src" not in plain.headers["content-security-policy"] and "data-player" not in plain.text


async def test_a_change_in_public_is_told_with_what_stood_there_before(client: httpx.AsyncClient) -> None:
    campaign, desk = await at_desk(client, "live")
    assert "公开以后改过" not in (await client.get(f"/campaigns/{campaign['public_id']}")).text
    story = "## 为什么做\n\n宿舍的桌子太小。\n\n重 810 克。"
    saved = await client.post(f"{desk}/sections/story", data={"story": story, "video": VIDEO})
    assert saved.status_code == 303
    named = await client.post(f"{desk}/sections/basics", data={"title": "折叠的台灯", "summary": "能折进书包", "kept": ""})
    assert named.status_code == 409, "a public page keeps a cover"
    client.cookies.clear()
    page = (await client.get(f"/campaigns/{campaign['public_id']}")).text
    assert "公开以后改过 2 处" in page and f'href="/campaigns/{campaign["public_id"]}/changes"' in page
    log = (await client.get(f"/campaigns/{campaign['public_id']}/changes")).text
    assert re.search(r"<ins>.*重 810 克。", log) and "故事" in log and "youtube.com" in log
    assert "老板" not in log, "the brand speaks, not the person"


async def test_the_same_words_saved_again_are_no_change(client: httpx.AsyncClient) -> None:
    _, desk = await at_desk(client, "live")
    typed = {"story": "宿舍的桌子太小，晚上又要看书，台灯没有地方放。", "video": ""}
    for _ in range(2):
        assert (await client.post(f"{desk}/sections/story", data=typed)).status_code == 303
    assert await value("select count(*) from campaign_change") == 1


@pytest.mark.parametrize(
    ("state", "key", "typed", "said"),
    [
        ("live", "budget", {"rows": ["0"], "title-0": "模具", "amount-0": "5"}, "按它决定"),
        ("live", "funding", {"currency": "CNY", "goal": "5", "funding": "keep_it_all"}, "按它决定"),
        ("prelaunch", "funding", {"currency": "CNY", "goal": "5", "funding": "keep_it_all"}, "按它决定"),
        ("succeeded", "story", {"story": "另一个故事", "video": ""}, "众筹已经结束"),
        ("failed", "faq", {"rows": []}, "众筹已经结束"),
        ("submitted", "faq", {"rows": []}, "先撤回"),
        ("approved", "story", {"story": "另一个故事", "video": ""}, "撤回成草稿"),
    ],
)
async def test_what_stands_still_is_refused_and_shown(
    client: httpx.AsyncClient, state: str, key: str, typed: dict[str, Any], said: str
) -> None:
    campaign, desk = await at_desk(client, state)
    await make_part(campaign, "budget", "模具", amount=100)
    refused = await client.post(f"{desk}/sections/{key}", data=typed)
    assert refused.status_code == 409 and said in refused.text
    now = await fresh(campaign)
    assert (now["goal"], now["story"]) == (campaign["goal"], campaign["story"])
    assert await value("select count(*) from campaign_part where kind = 'budget' and amount = 100") == 1
    page = await client.get(f"{desk}/sections/{key}")
    assert 'id="section-form"' not in page.text and said in page.text


async def test_risks_are_only_added_to_and_every_backer_hears_of_it(client: httpx.AsyncClient) -> None:
    campaign, desk = await at_desk(client, "live")
    await execute("update campaign set risks = '瓷会裂，裂了重烧。' where id = {}", campaign["id"])
    backer = await anyone_new()
    await make_pledge(campaign, await make_tier(campaign), backer)
    refused = await client.post(f"{desk}/sections/risks", data={"risks": "没有风险。"})
    assert refused.status_code == 422 and "瓷会裂" in refused.text
    short = await client.post(f"{desk}/sections/risks", data={"addition": "会慢。"})
    assert short.status_code == 409 and "至少 10 个字" in short.text and "会慢。" in short.text
    added = await client.post(f"{desk}/sections/risks", data={"addition": "快递也可能摔碎，碎了拍照就补寄。"})
    assert added.status_code == 303
    assert (await fresh(campaign))["risks"] == "瓷会裂，裂了重烧。\n\n快递也可能摔碎，碎了拍照就补寄。"
    assert await value("select count(*) from pgqueuer where entrypoint = 'tell_many'") == 1
    await tell_now("page_risks", campaign["id"], "once")
    await tell_now("page_risks", campaign["id"], "once")
    assert (await told(backer)).count("page_risks") == 1
    assert await value("select url from notice where event = 'page_risks'") == f"/campaigns/{campaign['public_id']}/changes"


async def test_backers_hear_when_the_timeline_is_put_off_and_not_when_a_step_is_done(client: httpx.AsyncClient) -> None:
    campaign, desk = await at_desk(client, "live")
    await make_part(campaign, "timeline", "开模")
    typed = {"rows": ["0"], "title-0": "开模", "month-0": "2027-03", "done-0": "1"}
    assert (await client.post(f"{desk}/sections/timeline", data=typed)).status_code == 303
    assert await value("select count(*) from pgqueuer where entrypoint = 'tell_many'") == 0
    assert (await client.post(f"{desk}/sections/timeline", data=typed | {"month-0": "2027-06"})).status_code == 303
    assert await value("select count(*) from pgqueuer where entrypoint = 'tell_many'") == 1
    log = (await client.get(f"/campaigns/{campaign['public_id']}/changes")).text
    assert "做完了" in log and re.search(r"2027-<del>.*03.*<ins>.*06", log)


async def test_an_entry_of_the_log_can_be_hidden(client: httpx.AsyncClient) -> None:
    campaign, desk = await at_desk(client, "live")
    await client.post(f"{desk}/sections/story", data={"story": "想要的话直接打电话给 13800000000 下单吧。", "video": ""})
    change = await row("select * from campaign_change")
    assert change is not None
    assert (await reportable("campaign_change", change["public_id"])).title == campaign["title"]
    await set_visibility("campaign_change", change["id"], "hidden", "广告")
    client.cookies.clear()
    address = f"/campaigns/{campaign['public_id']}/changes"
    assert "13800000000" not in (await client.get(address)).text
    await sign_in(client, await make_member(staff=True))
    assert "13800000000" in (await client.get(address)).text


async def test_staff_reads_all_texts_of_a_page_and_listed_words_are_refused_at_their_row(client: httpx.AsyncClient) -> None:
    campaign, desk = await at_desk(client, "live")
    await make_part(campaign, "faq", "防水吗？", text="不防水。")
    await execute("update campaign set risks = '瓷会裂。' where id = {}", campaign["id"])
    assert {"瓷会裂。", "防水吗？: 不防水。"} <= set((await thing("campaign", campaign["public_id"])).texts)
    await execute("insert into moderation_word (word, folded, level) values ('包赚', '包赚', 'refuse')")
    refused = await client.post(f"{desk}/sections/faq", data={"rows": ["0"], "title-0": "收益呢？", "text-0": "包赚不赔。"})
    assert refused.status_code == 409 and 'id="f-text-0-error"' in refused.text and "包赚不赔" in refused.text
    assert await value("select text from campaign_part") == "不防水。"


async def named_at(client: httpx.AsyncClient, state: str) -> tuple[dict[str, Any], str, Viewer]:
    """A campaign from an idea, and the idea's author."""
    desk, owner = await make_desk()
    author = await anyone_new("叶静")
    idea = await make_won_idea(desk, owner, author=author)
    brand = await row("select * from brand where id = {}", desk.brand)
    campaign = await make_campaign(brand=brand, state=state, idea=idea["id"])
    await sign_in(client, owner)
    return campaign, f"{desk.url}/campaigns/{campaign['public_id']}", author


async def test_the_ideas_people_are_named_in_the_team_and_told(client: httpx.AsyncClient) -> None:
    campaign, desk, author = await named_at(client, "live")
    assert "叶静" in (await client.get(f"{desk}/sections/team")).text
    stranger = await anyone_new("路人")
    refused = await client.post(f"{desk}/sections/team", data={"rows": ["0"], "member-0": stranger.public_id, "text-0": "凑数"})
    assert refused.status_code == 409 and "请从名单里选" in refused.text
    typed = {"rows": ["0", "1"], "member-0": author.public_id, "text-0": "提出创意", "title-1": "老汪", "text-1": "烧窑"}
    assert (await client.post(f"{desk}/sections/team", data=typed)).status_code == 303
    assert await told(author) == ["named_in_team"]
    assert (await client.post(f"{desk}/sections/team", data=typed)).status_code == 303
    assert await told(author) == ["named_in_team"], "told once"
    await execute("update member_profile set name = '叶小静' where member = {}", author.id)
    client.cookies.clear()
    page = (await client.get(f"/campaigns/{campaign['public_id']}")).text
    assert "叶小静" in page and "老汪" in page
    log = (await client.get(f"/campaigns/{campaign['public_id']}/changes")).text
    assert "加入团队：叶小静" in log, "the log knows no names either"


async def test_whoever_is_named_takes_themself_out(client: httpx.AsyncClient) -> None:
    campaign, _, author = await named_at(client, "live")
    await make_part(campaign, "team", "", member=author.id, text="提出创意")
    await sign_in(client, await anyone_new())
    address = f"/campaigns/{campaign['public_id']}/team"
    assert "没有你" in (await client.get(address)).text
    assert (await client.post(f"{address}/departure")).status_code == 404
    await sign_in(client, author)
    assert "提出创意" in (await client.get(address)).text
    assert (await client.post(f"{address}/departure")).status_code == 303
    assert await value("select count(*) from campaign_part") == 0
    assert await value("select what from campaign_change") == "team_out"


async def test_a_draft_names_nobody_before_strangers_and_lets_the_named_see_it(client: httpx.AsyncClient) -> None:
    campaign, _, author = await named_at(client, "draft")
    await make_part(campaign, "team", "", member=author.id, text="提出创意")
    await sign_in(client, author)
    assert (await client.get(f"/campaigns/{campaign['public_id']}/team")).status_code == 200
    await sign_in(client, await anyone_new())
    assert (await client.get(f"/campaigns/{campaign['public_id']}/team")).status_code == 404


async def test_what_pages_say_of_somebody_leaves_with_them(client: httpx.AsyncClient) -> None:
    campaign, desk, author = await named_at(client, "live")
    typed = {"rows": ["0"], "member-0": author.public_id, "text-0": "住在槐树巷的护士"}
    await client.post(f"{desk}/sections/team", data=typed)
    assert (await export(author.id))["campaign_teams"][0]["said_of_me"] == "住在槐树巷的护士"
    leaving = Leaving(author.id, author.public_id, ())
    await erase_named(leaving)
    await erase_said(leaving)
    assert "槐树巷" not in str(await rows("select * from campaign_part")) + str(await rows("select * from campaign_change"))
    assert (await client.get(f"/campaigns/{campaign['public_id']}/changes")).status_code == 200


async def test_two_who_become_one_stand_once_in_a_team(client: httpx.AsyncClient) -> None:
    campaign, _, author = await named_at(client, "live")
    other = await anyone_new()
    await make_part(campaign, "team", "", member=author.id, text="提出创意")
    await make_part(campaign, "team", "", member=other.id, text="改进")
    await merge(other.id, author.id)
    assert await rows("select member, text from campaign_part") == [{"member": author.id, "text": "提出创意"}]


async def test_the_preview_of_a_draft_shows_its_sections_and_its_player(client: httpx.AsyncClient) -> None:
    campaign, desk = await at_desk(client)
    await execute("update campaign set video = {}, risks = '瓷会裂。' where id = {}", VIDEO, campaign["id"])
    await client.post(f"{desk}/previews", data={"note": "王总", "days": "7"})
    link = re.search(r"(/campaigns/\w+/preview\?key=[^<]+)<", (await client.get(f"{desk}/previews")).text)
    assert link
    client.cookies.clear()
    seen = await client.get(link[1])
    assert "瓷会裂。" in seen.text and "data-player" in seen.text
    assert "frame-src https://www.youtube-nocookie.com" in seen.headers["content-security-policy"]
    assert (await client.get(f"/campaigns/{campaign['public_id']}/changes")).status_code == 404


async def test_backers_are_not_kept_busy_with_risks(client: httpx.AsyncClient) -> None:
    campaign, desk = await at_desk(client, "live")
    answers = [
        (await client.post(f"{desk}/sections/risks", data={"addition": f"第 {n} 条风险，写得足够长了。"})).status_code
        for n in range(6)
    ]
    assert answers == [303] * 5 + [429]
    assert (await fresh(campaign))["risks"].count("条风险") == 5


async def test_a_public_page_keeps_a_timeline(client: httpx.AsyncClient) -> None:
    campaign, desk = await at_desk(client, "live")
    await make_part(campaign, "timeline", "开模")
    refused = await client.post(f"{desk}/sections/timeline", data={"rows": ["0"], "month-0": "", "title-0": ""})
    assert refused.status_code == 409 and "至少留一步" in refused.text
    assert await value("select title from campaign_part") == "开模"


async def test_a_public_page_takes_no_empty_story(client: httpx.AsyncClient) -> None:
    campaign, desk = await at_desk(client, "live")
    refused = await client.post(f"{desk}/sections/story", data={"story": "没了", "video": ""})
    assert refused.status_code == 409 and "至少 20 个字" in refused.text
    assert (await fresh(campaign))["story"] == campaign["story"]


async def test_more_tiers_and_places_are_told_and_secret_ones_are_not(client: httpx.AsyncClient) -> None:
    campaign, desk = await at_desk(client, "live")
    tier, secret = await make_tier(campaign, title="一盏", cap=5), await make_tier(campaign, title="暗号", cap=5, secret=True)
    for one in (tier, secret):
        assert (await client.post(f"{desk}/tiers/{one['public_id']}/cap", data={"cap": "9"})).status_code == 303
    await add_tier(campaign, tier_form_of("两盏"))
    await end_tier(campaign, tier)
    log = (await client.get(f"/campaigns/{campaign['public_id']}/changes")).text
    for said in ("档位加了名额", "×", "加了档位", "两盏: ¥39.90 ×20", "档位提前结束"):
        assert said in log, said
    assert "暗号" not in log


def tier_form_of(title: str) -> TierForm:
    typed = {
        "title": [title], "price": ["39.9"], "cap": ["20"], "per_backer": ["2"], "deliver_month": ["2029-06"],
        "kind": ["physical"], "item": ["台灯"],
    }  # fmt: skip
    form = read_values(tier_form("CNY"), typed)
    assert form.ok, form.errors
    return form.data
