"""A campaign for everybody, and its fresh numbers; the lists are discovering's."""

from litestar import Request, get
from litestar.params import FromPath
from litestar.response import Response

from app.accounts.guards import anyone
from app.accounts.viewer import Viewer
from app.web.pages import SHARED, fragment
from campaigns.queries import campaign_by_public_id
from campaigns.showing import progress_of
from campaigns.watching.page import campaign_page


@get(["/campaigns/{campaign_id:str}", "/campaigns/{campaign_id:str}/{tail:str}"], guards=[anyone])
async def show(request: Request, viewer: Viewer, campaign_id: FromPath[str]) -> Response:
    """The tail is for reading only."""
    return await campaign_page(request, viewer, campaign_id)


@get("/campaigns/{campaign_id:str}/progress", guards=[anyone])
async def progress(request: Request, viewer: Viewer, campaign_id: FromPath[str]) -> Response:
    """The part of the page that its visitors ask for again and again; one rendering serves all of them."""
    campaign = await campaign_by_public_id(viewer, campaign_id)
    answer = await fragment(request, "campaigns/_progress.html", campaign=campaign, progress=await progress_of(campaign))
    if not viewer.is_signed_in:
        answer.set_header(SHARED, "1")
    return answer


ROUTES = [show, progress]
