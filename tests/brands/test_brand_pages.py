"""A brand's public page and its desk."""

import httpx
import pytest

from app.foundation.database import execute, value
from app.web import slots
from tests.accounts.test_own_pages import png
from tests.people import join_team, make_brand, make_member, sign_in

pytestmark = pytest.mark.usefixtures("db")


async def test_a_member_creates_a_brand_and_owns_it(client: httpx.AsyncClient) -> None:
    member = await make_member()
    await sign_in(client, member)
    answer = await client.post(
        "/brands", data={"name": "木头厂", "story": "三代人**做木头**。"}, files={"logo": ("l.png", png(), "image/png")}
    )
    assert answer.status_code == 303, answer.text
    assert await value("select role from brand_member where member = {}", member.id) == "owner"
    desk = await client.get(answer.headers["location"])
    assert "木头厂" in desk.text
    client.cookies.clear()
    page = await client.get(answer.headers["location"].removesuffix("/studio"))
    assert "<strong>做木头</strong>" in page.text
    assert 'property="og:image"' in page.text


async def test_a_brand_needs_a_name_and_its_story_stays(client: httpx.AsyncClient) -> None:
    await sign_in(client, await make_member())
    answer = await client.post("/brands", data={"name": " ", "story": "三代人做木头。"})
    assert answer.status_code == 422
    assert "三代人做木头。" in answer.text
    assert await value("select count(*) from brand") == 0


async def test_a_story_can_not_bring_a_script(client: httpx.AsyncClient) -> None:
    brand = await make_brand(await make_member(), story="<script>alert(1)</script> [x](javascript:alert(1))")
    page = await client.get(f"/brands/{brand['public_id']}")
    assert "<script>alert" not in page.text
    assert 'href="javascript' not in page.text


async def test_a_readable_tail_is_ignored(client: httpx.AsyncClient) -> None:
    brand = await make_brand(await make_member(), "木头厂")
    assert (await client.get(f"/brands/{brand['public_id']}/anything-at-all")).status_code == 200
    assert (await client.get("/brands/zzzzzzzz")).status_code == 404


async def test_a_hidden_brand_is_seen_by_its_team_and_staff_alone(client: httpx.AsyncClient) -> None:
    owner = await make_member()
    brand = await make_brand(owner)
    await execute("update brand set visibility = 'hidden', hidden_reason = '资料不实' where id = {}", brand["id"])
    path = f"/brands/{brand['public_id']}"
    assert (await client.get(path)).status_code == 404
    await sign_in(client, await make_member())
    assert (await client.get(path)).status_code == 404
    for viewer in (owner, await make_member(staff=True)):
        await sign_in(client, viewer)
        assert "资料不实" in (await client.get(path)).text


async def test_a_brand_is_edited_by_those_whose_role_allows_it(client: httpx.AsyncClient) -> None:
    owner, editor, packer = await make_member(), await make_member(), await make_member()
    brand = await make_brand(owner, "旧名")
    await join_team(brand, editor, "editor")
    await join_team(brand, packer, "fulfilment")
    path = f"/brands/{brand['public_id']}/studio/profile"
    await sign_in(client, packer)
    assert (await client.post(path, data={"name": "新名"})).status_code == 403
    await sign_in(client, editor)
    assert (await client.post(path, data={"name": "新名"})).status_code == 303
    assert await value("select name from brand where id = {}", brand["id"]) == "新名"


async def test_editing_without_choosing_a_logo_keeps_the_logo(client: httpx.AsyncClient) -> None:
    owner = await make_member()
    await sign_in(client, owner)
    made = await client.post("/brands", data={"name": "木头厂"}, files={"logo": ("l.png", png(), "image/png")})
    logo = await value("select logo from brand")
    assert logo
    await client.post(made.headers["location"] + "/profile", data={"name": "木头厂", "kept": logo})
    assert await value("select logo from brand") == logo
    fresh = {"logo": ("m.png", png(), "image/png")}
    await client.post(made.headers["location"] + "/profile", data={"name": "木头厂"}, files=fresh)
    assert await value("select logo from brand") != logo


async def test_rooms_above_speak_on_the_brands_pages(client: httpx.AsyncClient) -> None:
    owner = await make_member()
    brand = await make_brand(owner)

    async def sections(request: object, subject: dict) -> str:
        return f"<p>项目在这里：{subject['public_id']}</p>"

    slots.fill("brand.sections", sections)
    try:
        assert f"项目在这里：{brand['public_id']}" in (await client.get(f"/brands/{brand['public_id']}")).text
    finally:
        slots._fillers["brand.sections"] = [one for one in slots._fillers["brand.sections"] if one[1] is not sections]


async def test_brands_can_not_be_made_by_the_dozen(client: httpx.AsyncClient) -> None:
    await sign_in(client, await make_member())
    for n in range(5):
        assert (await client.post("/brands", data={"name": f"品牌{n}"})).status_code == 303
    answer = await client.post("/brands", data={"name": "品牌6"})
    assert answer.status_code == 429
    assert "品牌6" in answer.text
