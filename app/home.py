"""The front page: what is being made here, from all floors; its route stands at the roof."""

from litestar import Request, get
from litestar.response import Response

from app.accounts.guards import anyone
from app.accounts.queries import people
from app.accounts.viewer import Viewer
from app.web.pages import page
from campaigns.queries import live_campaigns, recently_succeeded
from campaigns.showing import card
from ideas.challenges.queries import open_challenges
from ideas.finding.queries import Wanted, find_ideas
from ideas.voting.queries import votes_of


@get("/", guards=[anyone])
async def home(request: Request, viewer: Viewer) -> Response:
    rising = (await find_ideas(Wanted(order="rising", group="voting"), size=8)).ideas
    return await page(
        request,
        "home.html",
        shared_for=1,
        live=[card(campaign) for campaign in await live_campaigns(3)],
        made=[card(campaign) for campaign in await recently_succeeded(3)],
        challenges=await open_challenges(3),
        rising=rising,
        authors=await people([idea["author"] for idea in rising]),
        voted=await votes_of(viewer, [idea["id"] for idea in rising]),
    )


ROUTES = [home]
