"""Lists of campaigns: pages neither repeat nor skip, filters narrow each other, what isn't public stands in none of them."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import httpx
import pytest

from app.foundation import clock
from app.foundation.database import execute, row, rows, value
from app.foundation.lifecycle import move
from app.site.profile import renew
from campaigns.discovering import queries
from campaigns.discovering.categories import CATEGORIES
from campaigns.discovering.queries import Wanted, find_campaigns
from campaigns.discovering.rules import LISTS, key_of
from campaigns.discovering.tasks import say_what_is_new
from campaigns.tables import Campaign
from tests.campaigns.makers import anyone_new, make_campaign, make_pledge, make_tier
from tests.people import make_brand

STATES = {
    "loved": "live", "ending": "live", "newest": "live", "coming": "prelaunch", "late": "succeeded", "succeeded": "fulfilling",
    "made": "completed", "all": "live",
}  # fmt: skip


async def spread(count: int, state: str) -> int:
    """Many visible campaigns of one brand with equal moments among them, so that only the public id tells them apart."""
    owner = await anyone_new()
    brand = await make_brand(owner)
    await execute(
        """insert into campaign (public_id, brand, created_by, title, summary, currency, goal, state, category, deadline,
          launched_at, ended_at, opens_at, late_opened_at, fee_percent)
        select translate(lpad(to_hex(n * 7919), 8, '0'), 'ae1iou0', 'zyxwvts'), {}, {}, '第 ' || n || ' 个', '一句话', 'CNY',
          1000, {}, case when n % 2 = 0 then 'tech' else 'toys' end, app_now() + interval '1 day' + (n % 11) * interval '1 hour',
          app_now() - (n % 11) * interval '1 hour', app_now() - (n % 7) * interval '1 hour',
          case when n % 3 = 0 then app_now() + (n % 5) * interval '1 hour' end, app_now() - (n % 7) * interval '1 hour', 5
        from generate_series(1, {}) n""",
        brand["id"], owner.id, state, count,
    )  # fmt: skip
    await execute("update campaign_listing set loved = (hashtext(public_id) % 7)::float8, listed_at = launched_at")
    return int(brand["id"])


async def walked(wanted: Wanted) -> list[list[str]]:
    """All pages of a list by their keys."""
    pages, after = [], ""
    while True:
        found = await find_campaigns(replace(wanted, after=after))
        pages.append([one["public_id"] for one in found.campaigns])
        if not found.older:
            return pages
        after = found.older


@pytest.mark.parametrize("name", LISTS)
async def test_pages_neither_repeat_nor_skip_forwards_and_back(db: None, name: str) -> None:
    await spread(60, STATES[name])
    pages = await walked(Wanted(name=name))
    assert [len(one) for one in pages] == [24, 24, 12]
    assert len({one for page in pages for one in page}) == 60
    last = await find_campaigns(Wanted(name=name, after=(await second_key(name))))
    back, before = [pages[-1]], last.newer
    while before:
        found = await find_campaigns(Wanted(name=name, before=before))
        back.append([one["public_id"] for one in found.campaigns])
        before = found.newer
    assert back == pages[::-1]


async def second_key(name: str) -> str:
    first = await find_campaigns(Wanted(name=name))
    return (await find_campaigns(Wanted(name=name, after=first.older))).older


@pytest.mark.parametrize("walk", [400, 5])
@pytest.mark.parametrize("name", ["loved", "ending", "coming"])
async def test_narrowed_lists_keep_their_order_by_whichever_way_they_are_found(
    db: None, monkeypatch: pytest.MonkeyPatch, name: str, walk: int
) -> None:
    monkeypatch.setattr(queries, "SHORT_WALK", walk)
    await spread(80, STATES[name])
    whole = [one for page in await walked(Wanted(name=name)) for one in page]
    tech = {one["public_id"] for one in await all_of("category = 'tech'")}
    narrowed = [one for page in await walked(Wanted(name=name, category="tech", currency="CNY")) for one in page]
    assert narrowed == [one for one in whole if one in tech]


async def all_of(condition: str) -> list[dict[str, Any]]:
    return await rows(f"select public_id from campaign where {condition}")


@pytest.mark.parametrize("key", ["x", "1~", "nan~bbbbbbbb", "1e999~bbbbbbbb", "1;drop~bbbbbbbb", "~"])
async def test_what_is_no_key_shows_the_first_page(db: None, client: httpx.AsyncClient, key: str) -> None:
    await spread(3, "live")
    for name in LISTS:
        assert key_of(name, key) is None
        assert (await client.get("/campaigns", params={"list": name, "after": key, "before": key})).status_code == 200
    assert len((await find_campaigns(Wanted(name="newest", after=key))).campaigns) == 3


async def test_each_list_holds_what_it_says(db: None) -> None:
    ends_soon = await make_campaign(title="快结束", lasts=timedelta(days=2))
    runs = await make_campaign(title="进行中")
    over = await make_campaign(title="过了时间", lasts=timedelta(hours=-1))
    coming, undated = await make_campaign(state="prelaunch"), await make_campaign(state="prelaunch")
    await execute("update campaign set opens_at = app_now() + interval '2 days' where id = {}", coming["id"])
    late, closed, made = [await make_campaign(state=state) for state in ("fulfilling", "collecting", "completed")]
    await execute("update campaign set late_opened_at = app_now() - interval '1 hour' where id = {}", late["id"])
    await execute(
        "update campaign set late_opened_at = app_now() - interval '2 hours', late_closed_at = app_now() where id = {}",
        closed["id"],
    )
    failed = await make_campaign(state="failed")
    for state in ("draft", "submitted", "changes_requested", "approved", "suspended"):
        await make_campaign(state=state)

    async def listed(name: str) -> list[int]:
        return [one["id"] for one in (await find_campaigns(Wanted(name=name))).campaigns]

    assert await listed("ending") == [ends_soon["id"]]
    assert await listed("newest") == [runs["id"], ends_soon["id"]]
    assert await listed("coming") == [coming["id"], undated["id"]], "what has no day yet comes last"
    assert set(await listed("loved")) == {ends_soon["id"], runs["id"], coming["id"], undated["id"]}
    assert await listed("late") == [late["id"]]
    assert set(await listed("succeeded")) == {late["id"], closed["id"], made["id"]}
    assert await listed("made") == [made["id"]]
    assert set(await listed("all")) == {one["id"] for one in (ends_soon, runs, over, coming, undated, late, closed, made, failed)}


async def test_a_campaign_moves_through_the_lists_by_its_own_steps(db: None) -> None:
    campaign = await make_campaign(state="approved")
    stage = "select stage from campaign_listing where campaign = {}"
    assert await value(stage, campaign["id"]) is None
    for state, expected in (
        ("prelaunch", "coming"),
        ("live", "live"),
        ("suspended", None),
        ("live", "live"),
        ("succeeded", "succeeded"),
    ):
        await move(Campaign, campaign["id"], state)
        assert await value(stage, campaign["id"]) == expected, state
    await execute("update campaign set visibility = 'pending' where id = {}", campaign["id"])
    assert await value(stage, campaign["id"]) is None
    assert await value("select count(*) from campaign_terms where campaign = {}", campaign["id"]) == 0
    await execute("update campaign set visibility = 'visible' where id = {}", campaign["id"])
    assert await value(stage, campaign["id"]) == "succeeded"


async def test_what_was_called_off_before_anybody_saw_it_is_in_no_list(db: None, client: httpx.AsyncClient) -> None:
    unseen, seen = await make_campaign(state="approved"), await make_campaign(state="approved")
    await execute("update campaign set launched_at = null")
    await move(Campaign, seen["id"], "prelaunch")
    for one in (unseen, seen):
        await move(Campaign, one["id"], "cancelled")
    assert [one["id"] for one in (await find_campaigns(Wanted(name="all"))).campaigns] == [seen["id"]]
    assert (await client.get(f"/campaigns/{unseen['public_id']}")).status_code == 404
    assert (await client.get(f"/campaigns/{seen['public_id']}")).status_code == 200


@pytest.mark.parametrize("typed", ["口袋台灯", "口袋檯燈", "檯燈 口袋", "ＬＡＭＰ", "lamp"])
async def test_words_are_found_in_either_script_and_width(db: None, typed: str) -> None:
    lamp = await make_campaign(title="口袋檯燈 Lamp")
    await make_campaign(title="会提醒浇水的花盆")
    await say_what_is_new()
    assert [one["id"] for one in (await find_campaigns(Wanted(name="all", q=typed))).campaigns] == [lamp["id"]]


async def test_words_follow_what_is_written_and_the_brands_name(db: None) -> None:
    brand = await make_brand(await anyone_new(), name="山木社")
    campaign = await make_campaign(brand=brand, title="雨伞")
    await say_what_is_new()

    async def found(q: str) -> bool:
        return bool((await find_campaigns(Wanted(name="all", q=q))).campaigns)

    assert await found("雨伞") and await found("山木社") and not await found("花盆")
    await execute("update campaign set title = '花盆', category = 'pets' where id = {}", campaign["id"])
    await execute("update brand set name = '水石社' where id = {}", brand["id"])
    await say_what_is_new()
    assert await found("花盆") and await found("水石社") and await found("宠物") and not await found("山木社")
    await execute("update brand set visibility = 'hidden' where id = {}", brand["id"])
    await say_what_is_new()
    assert await found("花盆") and not await found("水石社"), "a hidden brand's name finds nothing"


async def test_filters_narrow_each_other_on_the_page(db: None, client: httpx.AsyncClient) -> None:
    brand = await make_brand(await anyone_new(), name="山木社")
    await make_campaign(brand=brand, title="灯一")
    await make_campaign(brand=brand, title="灯二", currency="HKD")
    other = await make_campaign(title="灯三")
    await execute("update campaign set category = 'tech' where id <> {}", other["id"])
    await say_what_is_new()

    async def titles(address: str) -> list[bool]:
        answer = await client.get(address)
        assert answer.status_code == 200, address
        return [f">{title}</a>" in answer.text for title in ("灯一", "灯二", "灯三")]

    assert await titles("/campaigns") == [True, True, True]
    assert await titles("/campaigns/in/tech") == [True, True, False]
    assert await titles("/campaigns?category=tech&currency=HKD") == [False, True, False]
    assert await titles(f"/campaigns?brand={brand['public_id']}&list=newest") == [True, True, False]
    assert await titles("/campaigns?q=灯三&category=tech") == [False, False, False]
    assert await titles("/campaigns?q=燈三") == [False, False, True]
    page = (await client.get(f"/campaigns?category=tech&currency=HKD&brand={brand['public_id']}&q=x")).text
    for kind, word in (("品牌", "山木社"), ("币种", "港元")):
        assert f'<span class="soft">{kind}</span> {word}' in page
    assert f'aria-current="true">{CATEGORIES["tech"]}</a>' in page and "在这些条件里没有找到" in page
    assert (await client.get("/campaigns/in/nonsense")).status_code == 404
    assert (await client.get("/campaigns?brand=nosuchid")).status_code == 404


@pytest.mark.parametrize("name", LISTS)
async def test_an_empty_list_says_why_and_where_to_go(db: None, client: httpx.AsyncClient, name: str) -> None:
    page = (await client.get(f"/campaigns?list={name}")).text
    assert 'class="empty"' in page and "button--main" in page.split('class="empty"')[1]


@pytest.mark.parametrize("asked", ["x" * 500, "' or 1=1 --", "{}", "！？", "\u0301" * 80])
async def test_whatever_is_asked_shows_a_page(db: None, client: httpx.AsyncClient, asked: str) -> None:
    for name in ("q", "list", "category", "currency", "after"):
        assert (await client.get("/campaigns", params={name: asked})).status_code == 200, name
    assert (await client.get("/search", params={"q": asked})).status_code == 200
    assert (await client.get("/search/suggestions", params={"q": asked, "id": asked})).status_code == 200


async def test_a_card_before_the_bell_says_when_and_who_waits_and_no_percentage(db: None, client: httpx.AsyncClient) -> None:
    campaign = await make_campaign(title="将来的灯", state="prelaunch")
    await execute("update campaign set opens_at = timestamptz '2031-05-01 12:00+08' where id = {}", campaign["id"])
    await execute("update campaign_listing set onlookers = 12")
    page = (await client.get("/campaigns?list=coming")).text
    assert "2031年5月1日 12:00 (GMT+8)开始，12 人在等" in page and "达成" not in page


async def test_cards_sum_what_runs_and_read_what_is_decided(db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    runs, decided = await make_campaign(goal=10_000), await make_campaign()
    tier = await make_tier(runs, price=2_500)
    await make_pledge(runs, tier)
    await make_pledge(decided, await make_tier(decided))
    await execute("update campaign set state = 'fulfilling', decided_total = 4321 where id = {}", decided["id"])

    async def pledged() -> list[int]:
        found = {one["id"]: one for one in (await find_campaigns(Wanted(name="all"))).campaigns}
        return [found[one["id"]]["numbers"].pledged for one in (runs, decided)]

    assert await pledged() == [2_500, 4_321]
    monkeypatch.setattr(queries, "MANY", 0)
    await execute("update campaign_listing set backers = 1, pledged = 2_222 where campaign = {}", runs["id"])
    assert await pledged() == [2_222, 4_321], "of very many backers: as last counted"


async def test_the_site_of_one_brand_lists_its_own(db: None, client: httpx.AsyncClient) -> None:
    brand = await make_brand(await anyone_new(), name="山木社")
    await make_campaign(brand=brand, title="自家的灯")
    await make_campaign(title="别家的灯")
    await say_what_is_new()
    await execute("insert into site_profile (brand) values ({})", brand["id"])

    await renew()
    for address in ("/", "/campaigns", "/campaigns?q=灯", "/search?q=灯", "/campaigns/feed.xml", "/search/suggestions?q=灯"):
        page = (await client.get(address)).text
        assert "自家的灯" in page and "别家的灯" not in page, address
    found = await row("select public_id from campaign where title = '别家的灯'")
    assert found is not None and found["public_id"] not in (await client.get("/sitemaps/campaigns-1-1.xml")).text


async def test_lists_keep_up_with_the_clock(db: None) -> None:
    await make_campaign(lasts=timedelta(days=8))
    assert not (await find_campaigns(Wanted(name="ending"))).campaigns
    await clock.shift(timedelta(days=2))
    assert len((await find_campaigns(Wanted(name="ending"))).campaigns) == 1
    await clock.shift(timedelta(days=7))
    assert not (await find_campaigns(Wanted(name="ending"))).campaigns
    assert not (await find_campaigns(Wanted(name="newest"))).campaigns


async def test_from_the_second_of_the_bell_on_a_card_says_that_it_runs(db: None, client: httpx.AsyncClient) -> None:
    campaign = await make_campaign(title="到点的灯", state="prelaunch")
    await execute(
        "update campaign set opens_at = app_now() - interval '1 second', launched_at = null where id = {}", campaign["id"]
    )
    page = (await client.get("/campaigns")).text
    assert "到点的灯" in page and "众筹中" in page and "预热中" not in page
