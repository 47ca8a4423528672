"""A draft shown to the boss, who has no account: the brand makes the link, sees it and takes it back."""

import re
from datetime import timedelta

import httpx
import pytest

from app.foundation.clock import shift
from app.foundation.database import execute, value
from tests.campaigns.makers import anyone_new, make_campaign, make_tier
from tests.people import join_team, make_brand, make_member, sign_in

pytestmark = pytest.mark.usefixtures("db")


async def desk_with_draft(client: httpx.AsyncClient) -> tuple[dict, str]:
    owner = await make_member()
    brand = await make_brand(owner)
    campaign = await make_campaign(brand=brand, state="draft", title="还没公开的灯")
    await make_tier(campaign)
    await sign_in(client, owner)
    return campaign, f"/brands/{brand['public_id']}/studio/campaigns/{campaign['public_id']}/previews"


async def made_link(client: httpx.AsyncClient, desk: str, note: str = "王总", days: str = "7") -> str:
    assert (await client.post(desk, data={"note": note, "days": days})).status_code == 303
    found = re.findall(r"data-copy-text[^>]*>http://[^/]+(/campaigns/\w+/preview\?key=[^<]+)<", (await client.get(desk)).text)
    return found[0]


async def test_the_boss_sees_the_draft_without_an_account_and_is_told_what_it_is(client: httpx.AsyncClient) -> None:
    campaign, desk = await desk_with_draft(client)
    link = await made_link(client, desk)
    client.cookies.clear()
    assert (await client.get(f"/campaigns/{campaign['public_id']}")).status_code == 404
    seen = await client.get(link)
    assert seen.status_code == 200
    for said in ("还没公开的灯", "这是预览，不是公开页面", "王总", "noindex"):
        assert said in seen.text, said
    assert "/pledges/new" not in seen.text and "data-share" not in seen.text
    assert (seen.headers["cache-control"], seen.headers["referrer-policy"]) == ("no-store", "no-referrer")


async def test_looking_counts_only_when_the_page_s_own_script_says_so(client: httpx.AsyncClient) -> None:
    _, desk = await desk_with_draft(client)
    link = await made_link(client, desk)
    page = await client.get(link)
    assert await value("select opened from capability_link where scope = 'preview'") == 0, "a GET changes nothing"
    told = re.search(r'hx-post="([^"]+)"', page.text)
    assert told and (await client.post(told[1])).status_code == 204
    assert "打开过 1 次" in (await client.get(desk)).text


async def test_a_link_ends_by_itself_and_by_hand_and_the_others_stay(client: httpx.AsyncClient) -> None:
    _, desk = await desk_with_draft(client)
    short, long = await made_link(client, desk, days="1"), await made_link(client, desk, note="客户", days="30")
    revoked = re.search(rf'action="({re.escape(desk)}/\w+/revocation)"', (await client.get(desk)).text)
    assert revoked
    await shift(timedelta(days=2))
    assert (await client.get(short)).status_code == 404
    assert (await client.get(long)).status_code == 200
    assert (await client.post(revoked[1])).status_code == 303
    gone = await client.get(long)
    assert (gone.status_code, "这个链接失效了" in gone.text) == (404, True)
    assert "还没有预览链接" in (await client.get(desk)).text


async def test_once_public_the_link_leads_to_the_public_page(client: httpx.AsyncClient) -> None:
    campaign, desk = await desk_with_draft(client)
    link = await made_link(client, desk)
    await execute("update campaign set state = 'live' where id = {}", campaign["id"])
    client_sees = await client.get(link)
    assert client_sees.headers["location"] == f"/campaigns/{campaign['public_id']}"
    assert (await client.post(desk, data={"note": "谁", "days": "7"})).status_code == 409
    await execute("update campaign set state = 'draft', visibility = 'hidden' where id = {}", campaign["id"])
    assert (await client.get(link)).status_code == 404


async def test_only_who_may_edit_makes_and_revokes(client: httpx.AsyncClient) -> None:
    campaign, desk = await desk_with_draft(client)
    link = await made_link(client, desk)
    packer = await anyone_new()
    await join_team({"id": campaign["brand"]}, packer, "fulfilment")
    await sign_in(client, packer)
    assert link.split("=")[1] in (await client.get(desk)).text
    assert (await client.post(desk, data={"note": "谁", "days": "7"})).status_code == 403
    refused = await client.post(desk.replace("/previews", "/previews/whatever/revocation"))
    assert refused.status_code == 403
