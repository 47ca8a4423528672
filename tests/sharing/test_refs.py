"""Whose link it was: kept through forgotten cookies, counted once, shown to the sharer without names."""

from datetime import timedelta
from typing import Any

import httpx
import pytest

from app.accounts.viewer import Viewer, find_member
from app.foundation.clock import shift
from app.foundation.database import row, rows, value
from app.settings import settings
from app.sharing.links import share_url
from app.sharing.queries import came_of
from app.web.openings import PROGRAMS, thing_of
from app.web.visit import first_ref, ref_in
from ideas.voting.actions import cast_vote
from tests.accounts.mailbox import code_for
from tests.campaigns.makers import make_campaign, make_pledge, make_tier
from tests.ideas.makers import make_challenge, make_desk, make_idea
from tests.people import make_member, sign_in

WECHAT = (
    "Mozilla/5.0 (iPhone; CPU iPhone OS 18_1 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Mobile/15E148 "
    "MicroMessenger/8.0.54(0x18003622) NetType/WIFI Language/zh_CN"
)
PERSON = {"User-Agent": WECHAT, "Accept": "text/html,application/xhtml+xml"}
PROGRAM_AGENTS = (
    "facebookexternalhit/1.1 (+http://www.facebook.com/externalhit_uatext.php)", "WhatsApp/2.23.20.0",
    "facebookexternalhit/1.1;line-poker/1.0", "TelegramBot (like TwitterBot)", "Twitterbot/1.0", "Slackbot-LinkExpanding 1.0",
    "Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)", "curl/8.4", "python-httpx/0.27",
    "Mozilla/5.0 (compatible; Baiduspider/2.0; +http://www.baidu.com/search/spider.html)", "Applebot/0.1",
)  # fmt: skip

PEOPLE_AGENTS = (
    WECHAT,
    "Mozilla/5.0 (Linux; Android 14; CUBOT KINGKONG) AppleWebKit/537.36 Chrome/126.0.0.0 Mobile Safari/537.36",
    "Mozilla/5.0 (iPhone; CPU iPhone OS 18_1 like Mac OS X) AppleWebKit/605.1.15 Mobile/15E148 Safari Line/14.19.1",
)


async def opened(code: str) -> int:
    return await value("select coalesce(sum(opened), 0)::int from share_opening where ref = {}", code)


async def test_every_member_has_a_code_and_links_carry_it(db: None, client: httpx.AsyncClient) -> None:
    sharer, idea = await make_member(), await make_idea()
    assert share_url("/ideas/x", sharer) == f"{settings.public_url}/ideas/x?ref={sharer.share_code}"
    await sign_in(client, sharer)
    shared = (await client.get(f"/ideas/{idea['public_id']}/share")).text
    assert f"/ideas/{idea['public_id']}?ref={sharer.share_code}" in shared
    page = (await client.get(f"/ideas/{idea['public_id']}?ref=other")).text
    assert f'rel="canonical" href="{settings.public_url}/ideas/{idea["public_id"]}"' in page


@pytest.mark.parametrize("agent", PROGRAM_AGENTS)
def test_programs_that_say_so_are_no_people(agent: str) -> None:
    assert PROGRAMS.search(agent)


@pytest.mark.parametrize("agent", PEOPLE_AGENTS)
def test_people_in_chat_browsers_are_people(agent: str) -> None:
    assert not PROGRAMS.search(agent)


def test_an_address_is_about_one_thing_or_none() -> None:
    assert thing_of("/ideas/k7m2qx9p") == "ideas/k7m2qx9p"
    assert thing_of("/campaigns/k7m2qx9p/a-readable-tail") == "campaigns/k7m2qx9p"
    assert thing_of("/ideas/new") == thing_of("/") == thing_of("/ideas") == ""


async def test_a_browser_counts_once_a_day_for_each_link(db: None, client: httpx.AsyncClient) -> None:
    sharer, idea = await make_member(), await make_idea()
    page = f"/ideas/{idea['public_id']}?ref={sharer.share_code}"
    for _ in range(3):
        await client.get(page, headers=PERSON)
    assert await opened(sharer.share_code) == 1
    client.cookies.clear()  # a browser that forgets them is still the same one for a while
    await client.get(page, headers=PERSON)
    assert await opened(sharer.share_code) == 1
    client.cookies.clear()
    await client.get(page, headers=PERSON | {"User-Agent": WECHAT + " MiniProgram"})
    await client.get(f"/?ref={sharer.share_code}", headers=PERSON)
    assert await opened(sharer.share_code) == 3


async def test_previews_heads_own_looks_and_missing_pages_count_nothing(db: None, client: httpx.AsyncClient) -> None:
    sharer, idea = await make_member(), await make_idea()
    page = f"/ideas/{idea['public_id']}?ref={sharer.share_code}"
    for agent in PROGRAM_AGENTS:
        await client.get(page, headers=PERSON | {"User-Agent": agent})
    await client.head(page, headers=PERSON)
    await client.get(page, headers=PERSON | {"Sec-Purpose": "prefetch;prerender"})
    await client.get(f"/ideas/zzzzzzzz?ref={sharer.share_code}", headers=PERSON)
    await client.get(f"/ideas/{idea['public_id']}/card.jpg?ref={sharer.share_code}", headers=PERSON)
    client.cookies.clear()
    await sign_in(client, sharer)
    await client.get(page, headers=PERSON)
    assert "zz_ref" not in client.cookies
    assert await opened(sharer.share_code) == 0


async def test_made_up_refs_fill_no_table(db: None, client: httpx.AsyncClient) -> None:
    from app.sharing.counting import MOST_REFS, write_openings

    await write_openings([(f"made-up-{n}", "ideas/k7m2qx9p") for n in range(MOST_REFS)])
    await write_openings([(f"more-{n}", "ideas/k7m2qx9p") for n in range(50)])
    sharer = await make_member()
    await write_openings([(sharer.share_code, "ideas/k7m2qx9p")])
    assert await value("select count(*) from share_opening") == MOST_REFS + 1


def test_a_ref_is_found_in_the_address_that_an_address_leads_to() -> None:
    assert ref_in("next=%2Fideas%2Fx%3Fref%3Dabcd2345&why=vote") == "abcd2345"
    assert ref_in("ref=expo-7") == "expo-7"
    assert ref_in("ref=%3Cscript%3E") == ref_in("q=reference") == ref_in("") == ""


def test_a_browser_without_cookies_is_known_by_the_page_it_sends_from() -> None:
    scope: dict[str, Any] = {"query_string": b"", "headers": [(b"referer", b"http://127.0.0.1:8000/ideas/x?ref=abcd2345")]}
    assert first_ref(scope) == "abcd2345"
    with_cookie = {"query_string": b"", "headers": [*scope["headers"], (b"cookie", b"zz_ref=earlier")]}
    assert first_ref(with_cookie) == "earlier"


async def _vote_without_cookies(client: httpx.AsyncClient, page: str, address: str) -> Viewer:
    """As in a chat's browser that forgets every cookie between two pages."""
    client.cookies.clear()
    await client.get(page, headers=PERSON)
    client.cookies.clear()
    begun = await client.post(page.partition("?")[0] + "/vote", headers=PERSON | {"Referer": str(client.base_url) + page})
    asked = begun.headers["location"]
    client.cookies.clear()
    fields = dict(httpx.URL(asked).params)
    sent = await client.post("/sign-in", data=fields | {"address": address}, headers=PERSON)
    at = httpx.URL(sent.headers["location"]).params if "location" in sent.headers else {}
    client.cookies.clear()
    code = await code_for(address)
    done = await client.post("/sign-in", data=fields | dict(at) | {"code": code}, headers=PERSON)
    assert done.status_code == 303, done.text[-2000:]
    found = await row("select member from identity where address = {}", address)
    assert found is not None, done.headers["location"]
    return await find_member(found["member"])


async def test_from_a_shared_link_to_what_came_of_it_without_a_single_cookie(db: None, client: httpx.AsyncClient) -> None:
    sharer, idea = await make_member(), await make_idea(title="会收线的台灯")
    page = f"/ideas/{idea['public_id']}?ref={sharer.share_code}"
    friend = await _vote_without_cookies(client, page, "friend@people.test")
    (vote,) = await rows("select member, ref from vote where idea = {}", idea["id"])
    assert vote == {"member": friend.id, "ref": sharer.share_code}
    assert await value("select ref from member where id = {}", friend.id) == sharer.share_code
    client.cookies.clear()
    await sign_in(client, sharer)
    shown = (await client.get("/me/sharing")).text
    assert "会收线的台灯" in shown and friend.name not in shown
    for word in ("打开", "加入", "投票"):
        assert f"<dt>{word}</dt><dd>1" in shown.replace("\n", "").replace("  ", ""), word


async def test_pledges_are_counted_and_never_their_amounts(db: None, client: httpx.AsyncClient) -> None:
    sharer, campaign = await make_member(), await make_campaign(title="折叠台灯")
    pledge = await make_pledge(campaign, await make_tier(campaign, price=123_400))
    await rows("update pledge set ref = {} where id = {}", sharer.share_code, pledge["id"])
    await sign_in(client, sharer)
    shown = (await client.get("/me/sharing")).text
    assert "折叠台灯" in shown and "1,234" not in shown


async def test_nothing_yet_is_said_kindly(db: None, client: httpx.AsyncClient) -> None:
    await sign_in(client, await make_member())
    assert "还没有人从你的链接来" in (await client.get("/me/sharing")).text


async def test_a_new_code_ends_the_old_ones_counting(db: None, client: httpx.AsyncClient) -> None:
    sharer, idea = await make_member(), await make_idea()
    await client.get(f"/ideas/{idea['public_id']}?ref={sharer.share_code}", headers=PERSON)
    await sign_in(client, sharer)
    assert (await client.post("/me/share-code")).status_code == 303
    again = await find_member(sharer.id)
    assert again.share_code not in ("", sharer.share_code)
    assert "还没有人从你的链接来" in (await client.get("/me/sharing")).text
    assert (await client.get(f"/ideas/{idea['public_id']}?ref={sharer.share_code}")).status_code == 200


async def test_a_brand_sees_which_scene_brought_how_many_and_no_member(db: None, client: httpx.AsyncClient) -> None:
    desk, owner = await make_desk()
    challenge, sharer = await make_challenge(desk, owner, title="通勤小物"), await make_member()
    page = f"/challenges/{challenge['public_id']}"
    await client.get(f"{page}?ref=expo-7", headers=PERSON)
    client.cookies.clear()
    await client.get(f"{page}?ref={sharer.share_code}", headers=PERSON)
    client.cookies.clear()
    await sign_in(client, owner)
    shown = (await client.get(f"/brands/{desk.public_id}/studio/sharing")).text
    assert "通勤小物" in shown and "expo-7" in shown
    assert "成员的分享" in shown and sharer.share_code not in shown


async def test_what_is_older_than_twelve_weeks_is_not_shown(db: None, client: httpx.AsyncClient) -> None:
    sharer, idea = await make_member(), await make_idea()
    await client.get(f"/ideas/{idea['public_id']}?ref={sharer.share_code}", headers=PERSON)
    await shift(timedelta(weeks=13))
    await sign_in(client, sharer)
    assert "还没有人从你的链接来" in (await client.get("/me/sharing")).text


async def test_one_page_is_kept_for_all_whose_links_lead_to_it(db: None, client: httpx.AsyncClient) -> None:
    """Else a link that goes round would be rendered anew for each who passes it on."""
    idea = await make_idea(title="原来的名字")
    for ref in ("first", "second"):
        shown = await client.get(f"/ideas/{idea['public_id']}?ref={ref}")
        assert "原来的名字" in shown.text and ref not in shown.text
        await rows("update idea set title = '后来的名字' where id = {}", idea["id"])
        client.cookies.clear()
    assert "后来的名字" in (await client.get(f"/ideas/{idea['public_id']}?other=1&ref=first")).text


async def test_ones_own_vote_by_ones_own_link_brought_nobody(db: None, client: httpx.AsyncClient) -> None:
    sharer, idea = await make_member(), await make_idea()
    await cast_vote(sharer, idea["public_id"], sharer.share_code)
    await cast_vote(await make_member(), idea["public_id"], sharer.share_code)
    assert (await came_of(sharer)).total["votes"] == 1
