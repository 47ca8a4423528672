"""Campaigns for everybody: the lists, one campaign, and its fresh numbers."""

from typing import Annotated

import msgspec
from litestar import Request, get
from litestar.params import FromPath
from litestar.response import Response

from app.accounts.guards import anyone
from app.accounts.viewer import Viewer
from app.brands.queries import brands_of
from app.community.following.queries import follow_of
from app.web.fields import Choice, Whole
from app.web.forms import read_values
from app.web.pages import SHARED, fragment, page
from campaigns.queries import LISTS, campaign_by_public_id, campaigns_in
from campaigns.reserving.queries import reservations_of
from campaigns.sharing.showing import campaign_preview
from campaigns.showing import card, early_of, progress_of, show_context
from campaigns.talked import thread_below

A_PAGE = 24


class ListForm(msgspec.Struct):
    list: Annotated[str, Choice(LISTS, default="live")]
    page: Annotated[int | None, Whole(1, 400, optional=True)]


@get("/campaigns", guards=[anyone])
async def index(request: Request) -> Response:
    asked = read_values(ListForm, {name: request.query_params.getall(name) for name in request.query_params})
    kind, number = (asked.data.list, asked.data.page or 1) if asked.ok else (LISTS[0], 1)
    found = await campaigns_in(kind, A_PAGE + 1, (number - 1) * A_PAGE)
    cards = [card(campaign) for campaign in found[:A_PAGE]]
    return await page(
        request, "campaigns/index.html", shared_for=1, cards=cards, kind=kind, number=number, has_more=len(found) > A_PAGE
    )


@get(["/campaigns/{campaign_id:str}", "/campaigns/{campaign_id:str}/{tail:str}"], guards=[anyone])
async def show(request: Request, viewer: Viewer, campaign_id: FromPath[str]) -> Response:
    """The tail is for reading only."""
    campaign = await campaign_by_public_id(viewer, campaign_id)
    mine = [brand for brand in await brands_of(viewer.id) if brand["id"] == campaign["brand"]] if viewer.is_signed_in else []
    context = await show_context(campaign)
    context["reservations"] = await reservations_of(viewer, campaign) if campaign["state"] == "prelaunch" else None
    context["early"] = await early_of(viewer, campaign)
    context["follow"] = await follow_of(viewer, "campaign", campaign["id"], campaign["public_id"])
    context["thread"] = await thread_below(viewer, campaign)
    least = min((tier["price"] for tier in context["tiers"]), default=None)
    context["card"] = campaign_preview(campaign, context["progress"].numbers, least)
    return await page(request, "campaigns/show.html", shared_for=1, desk_brand=mine[0] if mine else None, **context)


@get("/campaigns/{campaign_id:str}/progress", guards=[anyone])
async def progress(request: Request, viewer: Viewer, campaign_id: FromPath[str]) -> Response:
    """The part of the page that its visitors ask for again and again; one rendering serves all of them."""
    campaign = await campaign_by_public_id(viewer, campaign_id)
    answer = await fragment(request, "campaigns/_progress.html", campaign=campaign, progress=await progress_of(campaign))
    if not viewer.is_signed_in:
        answer.set_header(SHARED, "1")
    return answer


ROUTES = [index, show, progress]
