"""The site's name, colour and rules: staff's words, seen by everybody at once."""

import httpx
import pytest

from app.foundation.database import execute, rows
from app.notifications.mails import sender
from app.site import profile
from app.site.accent import contrast, derive, luminance
from app.site.profile import Region, Site, region, renew, site
from tests.people import make_brand, make_member, sign_in
from tests.site.rules import rules_of_the_region, site_says


async def test_nothing_is_assumed_until_staff_say_it(db: None) -> None:
    await renew()
    assert region() == Region()
    assert site() == Site()


async def test_staff_rename_the_site(client: httpx.AsyncClient, db: None) -> None:
    await sign_in(client, await make_member(staff=True))
    said = {"name": "木作社", "accent": "#b3392f", "sender": "木作社小助手", "brand": "", "kept": "", "deed": "save"}
    assert (await client.post("/staff/site", data=said)).status_code == 303
    assert site().name == "木作社"
    shown = (await client.get("/ideas")).text
    assert "木作社" in shown and "/site.css?v=1" in shown
    sheet = await client.get("/site.css?v=1")
    assert "--accent" in sheet.text and "immutable" in sheet.headers["cache-control"]
    assert (await client.get("/site.css?v=7")).headers["cache-control"] == "no-cache"
    [change] = await rows("select profile, fields from profile_change")
    assert change["profile"] == "site" and "木作社" in change["fields"]


async def test_a_look_at_the_colour_keeps_nothing(client: httpx.AsyncClient, db: None) -> None:
    await sign_in(client, await make_member(staff=True))
    looked = await client.post("/staff/site", data={"name": "木作社", "accent": "#ffee00", "deed": "look"})
    assert looked.status_code == 200 and 'id="look"' in looked.text
    assert not await rows("select 1 from site_profile")
    wrong = await client.post("/staff/site", data={"name": "木作社", "accent": "yellow", "deed": "save"})
    assert wrong.status_code == 422


@pytest.mark.parametrize("chosen", ["#ffee00", "#b3392f", "#000000", "#ffffff", "#00ff88", "#3b5bdb", "#ff00ff", "#7a7a7a"])
def test_any_colour_reads_well_on_our_papers(chosen: str) -> None:
    made = derive(chosen)
    assert made is not None
    for ground in ("#f8f5f0", "#fdfcf9", "#efeae1"):
        assert contrast(luminance(made.light), luminance(ground)) >= 4.5, (made, ground)
    for ground in ("#1a1613", "#25201b", "#12100d"):
        assert contrast(luminance(made.dark), luminance(ground)) >= 4.5, (made, ground)


async def test_the_seller_and_the_filing_number_stand_in_the_footer(client: httpx.AsyncClient, db: None) -> None:
    await rules_of_the_region(
        seller="木作社有限公司\n电话 021-5555", footer="沪ICP备1号 https://beian.example\n客服 9–18 点", withdrawal_days=7
    )
    shown = (await client.get("/ideas")).text
    assert "木作社有限公司" in shown and "沪ICP备1号" in shown and "客服 9–18 点" in shown
    assert 'href="https://beian.example"' in shown


async def test_staff_fill_in_the_regions_rules(client: httpx.AsyncClient, db: None) -> None:
    await sign_in(client, await make_member(staff=True))
    said = {"least_age_join": "14", "least_age_pledge": "18", "phone_to_post": "1", "seller": "某公司", "withdrawal_days": ""}
    assert (await client.post("/staff/region", data=said)).status_code == 303
    assert (region().least_age_join, region().least_age_vote, region().least_age_pledge) == (14, 0, 18)
    assert region().phone_to_post and region().pre_moderation == "off"
    assert "某公司" in (await client.get("/staff/region")).text
    assert (await client.post("/staff/region", data={"least_age_join": "many"})).status_code == 422


async def test_the_site_of_one_brand_bears_its_name(client: httpx.AsyncClient, db: None) -> None:
    owner = await make_member()
    ours, other = await make_brand(owner, "木头社"), await make_brand(owner, "铁皮社")
    await site_says(brand=ours["id"])
    assert site().single_brand == ours["public_id"]
    shown = (await client.get("/")).text
    assert "木头社" in shown and "铁皮社" not in shown and f"/brands/{ours['public_id']}" in shown
    assert (await client.get(f"/brands/{ours['public_id']}")).status_code == 200
    assert (await client.get(f"/brands/{other['public_id']}")).status_code == 404
    await sign_in(client, owner)
    assert (await client.get("/brands/new")).status_code in (403, 404, 409)
    assert (await client.post("/brands", data={"name": "第三社", "story": ""})).status_code in (403, 404, 409)
    assert (await client.get(f"/brands/{ours['public_id']}/studio")).status_code == 200


async def test_mails_and_home_screens_bear_the_present_name(client: httpx.AsyncClient, db: None) -> None:
    await site_says(name="木作社")
    assert str(sender()).startswith("木作社 <")
    manifest = await client.get("/site.webmanifest")
    assert manifest.json()["name"] == "木作社" and manifest.headers["content-type"] == "application/manifest+json"
    await site_says(sender="木作社小助手")
    assert str(sender()).startswith("木作社小助手 <")


async def test_what_another_process_changed_is_known_within_two_seconds(client: httpx.AsyncClient, db: None) -> None:
    await client.get("/papers")
    await execute("insert into site_profile (only_row, name) values (true, '铁皮社')")
    assert site().name == "智造"
    assert profile._copy.until <= profile.time.monotonic() + 2
    profile._copy.until = 0.0  # two seconds later
    assert "铁皮社" in (await client.get("/papers/terms")).text
