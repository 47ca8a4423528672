"""A backer's perks: what each needs, where it is, and that it has arrived."""

from typing import Any

from litestar import Request, get, post
from litestar.params import FromPath
from litestar.response import Response

from app.accounts.guards import members
from app.accounts.viewer import Viewer
from app.foundation.i18n import N_, translate
from app.foundation.refusals import NotFound
from app.web.forms import Form, blank, read_form
from app.web.pages import go, page
from campaigns.fulfilment.actions import confirm_receipt, give_destination
from campaigns.fulfilment.countries import country_name, country_options
from campaigns.fulfilment.forms import DestinationForm
from campaigns.fulfilment.queries import (
    CHANGEABLE,
    destination_of,
    find_perk,
    latest_destination,
    perks_of,
    steps_of,
    travelling_with,
)
from campaigns.fulfilment.wording import carrier_name, one_line, perk_sentence, trail_step
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


async def own_perk(viewer: Viewer, perk_id: str) -> dict[str, Any]:
    perk = await find_perk(viewer, perk_id)
    if perk is None:
        raise NotFound
    return shown(perk)


@get("/perks", guards=[members])
async def index(request: Request, viewer: Viewer) -> Response:
    return await page(request, "campaigns/fulfilment/index.html", perks=[shown(perk) for perk in await perks_of(viewer)])


async def show_page(request: Request, viewer: Viewer, perk: dict[str, Any], form: Form[Any] | None = None) -> Response:
    where = await destination_of(perk["destination"])
    known = where or await latest_destination(viewer.id) or {"country": "CN", "name": viewer.name}
    return await page(
        request, "campaigns/fulfilment/show.html", status=form.status if form else 200, perk=perk, where=where,
        where_line=one_line(where) if where else "", country=country_name(where["country"]) if where else "",
        form=form or blank(**{name: known.get(name) for name in ADDRESS}), countries=country_options(),
        steps=[trail_step(event) for event in await steps_of(perk["id"])], together=await travelling_with(perk),
        rail_at=station(perk["campaign_state"], perk["carrier"] is not None) if perk["state"] != "received" else "done",
    )  # fmt: skip


@get("/perks/{perk_id:str}", guards=[members])
async def show(request: Request, viewer: Viewer, perk_id: FromPath[str]) -> Response:
    return await show_page(request, viewer, await own_perk(viewer, perk_id))


@post("/perks/{perk_id:str}/destination", guards=[members])
async def answer_where(request: Request, viewer: Viewer, perk_id: FromPath[str]) -> Response:
    perk = await own_perk(viewer, perk_id)
    form = await read_form(request, DestinationForm)
    if form.ok:
        with form.catching():
            await give_destination(viewer, perk, form.data)
            return go(f"/perks/{perk_id}", N_("地址收到了"))
    return await show_page(request, viewer, perk, form)


@post("/perks/{perk_id:str}/receipt", guards=[members])
async def receive(viewer: Viewer, perk_id: FromPath[str]) -> Response:
    await confirm_receipt(viewer, await own_perk(viewer, perk_id))
    return go(f"/perks/{perk_id}", N_("已确认收货"))


ROUTES = [index, show, answer_where, receive]
