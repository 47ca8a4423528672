"""/campaigns: the lists, each page with an address of its own, and a page for each category."""

from collections.abc import Sequence
from functools import partial
from typing import Any

from litestar import Request, get
from litestar.params import FromPath
from litestar.response import Response
from markupsafe import Markup

from app.accounts.alike import Choosing, Particulars, page_for_all
from app.accounts.guards import anyone
from app.accounts.viewer import Viewer
from app.brands.queries import visible_brand
from app.foundation.i18n import N_, translate
from app.foundation.refusals import NotFound
from app.site.profile import site
from app.web.json_ld import breadcrumbs, json_ld
from campaigns.discovering.categories import CATEGORIES, category_word
from campaigns.discovering.filters import (
    ASKED,
    Asked,
    address,
    brand_chips,
    category_chips,
    chosen,
    currency_chips,
    list_links,
    wanted_list,
)
from campaigns.discovering.queries import brands_with_campaigns, categories_in_use, currencies_in_use, find_campaigns
from campaigns.showing import card


async def _nobodys(viewer: Viewer, places: Sequence[Particulars]) -> list[int]:
    return []


# Nothing on these pages depends on who looks.
ALIKE = Choosing({}, _nobodys)


@get("/campaigns", guards=[anyone])
async def list_campaigns(request: Request) -> Response:
    return await page_for_all(request, "campaigns/index.html", partial(_list, _asked(request)), ALIKE)


@get("/campaigns/in/{category:str}", guards=[anyone])
async def list_category(request: Request, category: FromPath[str]) -> Response:
    if category not in CATEGORIES:
        raise NotFound
    asked = _asked(request) | {"category": category}
    return await page_for_all(request, "campaigns/index.html", partial(_list, asked), ALIKE)


def _asked(request: Request) -> Asked:
    return {name: request.query_params.get(name, "")[:120] for name in ASKED}


async def _list(asked: Asked, viewer: Viewer) -> dict[str, Any]:
    """On the site of one brand, its own."""
    only = site().single_brand
    asked = asked | {"brand": ""} if only else asked
    brand = await visible_brand(viewer, asked["brand"]) if asked["brand"] else None
    wanted = wanted_list(asked | {"brand": only or asked["brand"]})
    found = await find_campaigns(wanted)
    return {
        "wanted": wanted,
        "category": category_word(wanted.category),
        "cards": [card(one) for one in found.campaigns],
        "lists": list_links(asked, wanted),
        "chosen": chosen(asked, wanted, brand),
        "categories": category_chips(asked, await categories_in_use()),
        "brands": [] if only else brand_chips(asked, await brands_with_campaigns()),
        "currencies": currency_chips(asked, await currencies_in_use()),
        "newer": _page(asked, before=found.newer),
        "older": _page(asked, after=found.older),
        "without": address(asked, category="", brand="", currency=""),
        "structured": _way(wanted.category),
        "everything": address(asked, list="newest", category="", brand="", currency="", q=""),
        "kept": {name: asked[name] for name in ("list", "brand", "currency") if asked[name]},
    }


def _way(category: str) -> Markup:
    """Down to a category's page."""
    if not category:
        return Markup("")
    way = [("/", site().door), ("/campaigns", translate(N_("众筹"))), (f"/campaigns/in/{category}", category_word(category))]
    return json_ld(breadcrumbs(*way))


def _page(asked: Asked, **key: str) -> str:
    base = address(asked)
    name, text = next(iter(key.items()))
    return f"{base}{'&' if '?' in base else '?'}{name}={text}" if text else ""


ROUTES: list[Any] = [list_campaigns, list_category]
