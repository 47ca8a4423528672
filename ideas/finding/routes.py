"""/ideas: the lists and the search, each page with an address of its own; /ideas/tags."""

from functools import partial
from typing import Any

from litestar import Request, get
from litestar.response import Response

from app.accounts.alike import page_for_all
from app.accounts.guards import anyone
from app.accounts.queries import people
from app.accounts.viewer import Viewer
from app.brands.queries import visible_brand
from app.foundation.text import clean_line
from app.site.profile import site
from app.web.pages import page
from ideas.challenges.queries import challenge_by_public_id, challenges_taking
from ideas.finding.filters import address, brand_chips, challenge_chips, chosen, group_links, order_links, tag_chips, wanted_list
from ideas.finding.fresh import with_fresh
from ideas.finding.queries import brands_with_ideas, find_ideas
from ideas.finding.tags import tags_in_use
from ideas.voting.cards import OWN_VOTES
from ideas.voting.queries import votes_of

__all__ = ["ROUTES", "address", "order_links", "wanted_list"]

ASKED = ("order", "state", "challenge", "brand", "tag", "q", "after", "before")


@get("/ideas", guards=[anyone])
async def list_ideas(request: Request, viewer: Viewer) -> Response:
    asked = {name: request.query_params.get(name, "")[:120] for name in ASKED}
    return await page_for_all(request, "ideas/index.html", partial(_list, asked), OWN_VOTES)


async def _list(asked: dict[str, str], viewer: Viewer) -> dict[str, Any]:
    challenge = await challenge_by_public_id(viewer, asked["challenge"]) if asked["challenge"] else None
    brand = await visible_brand(viewer, asked["brand"]) if asked["brand"] else None
    wanted = wanted_list(asked, challenge)
    found = await with_fresh(wanted, await find_ideas(wanted))
    brands = [] if site().brand or challenge else await brands_with_ideas()
    return {
        "wanted": wanted,
        "challenge": challenge,
        "brand": brand,
        "found": found,
        "chosen": chosen(asked, wanted, challenge, brand),
        "challenges": challenge_chips(asked, await challenges_taking(limit=12)) if not brand else [],
        "brands": brand_chips(asked, brands),
        "tags": tag_chips(asked, wanted, await tags_in_use(12)),
        "authors": await people(one["author"] for one in found.ideas),
        "voted": await votes_of(viewer, [one["id"] for one in found.ideas]),
        "orders": order_links("/ideas", asked, wanted),
        "groups": group_links(asked, wanted),
        "newer": _page(asked, before=found.newer),
        "older": _page(asked, after=found.older),
    }


@get("/ideas/tags", guards=[anyone])
async def list_tags(request: Request) -> Response:
    like = clean_line(request.query_params.get("q", "")[:80]).lstrip("#＃").strip()
    return await page(request, "ideas/finding/tags.html", shared_for=1, like=like, tags=await tags_in_use(200, like))


def _page(asked: dict[str, str], **key: str) -> str:
    return address("/ideas", asked, **key) if any(key.values()) else ""


ROUTES: list[Any] = [list_ideas, list_tags]
