"""The brand's desk: the board of what a campaign owes, and parcels leaving it."""

from typing import Annotated, Any

import msgspec
from litestar import Request, get, post
from litestar.params import FromPath
from litestar.response import Response

from app.accounts.viewer import Viewer
from app.brands.desk import Desk, team
from app.brands.studio import studio_page
from app.foundation.i18n import N_, translate
from app.foundation.refusals import Refusal
from app.foundation.text import clean_line
from app.web.fields import Choice, Whole
from app.web.forms import Form, read_form, read_values
from app.web.pages import go
from campaigns.drafting.queries import desk_campaign
from campaigns.fulfilment.actions import Parcel, dispatch_parcels
from campaigns.fulfilment.carriers import CARRIERS
from campaigns.fulfilment.countries import country_name
from campaigns.fulfilment.forms import DispatchForm
from campaigns.fulfilment.queries import FILTERS, board, board_counts, perks_named
from campaigns.fulfilment.rules import READY
from campaigns.fulfilment.wording import carrier_name, one_line, state_tone, state_word
from campaigns.noting.queries import messages_of
from campaigns.tiers.wording import KINDS

BASE = "/brands/{brand_id:str}/studio/campaigns/{campaign_id:str}"
A_PAGE = 200
WORDS = {
    "all": N_("全部"),
    "answers_due": N_("缺地址"),
    "answered": N_("可以寄"),
    "dispatched": N_("在路上"),
    "received": N_("已收到"),
}


class BoardForm(msgspec.Struct):
    state: Annotated[str, Choice(FILTERS, default="all")]
    after: Annotated[int | None, Whole(0, 2**62, optional=True)]


def line(perk: dict[str, Any], desk: Desk, messages: dict[int, dict[str, Any]]) -> dict[str, Any]:
    """A row of the board; the address only for whoever ships, what was written with the pledge beside its first."""
    has_place = perk["line1"] is not None
    place = {name: perk[name] for name in ("name", "phone", "country", "region", "city", "line1", "line2", "postcode")}
    return {
        **{name: perk[name] for name in ("id", "public_id", "title", "state", "backer", "tier_title", "tracking_number")},
        "backer_name": perk["backer_name"] or translate(N_("已注销的成员")),
        "message": messages.pop(perk["pledge"], {}).get("message", ""),
        "kind_word": translate(KINDS[perk["kind"]]),
        "carrier_word": carrier_name(perk["carrier"] or ""),
        "has_place": has_place,
        "is_ready": perk["kind"] == "physical" and perk["state"] in READY and has_place,
        "address": f"{country_name(place['country'])} {one_line(place)}" if has_place and desk.may("ship") else "",
        "person": f"{place['name']} {place['phone']}" if has_place and desk.may("ship") else "",
    }


async def board_page(request: Request, desk: Desk, campaign: dict[str, Any], form: Form[Any] | None = None) -> Response:
    asked = read_values(BoardForm, {name: request.query_params.getall(name) for name in request.query_params})
    kind, after = (asked.data.state, asked.data.after or 0) if asked.ok else ("all", 0)
    found = await board(campaign["id"], kind, after=after, limit=A_PAGE + 1)
    counts = await board_counts(campaign["id"])
    here = f"{desk.url}/campaigns/{campaign['public_id']}/perks"
    links = [
        {"href": f"{here}?state={one}", "word": translate(WORDS[one]), "count": counts[one], "is_current": one == kind}
        for one in FILTERS
    ]
    form = form or Form(status=200)
    messages = await messages_of({perk["pledge"] for perk in found[:A_PAGE]})
    return await studio_page(
        request, desk, "campaigns/desk/perks.html", status=form.status, campaign=campaign, links=links, kind=kind, form=form,
        lines=[line(perk, desk, messages) for perk in found[:A_PAGE]], word=state_word, tone=state_tone,
        carriers={code: carrier_name(code) for code in CARRIERS},
        older=f"{here}?state={kind}&after={found[A_PAGE - 1]['id']}" if len(found) > A_PAGE else "",
    )  # fmt: skip


@get(BASE + "/perks", guards=[team()])
async def show(request: Request, desk: Desk, campaign_id: FromPath[str]) -> Response:
    return await board_page(request, desk, await desk_campaign(desk.brand, campaign_id))


async def parcels_of(campaign: dict[str, Any], form: Form[DispatchForm]) -> list[Parcel]:
    """One parcel for each backer among the rows that were ticked or given a number."""
    numbers = {name[7:]: clean_line(str(text)[:200])[:40] for name, text in form.values.items() if name.startswith("number-")}
    chosen = set(form.data.perk) | {perk for perk, number in numbers.items() if number}
    if not chosen:
        raise Refusal(N_("先勾选要寄的，或者填上运单号。"))
    by_backer: dict[int, list[dict[str, Any]]] = {}
    for perk in await perks_named(campaign["id"], chosen):
        by_backer.setdefault(perk["backer"], []).append(perk)
    if len(by_backer) > 1 and form.data.tracking_number:
        raise Refusal(N_("不同的人要填不同的运单号。"))
    return [Parcel(perks, _number(perks, numbers, form.data.tracking_number)) for perks in by_backer.values()]


def _number(perks: list[dict[str, Any]], numbers: dict[str, str], common: str) -> str:
    """The first that was typed beside any of a backer's perks."""
    typed = next((numbers[perk["public_id"]] for perk in perks if numbers.get(perk["public_id"])), common)
    if not typed:
        raise Refusal(N_("还有勾选的没有填运单号。"), field=f"number-{perks[0]['public_id']}")
    return typed


@post(BASE + "/shipments", guards=[team("ship")])
async def dispatch(request: Request, viewer: Viewer, desk: Desk, campaign_id: FromPath[str]) -> Response:
    campaign = await desk_campaign(desk.brand, campaign_id)
    form = await read_form(request, DispatchForm)
    if form.ok:
        with form.catching():
            sent = await dispatch_parcels(viewer, campaign, form.data.carrier, await parcels_of(campaign, form))
            return go(f"{desk.url}/campaigns/{campaign_id}/perks", N_("寄出了 %(n)s 个包裹，收件人已收到通知"), n=sent)
    return await board_page(request, desk, campaign, form)


ROUTES = [show, dispatch]
