"""While thousands watch: one rendering for all, each one's own in it; fresh numbers cost nothing while nothing changes."""

import asyncio
import re
from datetime import UTC, datetime, timedelta
from typing import Any

import httpx
import pytest

from app.accounts import alike
from app.accounts.viewer import Viewer
from app.community.following.actions import follow
from app.community.talking.actions import write_comment
from app.foundation import clock
from app.foundation.database import execute, value
from app.web.pages import SHARED
from campaigns.queries import campaign_by_public_id, numbers_of
from campaigns.reserving.actions import reserve, take_back_reservation
from campaigns.reserving.forms import ReservationForm
from campaigns.talked import talk_of_campaign
from campaigns.waiting.actions import join_waitlist
from campaigns.watching.rules import lasting
from campaigns.watching.ties import ties_of
from tests.campaigns.makers import anyone_new, make_campaign, make_pledge, make_tier
from tests.campaigns.test_bell import with_bell
from tests.conftest import one_app
from tests.people import sign_in


async def browser_of(app: Any, member: Viewer | None = None) -> httpx.AsyncClient:
    same_origin = {"Sec-Fetch-Site": "same-origin"}
    browser = httpx.AsyncClient(transport=httpx.ASGITransport(app=app), base_url="http://127.0.0.1:8000", headers=same_origin)
    if member is not None:
        await sign_in(browser, member)
    return browser


async def test_all_who_watch_are_shown_one_page_with_their_own_in_it(committed_db: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Kept for long, so that nobody's page can be another rendering; what is one's own is right at once all the same."""
    monkeypatch.setattr("campaigns.watching.page.LASTING", 60.0)
    app = one_app()
    campaign, tier, _ = await with_bell()
    fans = [await anyone_new(f"粉丝{n}") for n in range(4)]
    path = f"/campaigns/{campaign['public_id']}"
    await reserve(fans[0], await fresh(campaign), ReservationForm(tier["public_id"], 2))
    await reserve(fans[1], await fresh(campaign), ReservationForm("", None))
    await follow(fans[2], "campaign", campaign["public_id"])
    browsers = [await browser_of(app, fan) for fan in fans]
    pages = [(await browser.get(path)).text for browser in browsers]
    assert ["一盏 × 2" in page for page in pages] == [True, False, False, False]
    assert ["预约好了，一开始就告诉你" in page for page in pages] == [False, True, False, False]
    assert ["已关注" in page for page in pages] == [False, False, True, False]
    assert ["我的预约" in page for page in pages] == [True, True, False, False]
    for fan, page in zip(fans, pages, strict=True):
        assert page.count(f"我的：{fan.name}") == 1 and "\x00" not in page
        assert not any(f"我的：{other.name}" in page for other in fans if other is not fan)
    assert len(alike._pages) == 1
    await take_back_reservation(fans[0], campaign)
    assert "一盏 × 2" not in (await browsers[0].get(path)).text and len(alike._pages) == 1


async def fresh(campaign: dict[str, Any]) -> dict[str, Any]:
    return await campaign_by_public_id(Viewer(), campaign["public_id"])


async def test_whoever_has_more_of_their_own_there_gets_a_page_of_their_own(db: None) -> None:
    campaign, _, owner = await with_bell()
    live = await make_campaign(brand={"id": campaign["brand"], "created_by": owner.id})
    waiter, talker, stranger = await anyone_new(), await anyone_new(), await anyone_new()
    tier = await make_tier(live, cap=1)
    await make_pledge(live, tier)
    await join_waitlist(waiter, live, tier["public_id"], 1)
    await write_comment(talker, await talk_of_campaign(await fresh(live)), "什么时候寄？")
    own = [await ties_of(one, live["public_id"]) for one in (waiter, talker, owner, stranger)]
    assert [one is not None and one.is_own for one in own] == [True, True, True, False]
    assert await ties_of(stranger, "nosuchone") is None


async def test_a_draft_is_nobody_elses_however_many_look(db: None) -> None:
    app = one_app()
    draft = await make_campaign(state="draft")
    for member in (await anyone_new(), await anyone_new()):
        assert (await (await browser_of(app, member)).get(f"/campaigns/{draft['public_id']}")).status_code == 404


def test_nothing_is_kept_beyond_the_next_edge() -> None:
    now = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)
    row: dict[str, Any] = {"now": now, "opens_at": None, "early_ends_at": None, "deadline": now + timedelta(days=3)}
    assert lasting(row) > 1000
    assert lasting(row | {"opens_at": now + timedelta(milliseconds=300)}) == pytest.approx(0.3)
    assert lasting(row | {"opens_at": now - timedelta(seconds=1), "early_ends_at": now + timedelta(seconds=2)}) == 2


async def test_fresh_numbers_are_the_same_for_all_and_no_answer_while_nothing_changed(db: None) -> None:
    app = one_app()
    campaign = await make_campaign()
    tier = await make_tier(campaign)
    fan = await anyone_new()
    inside, outside = await browser_of(app, fan), await browser_of(app)
    page = (await inside.get(f"/campaigns/{campaign['public_id']}")).text
    address = re.search(rf'hx-get="(/campaigns/{campaign["public_id"]}/progress[^"]+)"', page)
    assert address is not None
    asked = address[1].replace("&amp;", "&")
    for browser in (inside, outside):
        answer = await browser.get(asked)
        assert answer.status_code == 204 and not answer.content and SHARED not in answer.headers
    await make_pledge(campaign, tier)
    await asyncio.sleep(0.6)
    changed = [await browser.get(asked) for browser in (inside, outside)]
    assert [one.status_code for one in changed] == [200, 200] and changed[0].text == changed[1].text
    assert "1 位支持者" in changed[0].text and asked not in changed[0].text.replace("&amp;", "&")
    assert not any("set-cookie" in one.headers for one in changed)


async def test_the_address_says_in_which_words_and_by_which_clock(db: None) -> None:
    app = one_app()
    campaign = await make_campaign()
    browser = await browser_of(app)
    path = f"/campaigns/{campaign['public_id']}/progress"
    english = (await browser.get(path, params={"lang": "en", "zone": "America/New_York"})).text
    chinese = (await browser.get(path, params={"lang": "zh-Hant", "zone": "Asia/Taipei"})).text
    assert "GMT-" in english and "GMT+8" in chinese and english != chinese
    assert (await browser.get(path, params={"lang": "xx", "zone": "../../etc/passwd"})).status_code == 200


async def test_however_many_tabs_ask_the_pledges_are_summed_once_in_two_seconds(committed_db: str) -> None:
    campaign = await make_campaign()
    tier = await make_tier(campaign)
    await make_pledge(campaign, tier)
    first = (await asyncio.gather(*(numbers_of([campaign]) for _ in range(50))))[0][campaign["id"]]
    await make_pledge(campaign, tier)
    assert (await numbers_of([campaign]))[campaign["id"]] == first
    await asyncio.sleep(2.05)
    assert (await numbers_of([campaign]))[campaign["id"]].backers == first.backers + 1


async def test_at_the_bell_the_page_that_was_kept_is_gone(committed_db: str) -> None:
    app = one_app()
    campaign, _, _ = await with_bell()
    rings = await clock.now() + timedelta(milliseconds=900)
    await execute("update campaign set opens_at = {} where id = {}", rings, campaign["id"])
    browsers = [await browser_of(app), await browser_of(app, await anyone_new())]
    path = f"/campaigns/{campaign['public_id']}"
    assert ["pledges/new" in (await browser.get(path)).text for browser in browsers] == [False, False]
    while await clock.now() <= rings:
        await asyncio.sleep(0.01)
    assert ["pledges/new" in (await browser.get(path)).text for browser in browsers] == [True, True]
    assert await value("select state from campaign where id = {}", campaign["id"]) == "prelaunch"
