"""我的: profile, password, language."""

import io

import httpx
import pytest
from PIL import Image

from app.accounts.actions import set_password
from app.accounts.queries import profile_of
from app.accounts.sessions import start_session
from app.accounts.staff import create_staff
from app.accounts.viewer import SESSION_COOKIE
from app.foundation.database import value
from app.foundation.refusals import Refusal
from tests.people import make_member, sign_in

pytestmark = pytest.mark.usefixtures("db")

PROFILE = {"name": "阿树", "bio": "做木工", "kept": "", "lang": "zh-Hant", "time_zone": "Asia/Taipei"}


def png() -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (300, 300), "teal").save(out, "PNG")
    return out.getvalue()


async def test_a_profile_is_saved_with_its_avatar(client: httpx.AsyncClient) -> None:
    member = await make_member("旧名")
    await sign_in(client, member)
    answer = await client.post("/me/profile", data=PROFILE, files={"avatar": ("a.png", png(), "image/png")})
    assert answer.status_code == 303, answer.text
    kept = await profile_of(member.id)
    assert (kept["name"], kept["bio"], kept["lang"], kept["time_zone"]) == ("阿树", "做木工", "zh-Hant", "Asia/Taipei")
    assert (await client.get(f"/media/{kept['avatar']}/160.webp")).headers["content-type"] == "image/webp"
    assert await value("select attached from picture where public_id = {}", kept["avatar"])


async def test_a_failing_profile_form_keeps_the_uploaded_picture(client: httpx.AsyncClient) -> None:
    member = await make_member("旧名")
    await sign_in(client, member)
    answer = await client.post("/me/profile", data=PROFILE | {"name": ""}, files={"avatar": ("a.png", png(), "image/png")})
    assert answer.status_code == 422
    picture = await value("select public_id from picture")
    assert f'name="kept" value="{picture}"' in answer.text
    assert "做木工" in answer.text
    await client.post("/me/profile", data=PROFILE | {"kept": picture})
    assert (await profile_of(member.id))["avatar"] == picture


async def test_what_is_no_picture_is_refused_at_its_field(client: httpx.AsyncClient) -> None:
    await sign_in(client, await make_member())
    answer = await client.post("/me/profile", data=PROFILE, files={"avatar": ("a.png", b"<?php", "image/png")})
    assert answer.status_code == 409
    assert 'id="f-avatar-error"' in answer.text
    assert "不是能读取的图片" in answer.text


async def test_nobody_wears_a_strangers_picture(client: httpx.AsyncClient) -> None:
    stranger, member = await make_member(), await make_member()
    from app.media.actions import keep_picture

    theirs = await keep_picture(stranger.id, png())
    await sign_in(client, member)
    await client.post("/me/profile", data=PROFILE | {"kept": theirs})
    assert (await profile_of(member.id))["avatar"] == ""


async def test_a_first_password_needs_no_old_one_and_signs_out_other_browsers(client: httpx.AsyncClient) -> None:
    member = await make_member()
    await start_session(member.id)
    before = await sign_in(client, member)
    answer = await client.post("/me/password", data={"password": "correct horse"})
    assert answer.status_code == 303
    assert (await client.get("/me")).status_code == 200
    assert client.cookies[SESSION_COOKIE] != before, "a new id at each change of rights"
    assert await value("select count(*) from session") == 1
    assert await value("select event from mail") == "password_set"


async def test_a_new_password_needs_the_present_one(client: httpx.AsyncClient) -> None:
    member = await make_member(email="ashu@people.test")
    await set_password(member, "correct horse")
    await sign_in(client, member)
    answer = await client.post("/me/password", data={"current": "wrong horse", "password": "battery staple"})
    assert answer.status_code == 409
    assert "现在的密码不对" in answer.text
    assert (await client.post("/me/password", data={"password": "battery staple"})).status_code == 422
    assert (await client.post("/me/password", data={"current": "correct horse", "password": "battery staple"})).status_code == 303
    await client.post("/sign-out")
    answer = await client.post("/sign-in", data={"address": "ashu@people.test", "password": "battery staple"})
    assert answer.status_code == 303


@pytest.mark.parametrize("password", ["short", "11111111", "12345678", "ashu@people.test", "password"])
async def test_a_password_that_is_guessed_first_is_refused(client: httpx.AsyncClient, password: str) -> None:
    await sign_in(client, await make_member(email="ashu@people.test"))
    answer = await client.post("/me/password", data={"password": password})
    assert answer.status_code in (409, 422)
    assert await value("select count(*) from password") == 0


async def test_a_password_can_be_given_up(client: httpx.AsyncClient) -> None:
    member = await make_member(email="ashu@people.test")
    await set_password(member, "correct horse")
    await sign_in(client, member)
    assert (await client.post("/me/password/removal", data={"current": "guess"})).status_code == 409
    assert (await client.post("/me/password/removal", data={"current": "correct horse"})).status_code == 303
    assert await value("select count(*) from password") == 0


async def test_the_language_switch_reaches_the_members_mails(client: httpx.AsyncClient) -> None:
    member = await make_member()
    await sign_in(client, member)
    answer = await client.post("/language", data={"lang": "en", "next": "/me?x=1"})
    assert answer.headers["location"] == "/me?x=1"
    assert '<html lang="en"' in (await client.get("/me")).text
    assert (await profile_of(member.id))["lang"] == "en"


async def test_staff_are_made_by_address_and_others_find_no_desk(client: httpx.AsyncClient) -> None:
    await sign_in(client, await make_member())
    assert (await client.get("/staff")).status_code == 404
    await create_staff("Boss@People.test")
    await create_staff("boss@people.test")
    assert await value("select count(*) from member where is_staff") == 1
    await sign_in(client, await make_member(staff=True))
    assert (await client.get("/staff")).status_code == 200
    with pytest.raises(Refusal):
        await create_staff("not an address")
