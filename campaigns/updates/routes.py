"""Updates for their readers: the list, one of them with its talk, and its earlier wordings."""

from typing import Annotated, Any

import msgspec
from litestar import Request, get
from litestar.params import FromPath
from litestar.response import Response

from app.accounts.guards import anyone
from app.accounts.viewer import Viewer
from app.brands.queries import brands_of
from app.community.talking.rules import BELOW
from app.community.talking.showing import show_thread
from app.foundation.refusals import NotFound
from app.media.queries import pictures
from app.web.fields import Whole
from app.web.forms import read_values
from app.web.pages import page
from campaigns.polling.queries import poll_for
from campaigns.queries import campaign_by_public_id
from campaigns.rules import PUBLIC
from campaigns.updates.queries import PAGE, neighbours_of, update_numbered, updates_of, versions_of
from campaigns.updates.showing import locked_reason, rhythm_of, shown_update
from campaigns.updates.talked import talk_of_update
from campaigns.updates.wording import AUDIENCE_WORDS

HERE = "/campaigns/{campaign_id:str}/updates"


class BeforeForm(msgspec.Struct):
    before: Annotated[int | None, Whole(1, 10**6, optional=True)]


async def public_campaign(viewer: Viewer, campaign_id: str) -> dict[str, Any]:
    """Updates are read once the campaign is public."""
    campaign = await campaign_by_public_id(viewer, campaign_id)
    if campaign["state"] not in PUBLIC:
        raise NotFound
    return campaign


async def is_of_team(viewer: Viewer, campaign: dict[str, Any]) -> bool:
    return viewer.is_signed_in and any(one["id"] == campaign["brand"] for one in await brands_of(viewer.id))


@get(HERE, guards=[anyone])
async def index(request: Request, viewer: Viewer, campaign_id: FromPath[str]) -> Response:
    campaign = await public_campaign(viewer, campaign_id)
    asked = read_values(BeforeForm, {name: request.query_params.getall(name) for name in request.query_params})
    before = asked.data.before if asked.ok else None
    found = await updates_of(viewer, campaign["id"], before=before)
    return await page(
        request, "campaigns/updates/index.html", shared_for=1, campaign=campaign, rhythm=rhythm_of(campaign),
        updates=[shown_update(one) for one in found[:PAGE]], words=AUDIENCE_WORDS, before=before,
        older=found[PAGE - 1]["number"] if len(found) > PAGE else None, on_team=await is_of_team(viewer, campaign),
    )  # fmt: skip


@get(HERE + "/{number:int}", guards=[anyone])
async def show(request: Request, viewer: Viewer, campaign_id: FromPath[str], number: FromPath[int]) -> Response:
    """Whoever it isn't for is told for whom it is, and how one gets to read it."""
    campaign = await public_campaign(viewer, campaign_id)
    update = await update_numbered(viewer, campaign["id"], number)
    context: dict[str, Any] = {
        "campaign": campaign, "update": shown_update(update), "words": AUDIENCE_WORDS,
        "around": await neighbours_of(viewer, update),
    }  # fmt: skip
    if not update["is_mine"] or update["withdrawn_at"] is not None:
        why = locked_reason(update, campaign)
        return await page(request, "campaigns/updates/locked.html", status=403 if why else 410, why=why, **context)
    on_team = await is_of_team(viewer, campaign)
    subject = await talk_of_update(update | _of(campaign))
    return await page(
        request, "campaigns/updates/show.html", shared_for=1, on_team=on_team, pictures=await pictures_in_order(update),
        poll=await poll_for(viewer, update, campaign["state"], on_team=on_team),
        thread=await show_thread(viewer, subject, limit=BELOW) if update["visibility"] == "visible" else None, **context,
    )  # fmt: skip


def _of(campaign: dict[str, Any]) -> dict[str, Any]:
    return {
        "campaign_public_id": campaign["public_id"], "campaign_title": campaign["title"], "brand": campaign["brand"],
        "brand_name": campaign["brand_name"],
    }  # fmt: skip


async def pictures_in_order(update: dict[str, Any]) -> list[Any]:
    known = await pictures(update["pictures"])
    return [known[one] for one in update["pictures"] if one in known]


@get(HERE + "/{number:int}/versions", guards=[anyone])
async def earlier(request: Request, viewer: Viewer, campaign_id: FromPath[str], number: FromPath[int]) -> Response:
    campaign = await public_campaign(viewer, campaign_id)
    update = await update_numbered(viewer, campaign["id"], number)
    if not update["is_mine"] or update["withdrawn_at"] is not None or update["visibility"] != "visible":
        raise NotFound
    versions = await versions_of(update["id"])
    return await page(
        request,
        "campaigns/updates/versions.html",
        shared_for=1,
        campaign=campaign,
        update=shown_update(update),
        versions=versions,
    )


ROUTES = [index, show, earlier]
