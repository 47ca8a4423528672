"""A backer's way to a pledge: what and how many, where to, how to pay, what is promised; then on to the provider."""

from typing import Annotated, Any

import msgspec
from litestar import Request, get, post
from litestar.params import FromPath
from litestar.response import Redirect, Response

from app.accounts.guards import anyone
from app.accounts.intents.queries import intent_by_key
from app.accounts.viewer import Viewer
from app.foundation.refusals import NotFound, Refusal
from app.papers.actions import agree
from app.papers.queries import asked_for as agreements
from app.web.fields import Line
from app.web.forms import Form, read_values
from app.web.pages import fragment, page
from app.web.sent import Sent, sent_values
from app.web.visit import first_ref
from campaigns.beginning import sign_in_first
from campaigns.pledging.again import again
from campaigns.pledging.claiming import check_claim, offer_of
from campaigns.pledging.forms import PledgeForm
from campaigns.pledging.guests import held_in_browser, keep_in_browser, start_as_guest
from campaigns.pledging.linking import first_way_to_pay, way_to_pay
from campaigns.pledging.methods import METHODS, check_method
from campaigns.pledging.order_fields import LONGEST_CARD, LONGEST_NOTE
from campaigns.pledging.ordering import form_key, order_view, quantity_of, standing_of
from campaigns.pledging.placing import check_words, place_order, wait_instead
from campaigns.pledging.queries import find_offer
from campaigns.pledging.rules import check_offer
from campaigns.pledging.terms import terms_of
from campaigns.queries import campaign_by_public_id
from campaigns.tiers.queries import tiers_of
from campaigns.waiting.queries import is_opened


class AskedForm(msgspec.Struct):
    """What an address or a form half filled in says so far: the rest is looked at one by one."""

    tier: Annotated[str, Line(12, least=0)]
    key: Annotated[str, Line(400, least=0)]


async def tier_here(viewer: Viewer, campaign: dict[str, Any], form: Form[Any]) -> dict[str, Any]:
    """The tier as it is for this viewer; a secret one only by its link, whose key travels in the form."""
    tier = form.text("tier")[:12]
    found = await find_offer(viewer.id, campaign["id"], tier, await is_opened(tier, form.text("key")))
    if found is None or found["is_add_on"]:
        raise NotFound
    return found


async def others_left(campaign: dict[str, Any], tier: dict[str, Any]) -> list[dict[str, Any]]:
    """Tiers that still have a place, for whoever just missed this one."""
    if campaign["state"] != "live" or tier["is_over"]:
        return []
    others = [one for one in await tiers_of(campaign["id"]) if one["id"] != tier["id"] and not one["secret"]]
    return [one for one in others if not one["is_add_on"] and (one["cap"] is None or one["places_left"])]


async def new_page(
    request: Request, viewer: Viewer, campaign: dict[str, Any], tier: dict[str, Any], form: Form[Any], *, part: bool = False
) -> Response:
    standing = await standing_of(viewer.id, campaign["id"]) if viewer.is_signed_in else await held_in_browser(request, campaign)
    # While a place is held unpaid, the page's form is that place's own: sent again it takes no second one.
    key = standing["held"]["request_key"] if standing["held"] else form_key(viewer.id, campaign["id"], standing["times"])
    fresh = {"quantity": str(quantity_of(form)), "request_key": key}
    form.values = fresh | form.values
    offer = offer_of(tier)
    answer, template = (fragment, "_after_counting.html") if part else (page, "new.html")
    return await answer(
        request, f"campaigns/pledging/{template}", status=form.status, campaign=campaign, tier=tier, form=form, offer=offer,
        order=await order_view(request, viewer, campaign, await terms_of(campaign), tier, form), held=standing["held"],
        others=await others_left(campaign, tier) if form.errors else [], longest={"note": LONGEST_NOTE, "card": LONGEST_CARD},
        asked=await agreements(viewer.id, "pledge"),
    )  # fmt: skip


async def _asked(request: Request, campaign_id: str) -> Sent:
    """From the address, or from what was begun signed out and could not be finished: nothing has to be typed again."""
    begun = await intent_by_key(request.query_params.get("intent", ""))
    if begun is None or (begun.kind, begun.subject) != ("pledge", campaign_id):
        return {name: request.query_params.getall(name) for name in request.query_params}
    return {name: list(texts) for name, texts in begun.fields.items() if name not in ("request_key", "seen")}


@get("/campaigns/{campaign_id:str}/pledges/new", guards=[anyone])
async def new(request: Request, viewer: Viewer, campaign_id: FromPath[str]) -> Response:
    """Also signed out: who one is, is asked when the form is sent."""
    campaign = await campaign_by_public_id(viewer, campaign_id)
    form: Form[Any] = read_values(AskedForm, await _asked(request, campaign_id))
    form.errors.clear()
    form.status = 200
    tier = await tier_here(viewer, campaign, form)
    with form.catching():
        check_offer(offer_of(tier), quantity_of(form))
    if form.ok and tier["late_price"] is None and (code := form.text("method")) in METHODS:
        with form.catching():
            check_method(code, tier["currency"], tier["deadline"], tier["now"])
    return await new_page(request, viewer, campaign, tier, form)


@post("/campaigns/{campaign_id:str}/pledges/order", guards=[anyone])
async def order(request: Request, viewer: Viewer, campaign_id: FromPath[str]) -> Response:
    """What there is to choose, the sum and the promises anew while it is filled in; changes nothing."""
    return await recount(request, viewer, await campaign_by_public_id(viewer, campaign_id), await sent_values(request), part=True)


async def recount(request: Request, viewer: Viewer, campaign: dict[str, Any], sent: Sent, *, part: bool) -> Response:
    form: Form[Any] = read_values(AskedForm, sent)
    form.errors.clear()
    form.status = 200
    return await new_page(request, viewer, campaign, await tier_here(viewer, campaign, form), form, part=part)


@post("/campaigns/{campaign_id:str}/pledges", guards=[anyone])
async def create(request: Request, viewer: Viewer, campaign_id: FromPath[str]) -> Response:
    campaign = await campaign_by_public_id(viewer, campaign_id)
    sent = await sent_values(request)
    if "recount" in sent:  # the button of browsers without scripts
        return await recount(request, viewer, campaign, sent, part=False)
    form = read_values(PledgeForm, sent)
    if form.ok:
        with form.catching():
            await check_words(form.data)
            return await _placed(request, viewer, campaign, form, sent)
    return await new_page(request, viewer, campaign, await tier_here(viewer, campaign, form), form)


async def _placed(request: Request, viewer: Viewer, campaign: dict[str, Any], form: Form[PledgeForm], sent: Sent) -> Response:
    if not viewer.is_signed_in:
        return await _signed_out(request, viewer, campaign, form, sent)
    await agree(viewer.id, "pledge", abroad=bool(sent.get("cross_border")))
    try:
        pledge = await place_order(viewer, campaign, form.data, first_ref(request.scope))
    except Refusal as refusal:
        return await wait_instead(viewer, campaign, form.data, refusal, first_ref(request.scope))
    if pledge.get("is_known"):
        return await again(viewer, campaign, pledge, form)
    return Redirect(await first_way_to_pay(pledge), status_code=307)


async def _signed_out(request: Request, viewer: Viewer, campaign: dict[str, Any], form: Form[PledgeForm], sent: Sent) -> Response:
    """With an e-mail one goes on as a guest; without, one is asked who one is, once it is sure that it can be had."""
    opened = await is_opened(form.data.tier, form.data.key)
    if form.data.email:
        pledge = await start_as_guest(request, campaign, form.data, opened, abroad=bool(sent.get("cross_border")))
        if pledge.get("is_known"):
            return await again(viewer, campaign, pledge, form)
        return await keep_in_browser(Redirect(await way_to_pay(pledge), status_code=307), pledge, campaign)
    try:
        await check_claim(0, campaign, form.data, opened=opened)
    except NotFound:
        raise
    except Refusal:
        if not form.data.or_wait:
            raise
    return await sign_in_first(request, viewer, "pledge", campaign["public_id"], sent)


ROUTES = [new, order, create]
