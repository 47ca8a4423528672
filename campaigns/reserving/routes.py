"""The button 预约 on a campaign in prelaunch, and the desk's button that opens it."""

from litestar import Request, post
from litestar.params import FromPath
from litestar.response import Response

from app.accounts.guards import members
from app.accounts.viewer import Viewer
from app.brands.desk import Desk, team
from app.foundation.i18n import N_
from app.web.pages import answer, go
from app.web.visit import first_ref
from campaigns.drafting.queries import desk_campaign
from campaigns.queries import campaign_by_public_id
from campaigns.reserving.actions import open_prelaunch, reserve, take_back_reservation
from campaigns.reserving.queries import reservations_of

BUTTON = "campaigns/reserving/_button.html"


@post("/campaigns/{campaign_id:str}/reservation", guards=[members], status_code=200, intent="reservation")
async def make(request: Request, viewer: Viewer, campaign_id: FromPath[str]) -> Response:
    campaign = await campaign_by_public_id(viewer, campaign_id)
    await reserve(viewer, campaign, first_ref(request.scope))
    reservations = await reservations_of(viewer, campaign)
    to = f"/campaigns/{campaign_id}"
    return await answer(
        request, BUTTON, to=to, say=N_("预约好了，一开始就告诉你。"), campaign=campaign, reservations=reservations
    )


@post("/campaigns/{campaign_id:str}/reservation/withdrawal", guards=[members], status_code=200)
async def take_back(request: Request, viewer: Viewer, campaign_id: FromPath[str]) -> Response:
    campaign = await campaign_by_public_id(viewer, campaign_id)
    await take_back_reservation(viewer, campaign)
    reservations = await reservations_of(viewer, campaign)
    return await answer(
        request, BUTTON, to=f"/campaigns/{campaign_id}", say=N_("预约取消了。"), campaign=campaign, reservations=reservations
    )


@post("/brands/{brand_id:str}/studio/campaigns/{campaign_id:str}/prelaunch", guards=[team("edit")])
async def begin_prelaunch(viewer: Viewer, desk: Desk, campaign_id: FromPath[str]) -> Response:
    campaign = await desk_campaign(desk.brand, campaign_id)
    await open_prelaunch(viewer, campaign)
    return go(f"{desk.url}/campaigns/{campaign_id}", N_("预热开始了，把页面分享出去吧。"))


ROUTES = [make, take_back, begin_prelaunch]
