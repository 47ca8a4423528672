"""A campaign for everybody, and its fresh numbers; the lists are discovering's."""

import re

from litestar import Request, get
from litestar.params import FromPath
from litestar.response import Response

from app.accounts.guards import anyone
from app.accounts.viewer import ANONYMOUS, Viewer
from app.foundation.i18n import reading
from app.web.page_cache import for_everybody
from app.web.pages import SHARED, fragment
from campaigns.queries import campaign_by_public_id
from campaigns.showing import progress_of
from campaigns.stretching.queries import stretch_context
from campaigns.watching.page import campaign_page
from campaigns.watching.rules import lasting

LASTING = 0.5


@get(["/campaigns/{campaign_id:str}", "/campaigns/{campaign_id:str}/{tail:str}"], guards=[anyone])
async def show(request: Request, viewer: Viewer, campaign_id: FromPath[str]) -> Response:
    """The tail is for reading only."""
    return await campaign_page(request, viewer, campaign_id)


@get("/campaigns/{campaign_id:str}/progress", guards=[anyone])
async def progress(request: Request, campaign_id: FromPath[str]) -> Response:
    """Asked again and again by open pages. Nobody's own: language and zone stand in the address, so one rendering serves all
    who ask in a second, and while the numbers are those that the page shows there is no answer at all."""
    asked = request.query_params
    with reading(asked.get("lang", ""), asked.get("zone", "")):
        campaign = await campaign_by_public_id(ANONYMOUS, campaign_id)
        shown = await progress_of(campaign)
        if asked.get("seen") == shown.mark:
            answer = Response(b"", status_code=204, headers={"Cache-Control": "no-store"})
        else:
            context = {"campaign": campaign, "progress": shown, **await stretch_context(campaign, shown.numbers)}
            answer = await fragment(request, "campaigns/stretching/_after_numbers.html", **context)
    answer.set_header(SHARED, str(min(LASTING, lasting(campaign))))
    return answer


for_everybody.append(re.compile(r"/campaigns/[^/]+/progress"))

ROUTES = [show, progress]
