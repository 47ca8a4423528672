"""预约 on a campaign that has not begun, changing it, taking it back."""

from typing import Any

from litestar import Request, post
from litestar.params import FromPath
from litestar.response import Response

from app.accounts.guards import members
from app.accounts.viewer import Viewer
from app.foundation.i18n import N_
from app.web.forms import Form, read_form
from app.web.pages import answer, is_htmx, page
from app.web.visit import first_ref
from campaigns.queries import campaign_by_public_id
from campaigns.reserving.actions import reserve, take_back_reservation
from campaigns.reserving.forms import ReservationForm
from campaigns.reserving.queries import reservations_of
from campaigns.rules import is_open

BOX = "campaigns/reserving/_box.html"


async def _shown(viewer: Viewer, campaign: dict[str, Any], form: Form[Any] | None = None) -> dict[str, Any]:
    return {
        "campaign": campaign,
        "reservations": await reservations_of(viewer, campaign),
        "reservation_form": form,
        "is_open": is_open(campaign),
    }


def _place(campaign: dict[str, Any]) -> str:
    return f"/campaigns/{campaign['public_id']}#reservation-{campaign['public_id']}"


@post("/campaigns/{campaign_id:str}/reservation", guards=[members], status_code=200, intent="reservation")
async def make(request: Request, viewer: Viewer, campaign_id: FromPath[str]) -> Response:
    campaign = await campaign_by_public_id(viewer, campaign_id)
    form = await read_form(request, ReservationForm)
    if form.ok:
        with form.catching():
            await reserve(viewer, campaign, form.data, first_ref(request.scope))
            context = await _shown(viewer, campaign)
            return await answer(request, BOX, to=_place(campaign), say=N_("预约好了，一开始就告诉你。"), **context)
    context = await _shown(viewer, campaign, form)
    if is_htmx(request):
        return await answer(request, BOX, to=_place(campaign), status=form.status, **context)
    return await page(request, "campaigns/reserving/refused.html", status=form.status, **context)


@post("/campaigns/{campaign_id:str}/reservation/withdrawal", guards=[members], status_code=200)
async def take_back(request: Request, viewer: Viewer, campaign_id: FromPath[str]) -> Response:
    campaign = await campaign_by_public_id(viewer, campaign_id)
    await take_back_reservation(viewer, campaign)
    return await answer(request, BOX, to=_place(campaign), say=N_("预约取消了。"), **await _shown(viewer, campaign))


ROUTES = [make, take_back]
