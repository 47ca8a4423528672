"""The front page: what is being made here, from all floors, and everybody's next step; its route stands at the roof."""

from typing import Any

from litestar import Request, get
from litestar.response import Response

from app.accounts.alike import page_for_all
from app.accounts.guards import anyone
from app.accounts.queries import people
from app.accounts.viewer import Viewer
from app.brands.queries import visible_brand
from app.site.profile import Site, site
from app.web.json_ld import Thing, json_ld, organisation, url
from campaigns.discovering.categories import category_word
from campaigns.discovering.front import front
from campaigns.discovering.queries import categories_in_use
from ideas.challenges.queries import challenges_of_brand, open_challenges
from ideas.finding.queries import Wanted, find_ideas
from ideas.voting.cards import OWN_VOTES
from ideas.voting.queries import votes_of

CATEGORIES, CHALLENGES, IDEAS = 8, 3, 8


@get("/", guards=[anyone])
async def home(request: Request) -> Response:
    return await page_for_all(request, "home.html", _context, OWN_VOTES)


async def _context(viewer: Viewer) -> dict[str, Any]:
    here = site()
    brand = await visible_brand(viewer, here.single_brand) if here.brand else None
    challenges = await challenges_of_brand(here.brand) if here.brand else await open_challenges(CHALLENGES)
    rising = (await find_ideas(Wanted(order="rising", group="voting"), size=IDEAS)).ideas
    return await front(here.single_brand) | {
        "brand": brand,
        "structured": json_ld(*_site(here)),
        "categories": [(key, category_word(key), n) for key, n in list((await categories_in_use()).items())[:CATEGORIES]],
        "challenges": [one for one in challenges if one.is_open][:CHALLENGES],
        "rising": rising,
        "authors": await people([idea["author"] for idea in rising]),
        "voted": await votes_of(viewer, [idea["id"] for idea in rising]),
    }


def _site(here: Site) -> list[Thing]:
    """Who stands behind it, and how it is searched."""
    search = {
        "@type": "SearchAction", "target": {"@type": "EntryPoint", "urlTemplate": url("/search?q={search_term_string}")},
        "query-input": "required name=search_term_string",
    }  # fmt: skip
    door = organisation("/", here.door, here.logo_url or "/icon-512.png")
    return [
        door,
        {"@type": "WebSite", "name": here.door, "url": url("/"), "publisher": {"@id": door["@id"]}, "potentialAction": search},
    ]


ROUTES = [home]
