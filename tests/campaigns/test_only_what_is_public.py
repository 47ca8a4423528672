"""Drafts, hidden things, secret tickets and what is told to few appear in no list, search, feed, sitemap or block of data."""

import json
import re
from collections.abc import Iterator
from datetime import timedelta
from typing import Any
from xml.etree import ElementTree

import httpx
import pytest

from app.foundation.database import execute, rows, value
from app.foundation.ids import new_id
from campaigns.discovering.sitemap import MOST, addresses, edge, parts_for, parts_of
from campaigns.discovering.tasks import count_deliveries_again, count_what_moved, say_what_is_new
from ideas.actions import save_draft
from ideas.forms import DraftForm
from tests.campaigns.makers import anyone_new, make_campaign, make_pledge, make_tier
from tests.ideas.makers import make_challenge, make_desk, make_idea
from tests.people import make_brand, make_member

pytestmark = pytest.mark.usefixtures("db")

MARK = "独角兽"  # in the name of everything that nobody may see
SHOWN = "长颈鹿"  # of everything that everybody may
ATOM = "{http://www.w3.org/2005/Atom}"


async def world() -> dict[str, Any]:
    owner = await anyone_new()
    brand = await make_brand(owner, name=f"{SHOWN}社")
    for state in ("draft", "submitted", "changes_requested", "approved", "suspended"):
        await make_tier(await make_campaign(brand=brand, state=state, title=f"{MARK}{state}"))
    for visibility in ("hidden", "pending"):
        for state in ("live", "prelaunch", "fulfilling"):
            held = await make_campaign(brand=brand, state=state, title=f"{MARK}{state}")
            await execute("update campaign set visibility = {} where id = {}", visibility, held["id"])
    unseen = await make_campaign(brand=brand, state="cancelled", title=f"{MARK}取消")
    await execute("update campaign set launched_at = null where id = {}", unseen["id"])  # it never began
    await execute("update campaign set state = state where id = {}", unseen["id"])
    campaign = await make_campaign(brand=brand, title=f"{SHOWN}台灯", lasts=timedelta(days=2))
    await execute("update campaign set category = 'home' where id = {}", campaign["id"])
    await make_tier(campaign, title=f"{SHOWN}一盏", price=1990, cap=3)
    await make_tier(campaign, title=f"{MARK}一盏", price=100, secret=True)
    await make_tier(campaign, title="名单上的一盏", price=200, only_for="list")
    coming = await make_campaign(brand=brand, state="prelaunch", title=f"{SHOWN}雨伞")
    await execute("update campaign set opens_at = app_now() + interval '3 days' where id = {}", coming["id"])
    hidden = await make_brand(await anyone_new(), name=f"{MARK}社", story=MARK)
    outlives = await make_campaign(brand=hidden, title=f"{SHOWN}留下的")
    await execute("update brand set visibility = 'hidden' where id = {}", hidden["id"])
    desk, who = await make_desk(f"{SHOWN}二社")
    await make_challenge(desk, who, title=f"{SHOWN}征集")
    for column, text in (("visibility", "'hidden'"), ("published_at", "null")):
        challenge = await make_challenge(desk, who, title=f"{MARK}征集")
        await execute(f"update challenge set {column} = {text} where id = {{}}", challenge["id"])
    await make_idea(title=f"{SHOWN}创意")
    for change in ("visibility = 'hidden'", "visibility = 'pending'", "state = 'withdrawn'", "state = 'removed'"):
        idea = await make_idea(title=f"{MARK}创意", body=MARK)
        await execute(f"update idea set {change} where id = {{}}", idea["id"])
    await save_draft(
        await make_member(), DraftForm(title=f"{MARK}草稿", summary="", body="", challenge="", pictures=[], do="draft")
    )
    await say_what_is_new()
    await count_what_moved()
    await count_deliveries_again()
    return {"brand": brand, "campaign": campaign, "coming": coming, "outlives": outlives}


def listed(made: dict[str, Any]) -> Iterator[str]:
    """Every address at which things are found."""
    yield from ("/", "/campaigns", "/ideas", "/challenges", "/search")
    for name in ("loved", "ending", "newest", "coming", "late", "succeeded", "made", "all"):
        yield f"/campaigns?list={name}"
    for q in (MARK, SHOWN):
        yield from (
            f"/search?q={q}",
            f"/search/suggestions?q={q}",
            f"/campaigns?q={q}",
            f"/campaigns?q={q}&list=newest",
            f"/ideas?q={q}",
        )
    yield from ("/campaigns/in/home", "/campaigns/feed.xml", "/campaigns/in/home/feed.xml", "/ideas/feed.xml", "/sitemap.xml")
    for one in ("campaign", "coming", "outlives"):
        yield from (f"/campaigns/{made[one]['public_id']}", f"/campaigns/{made[one]['public_id']}/feed.xml")
    yield from (f"/brands/{made['brand']['public_id']}", f"/brands/{made['brand']['public_id']}/feed.xml", "/robots.txt")
    yield from (f"/sitemaps/{name}.xml" for name in ("pages", "campaigns-1-1", "brands-1-1", "challenges-1-1", "ideas-1-1"))


async def secrets() -> set[str]:
    """Public ids of all that nobody may see."""
    found = await rows(
        f"""select public_id from campaign where title like '%{MARK}%'
        union select public_id from tier where title like '%{MARK}%'
        union select public_id from brand where name like '%{MARK}%' union select public_id from idea where title like '%{MARK}%'
        union select public_id from challenge where title like '%{MARK}%'"""
    )
    return {one["public_id"] for one in found}


async def test_what_nobody_may_see_is_nowhere_to_be_found(client: httpx.AsyncClient) -> None:
    made, seen = await world(), 0
    hidden_brand = await value(f"select public_id from brand where name = '{MARK}社'")
    for address in listed(made):
        answer = await client.get(address)
        assert answer.status_code == 200, address
        told = answer.text.replace(f"搜索“{MARK}”", "").replace(f'value="{MARK}"', "")
        told = re.sub(rf"“{MARK}”", "", told)
        assert MARK not in told, address
        for public_id in await secrets():
            # Things of a hidden brand stand on under a nameless link to it.
            assert public_id not in told or public_id == hidden_brand, (address, public_id)
        seen += SHOWN in told
    assert seen > 25, "and all else was there"


async def test_a_block_of_data_says_what_can_be_had_and_the_page_stays_under_its_policy(client: httpx.AsyncClient) -> None:
    made = await world()
    answer = await client.get(f"/campaigns/{made['campaign']['public_id']}")
    assert "unsafe" not in answer.headers["content-security-policy"]
    graph = data_of(answer.text)
    product, way = graph["Product"], graph["BreadcrumbList"]
    offers = product["offers"]
    assert (offers["lowPrice"], offers["highPrice"], offers["priceCurrency"], offers["offerCount"]) == (
        "19.90",
        "19.90",
        "CNY",
        1,
    )
    (offer,) = offers["offers"]
    assert offer["availability"] == "https://schema.org/PreOrder" and offer["name"] == f"{SHOWN}一盏"
    assert offer["availabilityEnds"].startswith(str(made["campaign"]["deadline"].date()))
    assert product["brand"]["name"] == f"{SHOWN}社" and product["releaseDate"] == "2027-06-01"
    assert [one["position"] for one in way["itemListElement"]] == [1, 2, 3, 4]
    assert way["itemListElement"][2]["item"].endswith("/campaigns/in/home")
    bell = data_of((await client.get(f"/campaigns/{made['coming']['public_id']}")).text)
    assert bell["SaleEvent"]["startDate"] and "offers" not in bell["Product"]


async def test_a_ticket_sold_out_says_so_and_what_is_over_offers_nothing(client: httpx.AsyncClient) -> None:
    campaign = await make_campaign(title="台灯")
    tier = await make_tier(campaign, cap=1)
    await make_pledge(campaign, tier)
    address = f"/campaigns/{campaign['public_id']}"
    (offer,) = data_of((await client.get(address)).text)["Product"]["offers"]["offers"]
    assert offer["availability"].endswith("SoldOut")
    await execute("update campaign set state = 'fulfilling', decided_total = 1 where id = {}", campaign["id"])
    assert "offers" not in data_of((await client.get(address + "?1")).text)["Product"]
    await execute("update campaign set late_opened_at = app_now() where id = {}", campaign["id"])
    await execute("update tier set late_price = 2500")
    late = data_of((await client.get(address + "?2")).text)["Product"]["offers"]
    assert late["lowPrice"] == "25.00" or late["lowPrice"] == "25"
    await execute("update campaign set state = 'failed' where id = {}", campaign["id"])
    assert "ld+json" not in (await client.get(address + "?3")).text


def data_of(page: str) -> dict[str, Any]:
    (text,) = re.findall(r'<script type="application/ld\+json">(.*?)</script>', page)
    graph = json.loads(text)
    assert graph["@context"] == "https://schema.org"
    return {one["@type"]: one for one in graph["@graph"]}


async def test_whatever_a_title_says_it_never_ends_the_block(client: httpx.AsyncClient) -> None:
    title = '</script><script>alert(1)</script> "\\ & <!--'
    campaign = await make_campaign(title=title)
    page = (await client.get(f"/campaigns/{campaign['public_id']}")).text
    assert data_of(page)["Product"]["name"] == title and "<script>alert" not in page
    feed = ElementTree.fromstring((await client.get("/campaigns/feed.xml")).content)
    assert [one.findtext(f"{ATOM}title") for one in feed.findall(f"{ATOM}entry")] == [title]


async def test_home_and_brands_say_who_they_are(client: httpx.AsyncClient) -> None:
    made = await world()
    home = data_of((await client.get("/")).text)
    assert home["WebSite"]["potentialAction"]["target"]["urlTemplate"].endswith("/search?q={search_term_string}")
    assert home["Organization"]["name"]
    brand = data_of((await client.get(f"/brands/{made['brand']['public_id']}")).text)
    assert brand["Organization"]["name"] == f"{SHOWN}社"


async def test_feeds_are_valid_found_from_their_pages_and_sent_once(client: httpx.AsyncClient) -> None:
    made = await world()
    pages = {
        "/campaigns": "/campaigns/feed.xml", "/ideas": "/ideas/feed.xml", "/": "/campaigns/feed.xml",
        f"/brands/{made['brand']['public_id']}": f"/brands/{made['brand']['public_id']}/feed.xml",
        f"/campaigns/{made['campaign']['public_id']}": f"/campaigns/{made['campaign']['public_id']}/feed.xml",
    }  # fmt: skip
    for page, address in pages.items():
        assert 'type="application/atom+xml" title=' in (text := (await client.get(page)).text) and f'href="{address}"' in text, (
            page
        )
        answer = await client.get(address)
        assert answer.headers["content-type"].startswith("application/atom+xml") and "x-shared-for" not in answer.headers
        feed = ElementTree.fromstring(answer.content)
        assert feed.tag == f"{ATOM}feed" and feed.findtext(f"{ATOM}title") and feed.findtext(f"{ATOM}updated")
        links = {one.get("rel"): one.get("href") for one in feed.findall(f"{ATOM}link")}
        assert links["self"].endswith(address)
        ids = [one.findtext(f"{ATOM}id") for one in feed.findall(f"{ATOM}entry")]
        assert len(ids) == len(set(ids))
        for entry in feed.findall(f"{ATOM}entry"):
            assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", entry.findtext(f"{ATOM}updated") or "")
    again = await client.get(
        "/ideas/feed.xml?x", headers={"If-None-Match": (await client.get("/ideas/feed.xml")).headers["etag"]}
    )
    assert again.status_code == 304 and not again.content
    assert (await client.get("/campaigns/in/nonsense/feed.xml")).status_code == 404


async def test_a_campaigns_feed_tells_what_is_told_to_everybody_and_nothing_else(client: httpx.AsyncClient) -> None:
    campaign = await make_campaign()
    author = await value("select created_by from campaign where id = {}", campaign["id"])
    for number, (audience, title, more) in enumerate(
        (
            ("public", "给大家的", "app_now(), 'visible', null"), ("backers", f"{MARK}给支持者", "app_now(), 'visible', null"),
            ("followers", f"{MARK}给关注者", "app_now(), 'visible', null"),
            ("public", f"{MARK}藏起来", "app_now(), 'hidden', null"),
            ("public", f"{MARK}收回", "app_now(), 'visible', app_now()"),
        ), start=1,
    ):  # fmt: skip
        await execute(
            f"""insert into campaign_update (public_id, campaign, author, number, audience, title, body, tells_title,
              published_at, visibility, withdrawn_at)
            values ({{}}, {{}}, {{}}, {{}}, {{}}, {{}}, '**灯**亮了', false, {more})""",
            new_id(), campaign["id"], author, number, audience, title,
        )  # fmt: skip
    answer = await client.get(f"/campaigns/{campaign['public_id']}/feed.xml")
    feed = ElementTree.fromstring(answer.content)
    (entry,) = feed.findall(f"{ATOM}entry")
    assert entry.findtext(f"{ATOM}title") == "给大家的" and MARK not in answer.text
    assert entry.findtext(f"{ATOM}content") == "<p><strong>灯</strong>亮了</p>" or "<strong>灯</strong>" in str(
        entry.findtext(f"{ATOM}content")
    )
    draft = await make_campaign(state="draft")
    assert (await client.get(f"/campaigns/{draft['public_id']}/feed.xml")).status_code == 404


async def test_the_sitemap_holds_each_public_thing_once_in_parts_of_few_thousands(client: httpx.AsyncClient) -> None:
    author = await make_member()
    await execute(
        """insert into idea (public_id, author, title, summary, state, published_at)
        select string_agg(substr('23456789bcdfghjkmnpqrstvwxyz', 1 + floor(random() * 28)::int, 1), ''), {}, 't', 's',
          'published', app_now() from generate_series(1, 13_000) n, generate_series(1, 8) k group by n""",
        author.id,
    )  # fmt: skip
    parts = await parts_of("ideas")
    assert parts == 8
    found = [[path for path, _ in await addresses("ideas", part, parts)] for part in range(parts)]
    assert max(map(len, found)) < MOST and min(map(len, found)) > 1_000
    every = [path for part in found for path in part]
    wanted = await rows("select '/ideas/' || public_id as path from idea where state = 'published'")
    assert len(every) == len(set(every)) == len(wanted) and set(every) == {one["path"] for one in wanted}
    index = await client.get("/sitemap.xml")
    assert index.text.count("/sitemaps/ideas-8-") == 8
    part = await client.get("/sitemaps/ideas-8-3.xml")
    assert part.text.count("<url>") == len(found[2]) and "<lastmod>20" in part.text
    ElementTree.fromstring(part.content)
    for wrong in ("ideas-3-1", "ideas-8-9", "ideas-8-0", "ideas-32768-1", "members-1-1", "ideas-1-1x", "x"):
        assert (await client.get(f"/sitemaps/{wrong}.xml")).status_code == 404, wrong


def test_parts_are_few_and_begin_where_the_one_before_ends() -> None:
    assert [parts_for(n) for n in (0, 3_000, 3_001, 250_000)] == [1, 1, 2, 128]
    for parts in (1, 2, 8, 128):
        edges = [edge(part, parts) for part in range(parts + 1)]
        assert edges[0] == edges[-1] == "" and edges[1:-1] == sorted(set(edges[1:-1]))


async def test_robots_are_kept_from_what_is_somebodys_own(client: httpx.AsyncClient) -> None:
    told = (await client.get("/robots.txt")).text
    assert "Sitemap: http" in told and told.startswith("User-agent: *")
    for path in ("/me", "/pledges", "/perks", "/staff", "/brands/*/studio", "/*?*key="):
        assert f"Disallow: {path}\n" in told
