"""Papers in the browser: read by all, in every version; written by staff."""

import httpx

from app.papers.actions import publish_version, record_consents
from app.papers.queries import versions
from tests.people import make_member, sign_in

SECOND = {"zh-Hans": {"title": "用户协议", "body": "一人一票。\n\n可以申诉。"}}


async def test_the_footer_leads_to_the_papers_and_each_version_has_an_address(client: httpx.AsyncClient, db: None) -> None:
    assert "/papers/terms" in (await client.get("/ideas")).text
    first = await client.get("/papers/terms")
    assert first.status_code == 200 and "用户协议" in first.text
    await publish_version("terms", SECOND, is_major=True, note="可以申诉了")
    assert "可以申诉" in (await client.get("/papers/terms/2.0")).text
    old = await client.get("/papers/terms/1.0")
    assert "以前的版本" in old.text and "/papers/terms/2.0" in old.text
    changes = await client.get("/papers/terms/2.0/changes")
    assert "<ins>" in changes.text and "<del>" in changes.text
    assert (await client.get("/papers/terms/1.0/changes")).status_code == 404
    assert (await client.get("/papers/terms/9")).status_code == 404
    assert (await client.get("/papers/recipes")).status_code == 404


async def test_a_reader_gets_the_text_in_the_nearest_language(client: httpx.AsyncClient, db: None) -> None:
    english = await client.get("/papers/privacy", headers={"Accept-Language": "en"})
    assert "What we keep" in english.text
    await publish_version("privacy", {"zh-Hant": {"title": "隱私政策", "body": "只有繁體。"}}, is_major=True)
    client.cookies.clear()
    for lang in ("en", "zh-CN"):
        assert "只有繁體" in (await client.get("/papers/privacy/2.0", headers={"Accept-Language": lang})).text


async def test_i_see_what_i_agreed_to(client: httpx.AsyncClient, db: None) -> None:
    member = await make_member()
    await record_consents(member.id, ("terms", "privacy"), how="joining")
    await publish_version("terms", SECOND, is_major=True)
    await sign_in(client, member)
    shown = (await client.get("/me/papers")).text
    assert "/papers/terms/1.0" in shown and "/papers/privacy/1.0" in shown and "/papers/terms/2.0" not in shown


async def test_staff_look_before_they_publish(client: httpx.AsyncClient, db: None) -> None:
    staff = await make_member(staff=True)
    await sign_in(client, staff)
    assert "范本" in (await client.get("/staff/papers/terms")).text
    form = {"title_hans": "用户协议", "body_hans": "全新的一段，只此一句。", "weight": "major", "note": "重写"}
    looked = await client.post("/staff/papers/terms", data=form | {"deed": "look"})
    assert looked.status_code == 200 and "<ins>" in looked.text and len(await versions("terms")) == 1
    done = await client.post("/staff/papers/terms", data=form | {"deed": "publish"})
    assert done.status_code == 303
    assert [one.number for one in await versions("terms")] == ["2.0", "1.0"]
    assert "范本" not in (await client.get("/staff/papers/terms")).text
    empty = await client.post("/staff/papers/terms", data={"weight": "major", "deed": "publish"})
    assert empty.status_code == 409


async def test_others_write_no_papers(client: httpx.AsyncClient, db: None) -> None:
    await sign_in(client, await make_member())
    for address in ("/staff/papers", "/staff/papers/terms", "/staff/site", "/staff/region"):
        assert (await client.get(address)).status_code == 404
