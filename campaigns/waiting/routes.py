"""A tier's waitlist in numbers, for everybody; joining it; one's own number and offer."""

from typing import Annotated, Any

import msgspec
from litestar import Request, get, post
from litestar.params import FromPath
from litestar.response import Response

from app.accounts.guards import anyone, members
from app.accounts.viewer import Viewer
from app.foundation.i18n import N_
from app.foundation.refusals import NotFound
from app.web.fields import Whole
from app.web.forms import Form, blank, read_values
from app.web.pages import go, page
from app.web.sent import sent_values
from app.web.visit import first_ref
from campaigns.beginning import sign_in_first
from campaigns.pledging.claiming import offer_of
from campaigns.pledging.queries import find_offer
from campaigns.queries import campaign_by_public_id
from campaigns.rules import has_stopped, station
from campaigns.waiting.actions import check_wish, join_waitlist, leave_waitlist, pass_offer
from campaigns.waiting.forms import WishForm
from campaigns.waiting.intents import JOINED
from campaigns.waiting.queries import entry_of, is_opened, numbers_of_list, proof_of_list
from campaigns.waiting.showing import in_words, my_waits, waits_on_tickets
from campaigns.waiting.telling import entry_address
from campaigns.waiting.wording import state_tone, state_word

LIST = "/campaigns/{campaign_id:str}/tiers/{tier_id:str}/waitlist"
A_PAGE = 100


class AfterForm(msgspec.Struct):
    after: Annotated[int | None, Whole(0, 10**9, optional=True)]


async def _tier(viewer: Viewer, campaign: dict[str, Any], tier_id: str, key: str) -> dict[str, Any]:
    found = await find_offer(viewer.id, campaign["id"], tier_id, await is_opened(tier_id, key))
    if found is None or found["cap"] is None or found["is_add_on"]:
        raise NotFound
    return found


async def _list_page(
    request: Request, viewer: Viewer, campaign: dict[str, Any], tier: dict[str, Any], form: Form[Any]
) -> Response:
    asked = read_values(AfterForm, {name: request.query_params.getall(name) for name in request.query_params})
    after = (asked.data.after or 0) if asked.ok else 0
    numbers = await numbers_of_list(tier["id"], after=after, limit=A_PAGE + 1)
    offer = offer_of(tier)
    return await page(
        request, "campaigns/waiting/list.html", status=form.status, campaign=campaign, tier=tier, form=form,
        numbers=numbers[:A_PAGE], more=numbers[A_PAGE - 1]["place"] if len(numbers) > A_PAGE else None, after=after,
        proof=await proof_of_list(tier["id"]), mine=(await waits_on_tickets(viewer, campaign["id"])).get(tier["id"]),
        may_join=tier["is_open"] and not tier["is_over"] and not offer.left, has_places=bool(offer.left), word=state_word,
        tone=state_tone,
    )  # fmt: skip


@get(LIST, guards=[anyone])
async def index(request: Request, viewer: Viewer, campaign_id: FromPath[str], tier_id: FromPath[str]) -> Response:
    campaign = await campaign_by_public_id(viewer, campaign_id)
    key = request.query_params.get("key", "")
    form = blank(quantity="1", key=key)
    return await _list_page(request, viewer, campaign, await _tier(viewer, campaign, tier_id, key), form)


@post(LIST, guards=[anyone])
async def join(request: Request, viewer: Viewer, campaign_id: FromPath[str], tier_id: FromPath[str]) -> Response:
    campaign = await campaign_by_public_id(viewer, campaign_id)
    sent = await sent_values(request)
    form = read_values(WishForm, sent)
    tier = await _tier(viewer, campaign, tier_id, form.text("key"))
    opened = await is_opened(tier_id, form.text("key"))
    if form.ok:
        with form.catching():
            if not viewer.is_signed_in:
                await check_wish(0, campaign["id"], tier_id, form.data.quantity, opened=opened)
                return await sign_in_first(request, viewer, "waitlist", f"{campaign_id}:{tier_id}", sent)
            entry = await join_waitlist(viewer, campaign, tier_id, form.data.quantity, first_ref(request.scope), opened=opened)
            return go(entry_address(entry["public_id"]), JOINED, n=entry["place"])
    return await _list_page(request, viewer, campaign, tier, form)


@get("/waitlist", guards=[members])
async def mine(request: Request, viewer: Viewer) -> Response:
    return await page(request, "campaigns/waiting/mine.html", entries=await my_waits(viewer))


@get("/waitlist/{entry_id:str}", guards=[members])
async def show(request: Request, viewer: Viewer, entry_id: FromPath[str]) -> Response:
    entry = await entry_of(viewer, entry_id)
    rail = {"at": station(entry["campaign_state"]), "ended": has_stopped(entry["campaign_state"])}
    return await page(request, "campaigns/waiting/show.html", entry=in_words(entry), rail=rail)


@post("/waitlist/{entry_id:str}/departure", guards=[members])
async def leave(viewer: Viewer, entry_id: FromPath[str]) -> Response:
    await leave_waitlist(viewer, await entry_of(viewer, entry_id))
    return go(entry_address(entry_id), N_("你退出了候补。"))


@post("/waitlist/{entry_id:str}/pass", guards=[members])
async def pass_on(viewer: Viewer, entry_id: FromPath[str]) -> Response:
    await pass_offer(viewer, await entry_of(viewer, entry_id))
    return go(entry_address(entry_id), N_("让给了后面的人。"))


ROUTES = [index, join, mine, show, leave, pass_on]
