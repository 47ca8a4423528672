"""The front page: what is being made here, from all floors; its route stands at the roof."""

from typing import Any

from litestar import Request, get
from litestar.response import Response

from app.accounts.guards import anyone
from app.accounts.queries import people
from app.accounts.viewer import Viewer
from app.brands.queries import visible_brand
from app.site.profile import Site, site
from app.web.pages import page
from campaigns.queries import campaigns_of_brand, live_campaigns, recently_succeeded
from campaigns.showing import card
from ideas.challenges.queries import open_challenges
from ideas.finding.queries import Wanted, find_ideas
from ideas.voting.queries import votes_of


@get("/", guards=[anyone])
async def home(request: Request, viewer: Viewer) -> Response:
    here = site()
    live, made = await _campaigns(here)
    rising = (await find_ideas(Wanted(order="rising", group="voting"), size=8)).ideas
    return await page(
        request,
        "home.html",
        shared_for=1,
        brand=await visible_brand(viewer, here.single_brand) if here.brand else None,
        live=[card(campaign) for campaign in live[:3]],
        made=[card(campaign) for campaign in made[:3]],
        challenges=[one for one in await open_challenges(3 if not here.brand else 50) if here.brand in (None, one.brand)][:3],
        rising=rising,
        authors=await people([idea["author"] for idea in rising]),
        voted=await votes_of(viewer, [idea["id"] for idea in rising]),
    )


async def _campaigns(here: Site) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """Those that are live and those that reached their goal; on the site of one brand, its own."""
    if here.brand is None:
        return await live_campaigns(3), await recently_succeeded(3)
    own = await campaigns_of_brand(here.brand, 50)
    succeeded = ("succeeded", "collecting", "fulfilling", "completed")
    return [one for one in own if one["state"] == "live"], [one for one in own if one["state"] in succeeded]


ROUTES = [home]
