"""/robots.txt, /sitemap.xml and its parts."""

import re
from typing import Any

from litestar import Request, get
from litestar.params import FromPath
from litestar.response import Response

from app.accounts.guards import anyone
from app.foundation.refusals import NotFound
from app.settings import settings
from app.web.feeds import stamp, xml
from app.web.pages import render
from campaigns.discovering.sitemap import MOST_PARTS, THINGS, addresses, pages, parts_of

PART = re.compile(r"(campaigns|brands|challenges|ideas)-(\d{1,5})-(\d{1,5})\.xml")

# Of one person, behind a key, or endless: nothing that anybody should come to by a search.
CLOSED = (
    "/me", "/inbox", "/sign-in", "/intents", "/pledges", "/perks", "/staff", "/dev", "/jury", "/cases", "/reports", "/threads",
    "/co-authors", "/invitations", "/unsubscribe", "/search", "/brands/*/studio", "/campaigns/*/pledges", "/campaigns/*/preview",
    "/challenges/*/preview", "/*?*key=", "/*?*after=", "/*?*before=",
)  # fmt: skip


@get("/robots.txt", guards=[anyone])
async def robots() -> Response[str]:
    lines = ["User-agent: *", *(f"Disallow: {path}" for path in CLOSED), "", f"Sitemap: {settings.public_url}/sitemap.xml", ""]
    return Response("\n".join(lines), media_type="text/plain", headers={"Cache-Control": "public, max-age=3600"})


@get("/sitemap.xml", guards=[anyone])
async def sitemap(request: Request) -> Response[bytes]:
    counts = {kind: await parts_of(kind) for kind in THINGS}
    parts = [f"/sitemaps/{kind}-{many}-{part}.xml" for kind, many in counts.items() for part in range(1, many + 1)]
    return xml(request, render("feeds/sitemaps.xml", parts=["/sitemaps/pages.xml", *parts]))


@get("/sitemaps/{name:str}", guards=[anyone])
async def sitemap_part(request: Request, name: FromPath[str]) -> Response[bytes]:
    if name == "pages.xml":
        return xml(request, render("feeds/sitemap.xml", pages=[(path, "") for path in pages()]))
    found = PART.fullmatch(name)
    many, part = (int(found[2]), int(found[3])) if found else (0, 0)
    if found is None or not 1 <= part <= many <= MOST_PARTS or many & (many - 1):
        raise NotFound
    told = [(path, stamp(at)) for path, at in await addresses(found[1], part - 1, many)]
    return xml(request, render("feeds/sitemap.xml", pages=told))


ROUTES: list[Any] = [robots, sitemap, sitemap_part]
