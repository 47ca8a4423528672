"""Assets: one style sheet, one script, under names that change with what is in them."""

import gzip
from pathlib import Path

import brotli
import httpx
import pytest
from litestar import Litestar

from app.web.assets import LAYERS, ROUTES, STATIC, Shelf, asset


@pytest.fixture
async def browser() -> httpx.AsyncClient:
    transport = httpx.ASGITransport(Litestar(list(ROUTES)))  # type: ignore[arg-type]
    return httpx.AsyncClient(transport=transport, base_url="http://test")


async def test_the_style_sheet_is_kept_for_good_under_its_hashed_name(browser: httpx.AsyncClient) -> None:
    answer = await browser.get(asset("app.css"))
    assert answer.headers["content-type"].startswith("text/css")
    assert "immutable" in answer.headers["cache-control"]
    assert "@layer reset, tokens" in answer.text


@pytest.mark.parametrize(
    ("accepted", "given", "unpack"), [("br, gzip", "br", brotli.decompress), ("gzip", "gzip", gzip.decompress)]
)
async def test_it_travels_in_the_best_encoding_that_the_browser_takes(browser, accepted, given, unpack) -> None:
    async with browser.stream("GET", asset("app.js"), headers={"Accept-Encoding": accepted}) as answer:
        raw = b"".join([chunk async for chunk in answer.aiter_raw()])
    plain = await browser.get(asset("app.js"), headers={"Accept-Encoding": "identity"})
    assert answer.headers["content-encoding"] == given
    assert "content-encoding" not in plain.headers
    assert unpack(raw) == plain.content


async def test_a_browser_that_has_it_gets_no_body_again(browser: httpx.AsyncClient) -> None:
    first = await browser.get(asset("app.css"))
    again = await browser.get(asset("app.css"), headers={"If-None-Match": first.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")


async def test_an_old_hash_is_not_answered_with_new_content(browser: httpx.AsyncClient) -> None:
    assert (await browser.get("/assets/app.000000000000.css")).status_code == 404


async def test_browsers_find_the_icons_that_they_ask_for_by_name(browser: httpx.AsyncClient) -> None:
    types = {path: (await browser.get(path)).headers["content-type"] for path in ("/favicon.ico", "/apple-touch-icon.png")}
    assert types == {
        "/favicon.ico": "image/x-icon",
        "/apple-touch-icon.png": "image/png",
    }


def test_every_component_sheet_is_in_the_cascade_once() -> None:
    named = [name for names in LAYERS.values() for name in names]
    assert sorted(named) == sorted(file.stem for file in (STATIC / "css").glob("*.css"))


def test_styles_and_scripts_together_stay_under_60_kilobytes() -> None:
    shelf = Shelf(STATIC, watches=False)
    assert sum(len(shelf.named(name).brotli) for name in ("app.css", "app.js")) < 60_000


def test_a_changed_file_gets_a_new_address_while_developing(tmp_path: Path) -> None:
    for names in LAYERS.values():
        for name in names:
            (tmp_path / "css").mkdir(exist_ok=True)
            (tmp_path / "css" / f"{name}.css").write_text("")
    (tmp_path / "vendor").mkdir()
    (tmp_path / "vendor" / "htmx.min.js").write_text("")
    shelf = Shelf(tmp_path, watches=True)
    before = shelf.url("app.css")
    (tmp_path / "css" / "base.css").write_text("html { color: red }")
    shelf._looked_at = 0
    assert shelf.url("app.css") != before
