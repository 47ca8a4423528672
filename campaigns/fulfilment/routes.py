"""A backer's perks: what each needs, where it is, and that it has arrived."""

from typing import Any

from litestar import Request, get, post
from litestar.params import FromPath
from litestar.response import Response

from app.accounts.capabilities import by_link
from app.accounts.guards import anyone, members
from app.accounts.viewer import Viewer
from app.foundation.i18n import N_, translate
from app.web.forms import Form, blank, read_values
from app.web.pages import go, page
from app.web.sent import sent_values
from campaigns.beginning import sign_in_first
from campaigns.fulfilment.actions import check_may_change, confirm_receipt, give_destination
from campaigns.fulfilment.countries import country_name, country_options
from campaigns.fulfilment.forms import DestinationForm
from campaigns.fulfilment.queries import (
    CHANGEABLE,
    destination_of,
    latest_destination,
    opened_perk,
    perks_of,
    steps_of,
    travelling_with,
)
from campaigns.fulfilment.wording import carrier_name, one_line, perk_sentence, trail_step, veiled
from campaigns.rules import station
from campaigns.tiers.wording import KINDS

ADDRESS = ("name", "phone", "country", "region", "city", "line1", "line2", "postcode")


def shown(perk: dict[str, Any]) -> dict[str, Any]:
    """A perk with its words."""
    return perk | {
        "sentence": perk_sentence(perk),
        "kind_word": translate(KINDS[perk["kind"]]),
        "carrier_word": carrier_name(perk["carrier"] or ""),
        "needs_address": perk["kind"] == "physical" and perk["state"] == "answers_due",
        "may_change_address": perk["kind"] == "physical" and perk["state"] in CHANGEABLE,
        "may_confirm": perk["state"] in ("dispatched", "delivered"),
    }


@get("/perks", guards=[members])
async def index(request: Request, viewer: Viewer) -> Response:
    return await page(request, "campaigns/fulfilment/index.html", perks=[shown(perk) for perk in await perks_of(viewer)])


def key_in(request: Request) -> str:
    return request.query_params.get("key", "")


async def perk_here(request: Request, viewer: Viewer, perk_id: str) -> dict[str, Any]:
    return shown(await opened_perk(viewer, perk_id, key_in(request)))


async def show_page(request: Request, viewer: Viewer, perk: dict[str, Any], form: Form[Any] | None = None) -> Response:
    """By its link it says where the parcel is; of the address only what tells its owner which one it is."""
    where = await destination_of(perk["destination"])
    known: dict[str, Any] = {"country": where["country"] if where else "CN"}
    if perk["is_mine"]:
        known = where or await latest_destination(viewer.id) or known | {"name": viewer.name}
    shown_where = where if where is None or perk["is_mine"] else veiled(where)
    answer = await page(
        request, "campaigns/fulfilment/show.html", status=form.status if form else 200, perk=perk, where=shown_where,
        where_line=one_line(shown_where) if shown_where else "", country=country_name(where["country"]) if where else "",
        form=form or blank(**{name: known.get(name) for name in ADDRESS}), countries=country_options(),
        steps=[trail_step(event) for event in await steps_of(perk["id"])], together=await travelling_with(perk),
        rail_at=station(perk["campaign_state"], perk["carrier"] is not None) if perk["state"] != "received" else "done",
        address=f"/perks/{perk['public_id']}", key="" if perk["is_mine"] else key_in(request),
    )  # fmt: skip
    return by_link(answer)


@get("/perks/{perk_id:str}", guards=[anyone])
async def show(request: Request, viewer: Viewer, perk_id: FromPath[str]) -> Response:
    """By the backer's session or by the link's key."""
    return await show_page(request, viewer, await perk_here(request, viewer, perk_id))


@post("/perks/{perk_id:str}/destination", guards=[anyone])
async def answer_where(request: Request, viewer: Viewer, perk_id: FromPath[str]) -> Response:
    """Begun on a page opened by its link, it is finished after sign-in; what is wrong with it is said at once."""
    perk = await perk_here(request, viewer, perk_id)
    sent = await sent_values(request)
    form = read_values(DestinationForm, sent)
    if form.ok:
        with form.catching():
            check_may_change(perk)
            if not perk["is_mine"]:
                return await sign_in_first(request, viewer, "perk_address", perk_id, sent)
            await give_destination(viewer, perk, form.data)
            return go(f"/perks/{perk_id}", N_("地址收到了"))
    return await show_page(request, viewer, perk, form)


@post("/perks/{perk_id:str}/receipt", guards=[anyone])
async def receive(request: Request, viewer: Viewer, perk_id: FromPath[str]) -> Response:
    """Begun on a page opened by its link, it is finished after sign-in."""
    perk = await perk_here(request, viewer, perk_id)
    if not perk["is_mine"]:
        return await sign_in_first(request, viewer, "perk_receipt", perk_id, {})
    await confirm_receipt(viewer, perk)
    return go(f"/perks/{perk_id}", N_("已确认收货"))


ROUTES = [index, show, answer_where, receive]
