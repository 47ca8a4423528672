"""Pictures of somebody signed out: seen only in the form that holds them, theirs by their key, waiting with an intent."""

from datetime import timedelta

import httpx
import pytest

from app.foundation import clock
from app.foundation.database import execute, value
from app.foundation.refusals import SlowDown
from app.media import storage
from app.media.actions import attach, forget_unattached, keep_for_visitor, keep_picture, keep_until
from app.media.keys import bare, with_key
from tests.media.test_pictures import encoded, left_red
from tests.people import make_member, sign_in

TINY = encoded(left_red(20, 20), "PNG")
ELSEWHERE = {"Sec-Fetch-Site": "cross-site"}


async def upload(client: httpx.AsyncClient, data: bytes = TINY) -> str:
    """What the form carries afterwards."""
    answer = await client.post("/pictures", files={"picture": ("IMG_1.heic", data, "application/octet-stream")})
    assert answer.status_code == 200, answer.text
    return answer.text.split('name="pictures" value="')[1].split('"')[0]


async def held() -> str:
    return with_key(await keep_for_visitor(TINY, visitor="a browser", place="198.51.100.7"))


@pytest.mark.usefixtures("db")
async def test_somebody_signed_out_uploads_while_typing(client: httpx.AsyncClient) -> None:
    carried = await upload(client)
    assert await value("select owner is null and not attached from picture where public_id = {}", bare(carried))
    assert "zz_visitor" in client.cookies


@pytest.mark.usefixtures("db")
async def test_a_held_picture_is_seen_only_in_the_page_that_holds_its_key(client: httpx.AsyncClient) -> None:
    public_id, _, key = (await upload(client)).partition(".")
    address = f"/media/{public_id}/160.webp"
    in_the_form = await client.get(f"{address}?key={key}")
    assert (in_the_form.status_code, in_the_form.headers["cache-control"]) == (200, "private, max-age=3600")
    assert (await client.get(address)).status_code == 404
    assert (await client.get(f"{address}?key={key[:-1]}x")).status_code == 404
    assert (await client.get(f"{address}?key={key}", headers=ELSEWHERE)).status_code == 404
    assert (await client.get(f"{address}?key={key}", headers={"Sec-Fetch-Site": "none"})).status_code == 404


@pytest.mark.usefixtures("db")
async def test_an_older_browser_says_by_its_referer_that_our_page_asks(client: httpx.AsyncClient) -> None:
    public_id, _, key = (await upload(client)).partition(".")
    del client.headers["Sec-Fetch-Site"]
    address = f"/media/{public_id}/160.webp?key={key}"
    assert (await client.get(address)).status_code == 404
    assert (await client.get(address, headers={"Referer": "https://elsewhere.example/"})).status_code == 404
    assert (await client.get(address, headers={"Referer": f"{client.base_url}/ideas/new"})).status_code == 200


@pytest.mark.usefixtures("db")
async def test_a_members_picture_is_theirs_alone_until_it_is_attached(client: httpx.AsyncClient) -> None:
    owner, stranger = await make_member(), await make_member()
    picture = await keep_picture(owner.id, TINY)
    address = f"/media/{picture}/160.webp"
    await sign_in(client, stranger)
    assert (await client.get(address)).status_code == 404
    await sign_in(client, owner)
    assert (await client.get(address)).status_code == 200
    await attach(owner.id, [picture])
    client.cookies.clear()
    assert (await client.get(address, headers=ELSEWHERE)).status_code == 200


@pytest.mark.usefixtures("db")
async def test_a_held_picture_becomes_the_members_by_its_key_alone() -> None:
    member, other = await make_member(), await make_member()
    picture = await held()
    assert await attach(member.id, [bare(picture)]) == []
    assert await attach(member.id, [bare(picture) + ".0123456789abcdef0123"]) == []
    assert await attach(member.id, [picture]) == [bare(picture)]
    assert await value("select owner from picture") == member.id
    assert await attach(other.id, [picture]) == []


@pytest.mark.usefixtures("db")
async def test_pictures_wait_as_long_as_the_intent_that_carries_them() -> None:
    waiting, forgotten = await held(), await held()
    await keep_until([waiting], await clock.now() + timedelta(days=7))
    await clock.shift(timedelta(days=1, minutes=1))
    await forget_unattached()
    assert await storage.get(bare(waiting), 160)
    assert await storage.get(bare(forgotten), 160) is None
    await clock.shift(timedelta(days=6))
    await forget_unattached()
    assert await storage.get(bare(waiting), 160) is None


@pytest.mark.usefixtures("db")
async def test_nobody_prolongs_a_picture_without_its_key() -> None:
    picture = await held()
    await keep_until([bare(picture)], await clock.now() + timedelta(days=7))
    assert await value("select kept_until from picture") is None


@pytest.mark.usefixtures("db")
async def test_what_is_no_picture_is_answered_with_a_sentence(client: httpx.AsyncClient) -> None:
    for files in ({"picture": ("a.heic", b"MZ" + bytes(300), "image/heic")}, {"other": ("a.png", TINY, "image/png")}):
        answer = await client.post("/pictures", files=files)
        assert answer.status_code == 409 and answer.headers["content-type"].startswith("text/plain")
        assert "不是能读取的图片" in answer.text


@pytest.mark.usefixtures("db")
async def test_a_browser_has_its_limit_and_many_behind_one_address_have_room() -> None:
    for _ in range(60):
        await keep_for_visitor(TINY, visitor="busy", place="198.51.100.7")
    with pytest.raises(SlowDown, match="登录以后再加图"):
        await keep_for_visitor(TINY, visitor="busy", place="198.51.100.7")
    await keep_for_visitor(TINY, visitor="another", place="198.51.100.7")
    await execute("update rate_limit set times = 1000 where key = 'upload-from:198.51.100.7'")
    with pytest.raises(SlowDown, match="登录以后再加图"):
        await keep_for_visitor(TINY, visitor="another", place="198.51.100.7")
    await keep_for_visitor(TINY, visitor="another", place="203.0.113.9")
