"""The site's and the region's profile as they are now: a copy in the process, at most two seconds old, asked of without waiting.

    from app.site.profile import region, site

Requests renew it (`Renewing`, at the roof), so does a worker (`keep_renewed`), and at once whoever changes it.
"""

import asyncio
import logging
import time
from dataclasses import dataclass
from typing import Any

from asyncpg import InterfaceError, PostgresError
from litestar.types import ASGIApp, Receive, Scope, Send

from app.foundation.database import row
from app.settings import settings
from app.web.pages import environment

LASTING = 2.0

log = logging.getLogger("zhizao.site")


@dataclass(frozen=True, slots=True)
class Site:
    """How the site presents itself; as settings and neutral defaults have it where staff said nothing."""

    name: str = settings.site_name
    logo: str = ""
    accent: str = ""
    sender: str = ""
    brand: int | None = None
    brand_id: str = ""
    brand_name: str = ""
    brand_logo: str = ""
    version: int = 0

    @property
    def logo_url(self) -> str:
        shown = self.logo or self.brand_logo
        return f"/media/{shown}/160.webp" if shown else ""

    @property
    def door(self) -> str:
        """The name over the door: the one brand's where the site is its alone."""
        return self.brand_name or self.name

    @property
    def single_brand(self) -> str:
        """In single-brand mode the public id of the brand that this site is, else ""."""
        return self.brand_id

    @property
    def styles_url(self) -> str:
        """Of the small style sheet that carries the accent; "" without one."""
        return f"/site.css?v={self.version}" if self.accent else ""


@dataclass(frozen=True, slots=True)
class FooterLine:
    text: str
    url: str = ""


@dataclass(frozen=True, slots=True)
class Region:
    """Rules of the place; zero, false and "" ask for nothing."""

    least_age_join: int = 0
    least_age_vote: int = 0
    least_age_pledge: int = 0
    phone_to_post: bool = False
    pre_moderation: str = "off"
    cross_border: bool = False
    withdrawal_days: int = 0
    no_donations: bool = False
    seller: str = ""
    footer: str = ""
    version: int = 0

    @property
    def seller_lines(self) -> list[str]:
        return [line for line in self.seller.splitlines() if line.strip()]

    @property
    def footer_lines(self) -> list[FooterLine]:
        """A line that ends with an address is a link to it."""
        return [_footer_line(line) for line in self.footer.splitlines() if line.strip()]


def _footer_line(line: str) -> FooterLine:
    text, _, last = line.strip().rpartition(" ")
    return FooterLine(text.strip(), last) if text and last.startswith(("https://", "http://")) else FooterLine(line.strip())


@dataclass(slots=True)
class _Copy:
    site: Site
    region: Region
    until: float = 0.0


_copy = _Copy(Site(), Region())


def site() -> Site:
    return _copy.site


def region() -> Region:
    return _copy.region


def forget() -> None:
    """As if nothing had been read yet: for tests, each of which has a database of its own."""
    _copy.site, _copy.region, _copy.until = Site(), Region(), 0.0


_SITE = """select s.name, s.logo, s.accent, s.sender, b.id as brand, coalesce(b.public_id, '') as brand_id,
  coalesce(b.name, '') as brand_name, coalesce(b.logo, '') as brand_logo, s.version
from site_profile s left join brand b on b.id = s.brand and b.visibility = 'visible'"""
_REGION = """select least_age_join, least_age_vote, least_age_pledge, phone_to_post, pre_moderation, cross_border,
  withdrawal_days, no_donations, seller, footer, version from region_profile"""


async def read_profiles() -> tuple[Site, Region]:
    """As they stand in the database."""
    found, rules = await row(_SITE), await row(_REGION)
    return Site(**found) if found else Site(), Region(**rules) if rules else Region()


async def renew() -> None:
    """Read both again, now."""
    _copy.site, _copy.region = await read_profiles()
    _copy.until = time.monotonic() + LASTING


async def renew_if_old() -> None:
    """One of many that ask at once reads for all; without a database the last copy serves on."""
    if _copy.until > time.monotonic():
        return
    _copy.until = time.monotonic() + LASTING  # the others go on with what there is while this one reads
    try:
        await renew()
    except (OSError, InterfaceError, PostgresError) as error:
        log.warning("the profiles couldn't be read: %s", error)


async def keep_renewed() -> None:
    """A worker's duty: its mails bear the present name."""
    while True:
        await renew_if_old()
        await asyncio.sleep(LASTING)


class Renewing:
    """Before a request is answered the copy is made young enough."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http":
            await renew_if_old()
        await self.app(scope, receive, send)


class _Present:
    """The present profile in templates, macros too: `site.name`, whenever it is asked."""

    def __init__(self, present: Any) -> None:
        self._present = present

    def __getattr__(self, name: str) -> Any:
        return getattr(self._present(), name)


environment.globals |= {"site": _Present(site), "region": _Present(region)}
