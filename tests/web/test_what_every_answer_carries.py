"""Headers of every answer, refusal of what other sites send, and pages that are never served to the wrong person."""

from typing import Any

import httpx
import pytest

from app.web.security import client_address, from_elsewhere
from tests.people import make_brand, make_member, sign_in

pytestmark = pytest.mark.usefixtures("db")

HEADERS = {
    "x-content-type-options": "nosniff",
    "referrer-policy": "same-origin",
    "x-frame-options": "DENY",
    "cross-origin-opener-policy": "same-origin",
}


@pytest.mark.parametrize("path", ["/sign-in", "/nowhere", "/me", "/healthz", "/media/zzzzzzzz/160.webp", "/staff"])
async def test_every_answer_carries_the_headers(client: httpx.AsyncClient, path: str) -> None:
    answer = await client.get(path)
    for name, text in HEADERS.items():
        assert answer.headers[name] == text
    policy = answer.headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert "frame-ancestors 'none'" in policy
    assert "strict-transport-security" not in answer.headers, "on plain http it would lock people out"


@pytest.mark.parametrize(
    "headers",
    [
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
        {"Sec-Fetch-Site": "", "Origin": "https://evil.test"},
        {"Sec-Fetch-Site": "", "Origin": "null"},
        {"Sec-Fetch-Site": "", "Origin": "http://127.0.0.1:8001"},
    ],
)
async def test_what_another_site_sends_is_refused_first(client: httpx.AsyncClient, headers: dict[str, str]) -> None:
    await sign_in(client, await make_member())
    for path in ("/sign-out", "/brands", "/sessions/revocation", "/sign-in"):
        answer = await client.post(path, data={"name": "x"}, headers=headers)
        assert answer.status_code == 403
        assert answer.headers["x-content-type-options"] == "nosniff"
    assert (await client.get("/me")).status_code == 200


@pytest.mark.parametrize(
    "headers", [{"Sec-Fetch-Site": "same-origin"}, {"Sec-Fetch-Site": "", "Origin": "http://127.0.0.1:8000"}]
)
async def test_what_our_own_pages_send_is_taken(client: httpx.AsyncClient, headers: dict[str, str]) -> None:
    assert (await client.post("/theme", data={"theme": "dark", "next": "/"}, headers=headers)).status_code == 303


def test_an_origin_of_null_is_elsewhere_even_without_a_host() -> None:
    scope: Any = {"headers": [(b"origin", b"null")]}
    assert from_elsewhere(scope)


def test_a_forwarded_address_counts_only_from_a_trusted_proxy(monkeypatch: pytest.MonkeyPatch) -> None:
    from app.settings import settings

    def seen(client: str, forwarded: str) -> str:
        scope: Any = {"client": (client, 1), "headers": [(b"x-forwarded-for", forwarded.encode())]}
        return client_address(scope)

    assert seen("203.0.113.9", "198.51.100.1") == "203.0.113.9"
    monkeypatch.setitem(settings._env, "TRUSTED_PROXIES", "10.0.0.1, 10.0.0.2")
    assert seen("10.0.0.1", "198.51.100.1") == "198.51.100.1"
    assert seen("10.0.0.1", "6.6.6.6, 198.51.100.1, 10.0.0.2") == "198.51.100.1", "what the visitor wrote in front is theirs"
    assert seen("203.0.113.9", "198.51.100.1") == "203.0.113.9"
    lines = [(b"x-forwarded-for", b"6.6.6.6"), (b"x-forwarded-for", b"198.51.100.1")]
    below: Any = {"client": ("10.0.0.1", 1), "headers": lines}
    assert client_address(below) == "198.51.100.1", "the proxy's own line stands below the visitor's"


@pytest.mark.parametrize("path", ["/ideas/%00", "/brands/%00", "/campaigns/a%00b", "/ideas?challenge=%00", "/pledges/x?key=%00"])
async def test_a_zero_byte_in_an_address_is_a_bad_request(client: httpx.AsyncClient, path: str) -> None:
    assert (await client.get(path)).status_code == 400


@pytest.mark.parametrize(
    "cookie", [b"zz_flash=YQ.\xe9", b"zz_flash=\xe9.\xe9", b"zz_session=\xff", b"zz_lang=\xff", b"=;;=", b"zz_flash=%ED.x"]
)
async def test_cookies_that_are_not_ours_break_no_page(client: httpx.AsyncClient, cookie: bytes) -> None:
    assert (await client.get("/sign-in", headers=[(b"Cookie", cookie)])).status_code == 200


async def test_a_page_of_one_member_is_never_served_to_another(client: httpx.AsyncClient) -> None:
    ashu, ting = await make_member("阿树"), await make_member("婷婷")
    brand = await make_brand(ashu)
    path = f"/brands/{brand['public_id']}"
    signed_out = (await client.get(path)).text
    await sign_in(client, ashu)
    own = await client.get(path)
    assert "阿树" in own.text
    assert own.headers["cache-control"] == "no-store"
    await sign_in(client, ting)
    assert "阿树" not in (await client.get(path)).text
    client.cookies.clear()
    again = await client.get(path)
    assert "阿树" not in again.text
    assert "工作台" not in again.text
    assert again.text == signed_out
    assert "x-shared-for" not in again.headers


async def test_a_session_in_a_second_cookie_header_is_seen(client: httpx.AsyncClient) -> None:
    """HTTP/2 may split cookies: a cached page must not hide who is signed in."""
    member = await make_member("阿树")
    brand = await make_brand(member)
    path = f"/brands/{brand['public_id']}"
    await client.get(path)
    token = await sign_in(client, member)
    client.cookies.clear()
    answer = await client.get(path, headers=[("Cookie", "zz_theme=dark"), ("Cookie", f"zz_session={token}")])
    assert "阿树" in answer.text


async def test_shared_pages_differ_by_language_and_theme(client: httpx.AsyncClient) -> None:
    path = f"/brands/{(await make_brand(await make_member()))['public_id']}"
    pages = [
        (await client.get(path, headers={"Accept-Language": language, "Cookie": f"zz_theme={theme}"})).text
        for language in ("zh-CN", "en", "zh-HK")
        for theme in ("light", "dark")
    ]
    assert len(set(pages)) == 6


async def test_a_second_theme_cookie_does_not_colour_the_page_of_others(client: httpx.AsyncClient) -> None:
    path = f"/brands/{(await make_brand(await make_member()))['public_id']}"
    plain = (await client.get(path)).text
    path += "?again"
    assert (await client.get(path, headers={"Cookie": "zz_theme=; zz_theme=dark"})).text == plain
    assert (await client.get(path)).text == plain


async def test_a_shared_page_shows_nobodys_flash(client: httpx.AsyncClient) -> None:
    path = f"/brands/{(await make_brand(await make_member()))['public_id']}"
    await client.post("/sign-out")
    assert "已退出登录" in (await client.get(path)).text
    client.cookies.clear()
    assert "已退出登录" not in (await client.get(path)).text


async def test_the_language_follows_the_browser_until_chosen(client: httpx.AsyncClient) -> None:
    assert '<html lang="zh-Hant"' in (await client.get("/sign-in", headers={"Accept-Language": "zh-TW,zh;q=0.9"})).text
    await client.post("/language", data={"lang": "en", "next": "/sign-in"})
    assert '<html lang="en"' in (await client.get("/sign-in", headers={"Accept-Language": "zh-TW"})).text
    assert (await client.post("/language", data={"lang": "xx"})).status_code == 422


@pytest.mark.parametrize("path", ["/language", "/theme"])
async def test_the_switches_lead_to_our_own_pages_only(client: httpx.AsyncClient, path: str) -> None:
    answer = await client.post(path, data={"lang": "en", "theme": "dark", "next": "//evil.test"})
    assert answer.headers["location"] == "/"


async def test_the_theme_is_kept_and_given_up(client: httpx.AsyncClient) -> None:
    await client.post("/theme", data={"theme": "dark", "next": "/"})
    assert 'data-theme="dark"' in (await client.get("/sign-in")).text
    await client.post("/theme", data={"theme": "auto", "next": "/"})
    assert "data-theme=" not in (await client.get("/sign-in")).text.split(">")[1]


async def test_a_page_that_is_not_there_says_so_without_a_way_out_of_the_site(client: httpx.AsyncClient) -> None:
    answer = await client.get("//evil.test/x")
    assert answer.status_code == 404
    assert 'href="//' not in answer.text


async def test_the_first_ref_is_the_one_that_is_kept(client: httpx.AsyncClient) -> None:
    await client.get("/sign-in?ref=poster-7")
    await client.get("/sign-in?ref=other")
    assert client.cookies["zz_ref"] == "poster-7"
    client.cookies.clear()
    assert "zz_ref" not in (await client.get("/sign-in?ref=<script>")).cookies


async def test_head_answers_as_get_without_the_body(client: httpx.AsyncClient) -> None:
    whole = await client.get("/sign-in")
    head = await client.head("/sign-in")
    assert (head.status_code, head.content) == (200, b"")
    assert head.headers["content-length"] == whole.headers["content-length"]
    assert (await client.head("/nowhere")).status_code == 404
