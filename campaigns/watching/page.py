"""A campaign's page: alone for whoever has something of their own on it, else rendered once a second for all alike.

It is kept no longer than to the bell: from that second on page and claim say the same.
"""

from collections import OrderedDict
from functools import partial
from typing import Any

from litestar import Request
from litestar.response import Response

from app.accounts.alike import LASTING, page_for_all
from app.accounts.viewer import ANONYMOUS, Viewer
from app.brands.queries import brands_of
from app.community.following.queries import follow_of
from app.foundation.database import engine
from app.web.pages import page
from campaigns.discovering.structured import structured
from campaigns.queries import campaign_by_public_id
from campaigns.reserving.queries import own_reservation, reservations_of
from campaigns.sections.playing import with_player
from campaigns.sharing.showing import campaign_preview
from campaigns.showing import early_of, show_context
from campaigns.talked import thread_below
from campaigns.waiting.showing import waits_on_tickets
from campaigns.watching.own import own_places
from campaigns.watching.rules import lasting
from campaigns.watching.ties import Ties, ties_of

TEMPLATE = "campaigns/show.html"
MOST_SHOWN = 256

# What the pages for all were made of, by campaign: a reservation's box and the player's policy are made of the same.
_shown: OrderedDict[str, dict[str, Any]] = OrderedDict()


async def campaign_page(request: Request, viewer: Viewer, public_id: str) -> Response:
    ties = await ties_of(viewer, public_id) if viewer.is_signed_in else None
    if ties is None or ties.is_own or viewer.is_staff or _asks_more(request):
        context = await _context(public_id, viewer)
        return with_player(await page(request, TEMPLATE, **context), context["sections"].video)
    own = own_places(ties, lambda: _shown[public_id])
    answer = await page_for_all(request, TEMPLATE, partial(_context_for_all, public_id, ties), own)
    return with_player(answer, _shown[public_id]["sections"].video)


def _asks_more(request: Request) -> bool:
    """An address with more in it than whose link it was."""
    return bool(set(request.query_params) - {"ref"})


async def _context_for_all(public_id: str, ties: Ties, viewer: Viewer) -> dict[str, Any]:
    context = await _context(public_id, viewer, is_supporter=ties.is_supporter)
    if engine().current_transaction.get() is not None:
        context["shared_for"] = 0  # what a transaction (a test's) changes is seen at once
    _shown[public_id] = {
        "campaign": context["campaign"],
        "is_open": context["is_open"],
        "sections": context["sections"],
        "reservations": context["reservations"] or (context["early"].reservations if context["early"] else {}),
    }
    _shown.move_to_end(public_id)
    while len(_shown) > MOST_SHOWN:
        _shown.popitem(last=False)
    return context


async def _context(public_id: str, viewer: Viewer, *, is_supporter: bool | None = None) -> dict[str, Any]:
    campaign = await campaign_by_public_id(viewer, public_id)
    context = await show_context(campaign)
    least = min((tier["price"] for tier in context["tiers"]), default=None)
    return context | {
        "desk_brand": await _desk_of(viewer, campaign),
        "reservations": await reservations_of(viewer, campaign) if campaign["state"] == "prelaunch" else None,
        "reserved": await _reserved(viewer, campaign),
        "early": await early_of(viewer, campaign, is_supporter),
        "follow": await follow_of(viewer, "campaign", campaign["id"], public_id),
        "thread": await thread_below(viewer, campaign),
        "waits": await waits_on_tickets(viewer, campaign["id"]),
        "card": campaign_preview(campaign, context["progress"].numbers, least),
        "structured": structured(campaign, [*context["tiers"], *context.get("add_ons", [])]),
        "shared_for": min(LASTING, lasting(campaign)),
    }


async def _reserved(viewer: Viewer, campaign: dict[str, Any]) -> dict[str, Any] | None:
    """Once it runs: what the viewer had reserved."""
    return await own_reservation(viewer, campaign["id"]) if campaign["state"] == "live" and viewer.id > 0 else None


async def _desk_of(viewer: Viewer, campaign: dict[str, Any]) -> dict[str, Any] | None:
    """For whoever of its team looks: their desk."""
    own = await brands_of(viewer.id) if viewer is not ANONYMOUS else []
    return next((brand for brand in own if brand["id"] == campaign["brand"]), None)
