"""axe finds nothing, nothing is wider than its screen, nothing left untranslated: any page, in any language and light."""

import asyncio
import secrets
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import asyncpg
import pytest
from playwright.sync_api import Browser

from app.accounts.viewer import token_hash
from app.foundation.i18n import LANGUAGES
from app.foundation.ids import new_id
from tests.journeys.platform import Platform
from tests.sweep.crawling import Found, crawl
from tests.sweep.looking import PHONE, faults_of

pytestmark = pytest.mark.sweep

PEOPLE = ("", "fan", "brand", "backer", "staff")
ALSO = ("/sign-in", "/patterns", "/dev/mail")


async def _sign_in(url: str, key: str) -> str:
    """A session that has proven its second factor; its token."""
    token = secrets.token_urlsafe(32)
    connection = await asyncpg.connect(url)
    try:
        await connection.execute(
            """insert into session (public_id, token_hash, member, seen_at, expires_at, second_factor_at, agent)
            select $1, $2, i.member, app_now(), app_now() + interval '9 days', app_now(), 'sweep'
            from identity i where i.kind = 'email' and i.address = $3""",
            new_id(), token_hash(token), f"{key}@zhizao.test",
        )  # fmt: skip
    finally:
        await connection.close()
    return token


@pytest.fixture(scope="module")
def sessions(world: Platform) -> dict[str, dict[str, str]]:
    url = world.environment["DATABASE_URL"]
    with ThreadPoolExecutor(1) as beside:  # the browser's loop runs in this thread
        return {who: {"zz_session": beside.submit(asyncio.run, _sign_in(url, who)).result()} if who else {} for who in PEOPLE}


@pytest.fixture(scope="module")
def found(world: Platform, sessions: dict[str, dict[str, str]]) -> list[Found]:
    """Each shape by the first who could open it, and what everybody can open by the signed-out and by a member."""
    shapes: dict[tuple[str, bool], Found] = {}
    for who in PEOPLE:
        for one in crawl(world.url, who, sessions[who], ("/", *ALSO, *(("/me", "/inbox") if who else ()))):
            shapes.setdefault((one.shape, bool(who)), one)
    assert len(shapes) > 60
    return sorted(shapes.values(), key=lambda one: one.path)


def _look(browser: Browser, base: str, lang: str, cookies: dict[str, str], pages: list[Found]) -> Iterator[str]:
    heard: list[str] = []
    context = browser.new_context(viewport=PHONE, locale=lang, reduced_motion="reduce")
    context.add_cookies([{"name": name, "value": text, "url": base} for name, text in cookies.items()])
    page = context.new_page()
    page.on("pageerror", lambda error: heard.append(str(error)))
    page.on("console", lambda line: heard.append(line.text) if line.type == "error" else None)
    for one in pages:
        heard.clear()
        answer = page.goto(base + one.path)
        assert answer is not None and answer.status < 400, (one.who, one.path)
        yield from (f"{one.who or 'signed out'} {one.path}: {fault}" for fault in [*faults_of(page, lang), *heard])
    context.close()


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("lang", list(LANGUAGES))
def test_every_page_is_fit_for_everybody(
    world: Platform, found: list[Found], sessions: dict[str, dict[str, str]], browser: Browser, lang: str, theme: str
) -> None:
    faults: list[str] = []
    for who in PEOPLE:
        pages = [one for one in found if one.who == who]
        cookies = {"zz_lang": lang, "zz_theme": theme} | sessions[who]
        faults += _look(browser, world.url, lang, cookies, pages)
    assert not faults, f"{len(faults)} in {lang}, {theme}:\n" + "\n".join(faults)
