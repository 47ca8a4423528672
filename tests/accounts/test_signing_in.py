"""Signing in by a code or a password: what leads in, and everything that doesn't."""

import re
from datetime import timedelta
from urllib.parse import parse_qs, urlsplit

import httpx
import pytest

from app.accounts.actions import set_password
from app.accounts.viewer import SESSION_COOKIE
from app.foundation import clock
from app.foundation.database import execute, row, rows, value
from tests.accounts.browsers import is_signed_in, other_browser
from tests.accounts.mailbox import ask_code, code_for, wrong
from tests.people import make_member, sign_in, wear
from tests.site.rules import rules_of_the_region

pytestmark = pytest.mark.usefixtures("db")


async def test_a_known_member_signs_in_with_the_mailed_code(client: httpx.AsyncClient) -> None:
    await make_member("阿树", email="ashu@people.test")
    code = await ask_code(client, "ashu@people.test")
    answer = await client.post("/sign-in", data={"code": code, "next": "/ideas/new"})
    assert (answer.status_code, answer.headers["location"]) == (303, "/ideas/new")
    assert "阿树" in (await client.get("/me")).text


async def test_a_code_is_understood_however_it_was_pasted(client: httpx.AsyncClient) -> None:
    await make_member(email="ashu@people.test")
    code = await ask_code(client, "ashu@people.test")
    await client.post("/sign-in", data={"code": " ".join(chr(ord(digit) + 0xFEE0) for digit in code)})
    assert await is_signed_in(client)


async def test_a_new_address_joins_with_the_right_code_under_a_neutral_name(client: httpx.AsyncClient) -> None:
    await client.get("/?ref=wechat-poster")
    code = await ask_code(client, "lin.xiaoshu@people.test", next="/ideas/new")
    answer = await client.post("/sign-in", data={"code": code, "time_zone": "Asia/Taipei", "next": "/ideas/new"})
    assert (answer.status_code, answer.headers["location"]) == (303, "/ideas/new")
    kept = await row("select m.ref, p.name, p.time_zone from member m join member_profile p on p.member = m.id")
    assert kept is not None
    assert (kept["ref"], kept["time_zone"]) == ("wechat-poster", "Asia/Taipei")
    assert re.fullmatch(r"粉丝\w{4}", kept["name"])
    assert kept["name"] in (await client.get("/inbox")).text, "they learn under which name they are seen"


async def test_joining_notes_what_was_agreed_to(client: httpx.AsyncClient) -> None:
    await client.post("/sign-in", data={"code": await ask_code(client, "new@people.test")})
    agreed = await rows(
        """select p.kind, c.how from consent c join paper_version v on v.id = c.version join paper p on p.id = v.paper
        order by p.kind"""
    )
    assert [(one["kind"], one["how"]) for one in agreed] == [("privacy", "joining"), ("terms", "joining")]


async def test_nobody_becomes_a_member_before_the_code_is_right(client: httpx.AsyncClient) -> None:
    code = await ask_code(client, "new@people.test")
    await client.post("/sign-in", data={"code": wrong(code)})
    assert await value("select count(*) from member") == 0


async def test_a_wrong_code_is_refused_with_the_tries_that_are_left(client: httpx.AsyncClient) -> None:
    await make_member(email="ashu@people.test")
    code = await ask_code(client, "ashu@people.test")
    answer = await client.post("/sign-in", data={"code": wrong(code)})
    assert answer.status_code == 409
    assert "还可以试 4 次" in answer.text
    assert not await is_signed_in(client)


async def test_after_five_wrong_codes_the_right_one_no_longer_helps(client: httpx.AsyncClient) -> None:
    await make_member(email="ashu@people.test")
    code = await ask_code(client, "ashu@people.test")
    for _ in range(5):
        await client.post("/sign-in", data={"code": wrong(code)})
    answer = await client.post("/sign-in", data={"code": code})
    assert "错了 5 次" in answer.text
    assert not await is_signed_in(client)


async def test_a_code_lives_ten_minutes(client: httpx.AsyncClient) -> None:
    await make_member(email="ashu@people.test")
    code = await ask_code(client, "ashu@people.test")
    await clock.shift(timedelta(minutes=10, seconds=1))
    answer = await client.post("/sign-in", data={"code": code})
    assert "过期" in answer.text
    assert not await is_signed_in(client)


async def test_a_code_is_good_only_in_the_browser_that_asked(client: httpx.AsyncClient) -> None:
    await make_member(email="ashu@people.test")
    code = await ask_code(client, "ashu@people.test")
    async with other_browser() as thief:
        answer = await thief.post("/sign-in", data={"code": code})
        assert "申请它的浏览器" in answer.text
        assert not await is_signed_in(thief)
    await client.post("/sign-in", data={"code": code})
    assert await is_signed_in(client)


async def test_a_code_signs_in_once(client: httpx.AsyncClient) -> None:
    await make_member(email="ashu@people.test")
    code = await ask_code(client, "ashu@people.test")
    browser = client.cookies["zz_browser"]
    await client.post("/sign-in", data={"code": code})
    async with other_browser() as thief:
        thief.cookies.set("zz_browser", browser)
        await thief.post("/sign-in", data={"code": code})
        assert not await is_signed_in(thief)


async def test_known_and_unknown_addresses_get_the_same_answer(client: httpx.AsyncClient) -> None:
    await make_member(email="known@people.test")
    texts = []
    for address in ("known@people.test", "nobody@people.test"):
        async with other_browser() as browser:
            first = await browser.post("/sign-in", data={"address": address})
            second = await browser.get(first.headers["location"])
            at = parse_qs(urlsplit(first.headers["location"]).query)["at"][0]
            text = second.text.replace(address, "…").replace(address.replace("@", "%40"), "…").replace(at, "…")
            texts.append((first.status_code, text))
            assert await code_for(address)
    assert texts[0] == texts[1]


async def test_a_second_code_can_be_asked_after_a_minute(client: httpx.AsyncClient) -> None:
    first = await ask_code(client, "ashu@people.test")
    answer = await client.post("/sign-in", data={"address": "ashu@people.test"})
    assert answer.status_code == 409
    assert "刚刚发过" in answer.text
    assert await value("select count(*) from mail") == 1
    await clock.shift(timedelta(seconds=61))
    await make_member(email="ashu@people.test")
    second = await ask_code(client, "ashu@people.test")
    if first != second:
        await client.post("/sign-in", data={"code": first})
        assert not await is_signed_in(client)
    await client.post("/sign-in", data={"code": second})
    assert await is_signed_in(client)


async def test_an_address_is_not_flooded_and_not_locked_out_for_good(client: httpx.AsyncClient) -> None:
    for _ in range(6):
        async with other_browser() as browser:
            await ask_code(browser, "victim@people.test")
    answer = await client.post("/sign-in", data={"address": "victim@people.test"})
    assert answer.status_code == 429
    assert "过一刻钟再试" in answer.text
    assert "victim@people.test" in answer.text
    await clock.shift(timedelta(minutes=16))
    assert await ask_code(client, "victim@people.test")


async def test_a_stranger_elsewhere_locks_nobody_out(client: httpx.AsyncClient) -> None:
    member = await make_member(email="victim@people.test")
    await set_password(member, "zhizao-demo")
    async with other_browser("203.0.113.9") as stranger:
        for n in range(12):
            stranger.cookies.clear()
            await stranger.post("/sign-in", data={"address": "victim@people.test"})
            await stranger.post("/sign-in", data={"address": "victim@people.test", "password": f"guess-{n}"})
        refused = await stranger.post("/sign-in", data={"address": "victim@people.test", "password": "zhizao-demo"})
        assert refused.status_code == 429
    assert await value("select count(*) from mail where address = 'victim@people.test'") == 6
    await client.post("/sign-in", data={"address": "victim@people.test", "password": "zhizao-demo"})
    assert await is_signed_in(client)
    client.cookies.clear()
    await client.post("/sign-in", data={"code": await ask_code(client, "victim@people.test")})
    assert await is_signed_in(client)


async def test_many_places_together_flood_no_address(client: httpx.AsyncClient) -> None:
    for place in range(6):
        async with other_browser(f"203.0.113.{place}") as stranger:
            for _ in range(6):
                stranger.cookies.clear()
                await stranger.post("/sign-in", data={"address": "victim@people.test"})
    assert await value("select count(*) from mail where address = 'victim@people.test'") == 30


async def test_what_is_no_address_is_refused_and_still_there(client: httpx.AsyncClient) -> None:
    answer = await client.post("/sign-in", data={"address": "ashu@", "next": "/ideas"})
    assert answer.status_code == 422
    assert "不像一个邮箱" in answer.text
    assert 'value="ashu@"' in answer.text
    assert 'value="/ideas"' in answer.text


async def test_a_password_signs_in_whoever_set_one(client: httpx.AsyncClient) -> None:
    member = await make_member(email="ashu@people.test")
    await set_password(member, "zhizao-demo")
    answer = await client.post("/sign-in", data={"address": "ashu@people.test", "password": "zhizao-demo", "next": "/perks"})
    assert (answer.status_code, answer.headers["location"]) == (303, "/perks")
    assert await is_signed_in(client)


@pytest.mark.parametrize(
    ("address", "password"),
    [("ashu@people.test", "zhizao-dem0"), ("nobody@people.test", "zhizao-demo"), ("codes@people.test", "zhizao-demo")],
    ids=["wrong password", "unknown address", "no password set"],
)
async def test_a_password_that_does_not_fit_gets_one_answer(client: httpx.AsyncClient, address: str, password: str) -> None:
    await set_password(await make_member(email="ashu@people.test"), "zhizao-demo")
    await make_member(email="codes@people.test")
    answer = await client.post("/sign-in", data={"address": address, "password": password})
    assert answer.status_code == 409
    assert "邮箱或密码不对" in answer.text
    assert password not in answer.text
    assert not await is_signed_in(client)


async def test_passwords_can_not_be_tried_without_end(client: httpx.AsyncClient) -> None:
    await set_password(await make_member(email="ashu@people.test"), "zhizao-demo")
    for n in range(10):
        await client.post("/sign-in", data={"address": "ashu@people.test", "password": f"guess-{n}"})
    answer = await client.post("/sign-in", data={"address": "ashu@people.test", "password": "zhizao-demo"})
    assert answer.status_code == 429
    assert "试得太多次" in answer.text
    await client.post("/sign-in", data={"code": await ask_code(client, "ashu@people.test")})
    assert await is_signed_in(client), "a code still leads in"


async def test_a_session_id_that_the_visitor_chose_is_never_kept(client: httpx.AsyncClient) -> None:
    await make_member(email="ashu@people.test")
    wear(client, "chosen-by-an-attacker")
    await client.post("/sign-in", data={"code": await ask_code(client, "ashu@people.test")})
    assert await value("select count(*) from session") == 1
    async with other_browser() as attacker:
        wear(attacker, "chosen-by-an-attacker")
        assert not await is_signed_in(attacker)


async def test_signing_in_again_ends_the_session_before(client: httpx.AsyncClient) -> None:
    member = await make_member(email="ashu@people.test")
    before = await sign_in(client, member)
    await client.post("/sign-in", data={"code": await ask_code(client, "ashu@people.test")})
    async with other_browser() as browser:
        wear(browser, before)
        assert not await is_signed_in(browser)


async def test_the_session_cookie_is_out_of_scripts_reach(client: httpx.AsyncClient) -> None:
    await make_member(email="ashu@people.test")
    answer = await client.post("/sign-in", data={"code": await ask_code(client, "ashu@people.test")})
    cookie = next(one for one in answer.headers.get_list("set-cookie") if one.startswith(SESSION_COOKIE + "="))
    assert "HttpOnly" in cookie
    assert "samesite=lax" in cookie.lower()
    assert "Path=/" in cookie
    assert f"Max-Age={90 * 86400}" in cookie
    token = cookie.split("=", 1)[1].split(";")[0]
    assert await value("select count(*) from session where encode(token_hash, 'escape') like {}", f"%{token[:12]}%") == 0


@pytest.mark.parametrize(
    "target",
    ["//evil.test", "https://evil.test/", "/\\evil.test", "/%5C/../\\evil.test", "javascript:alert(1)", "/\t/evil.test",
     "evil.test", "/\n/evil.test", "\\\\evil.test", "/sign-in?next=/sign-in"],
)  # fmt: skip
async def test_signing_in_never_leads_to_another_site(client: httpx.AsyncClient, target: str) -> None:
    await set_password(await make_member(email="ashu@people.test"), "zhizao-demo")
    answer = await client.post("/sign-in", data={"address": "ashu@people.test", "password": "zhizao-demo", "next": target})
    assert answer.headers["location"] == "/"
    answer = await client.get("/sign-in", params={"next": target})
    assert answer.headers["location"] == "/"


async def test_a_change_begun_signed_out_says_why_one_is_asked(client: httpx.AsyncClient) -> None:
    answer = await client.post("/brands", data={"name": "木头厂"}, headers={"Referer": "http://127.0.0.1:8000/brands/new"})
    assert answer.headers["location"] == "/sign-in?next=/brands/new&why=brands"
    page = await client.get(answer.headers["location"])
    assert "品牌要有人负责" in page.text
    assert 'name="next" value="/brands/new"' in page.text
    with_htmx = await client.post("/brands", headers={"HX-Request": "true"})
    assert with_htmx.headers["HX-Redirect"].startswith("/sign-in?next=")


async def test_whoever_is_signed_in_needs_no_sign_in_page(client: httpx.AsyncClient) -> None:
    await sign_in(client, await make_member())
    answer = await client.get("/sign-in?next=/ideas")
    assert (answer.status_code, answer.headers["location"]) == (303, "/ideas")


async def test_a_browser_that_forgets_every_cookie_between_two_pages_signs_in(client: httpx.AsyncClient) -> None:
    await make_member("阿树", email="ashu@people.test")
    sent = await client.post("/sign-in", data={"address": "ashu@people.test", "next": "/ideas/new"})
    client.cookies.clear()
    shown = await client.get(sent.headers["location"])
    client.cookies.clear()
    assert "填验证码" in shown.text
    fields = dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', shown.text.split("</form>")[0]))
    answer = await client.post("/sign-in", data=fields | {"code": await code_for("ashu@people.test")})
    assert answer.headers["location"] == "/ideas/new"
    assert await is_signed_in(client)


async def test_an_address_that_names_a_code_no_longer_good_leads_to_another_one(client: httpx.AsyncClient) -> None:
    sent = await client.post("/sign-in", data={"address": "ashu@people.test"})
    await clock.shift(timedelta(minutes=11))
    assert "请再发一次" in (await client.get(sent.headers["location"])).text


async def test_an_erased_members_session_is_over(client: httpx.AsyncClient) -> None:
    member = await make_member()
    await sign_in(client, member)
    await execute("update member set erased_at = app_now() where id = {}", member.id)
    assert not await is_signed_in(client)


async def test_where_data_leaves_the_country_nobody_joins_without_having_agreed_to_it(client: httpx.AsyncClient) -> None:
    await rules_of_the_region(cross_border=True)
    refused = await client.post("/sign-in", data={"address": "new@people.test"})
    assert "请先勾选同意" in refused.text
    assert await value("select count(*) from mail") == 0
    sent = await client.post("/sign-in", data={"address": "new@people.test", "cross_border": "1"})
    again = await client.get(sent.headers["location"])
    assert 'name="cross_border" value="1"' in again.text, "sending another code asks no second time"
    await client.post("/sign-in", data={"code": await code_for("new@people.test")})
    agreed = (
        "select count(*) from consent c join paper_version v on v.id = c.version join paper p on p.id = v.paper where p.kind = {}"
    )
    assert await value(agreed, "cross_border") == 1
