"""The desk's pages of tiers, put together: all of them, a new one, one."""

from collections.abc import Mapping
from typing import Any

from litestar import Request
from litestar.response import Response

from app.brands.desk import Desk
from app.brands.studio import studio_page
from app.foundation.refusals import NotFound
from app.site.profile import region
from app.web.formats import input_moment
from app.web.forms import Form, blank
from campaigns.contents.queries import items_of
from campaigns.pledging.methods import METHODS
from campaigns.rules import EDITABLE
from campaigns.tiers.forms import as_typed
from campaigns.tiers.minimums import least_charge
from campaigns.tiers.pricing import freights_of, price_shown
from campaigns.tiers.queries import guest_counts, tier_of, tiers_of
from campaigns.tiers.rules import GROWING, phase, without_usual
from campaigns.tiers.tables import PERK_KINDS
from campaigns.tiers.wording import AUDIENCE_WORDS, KINDS, phase_words
from campaigns.zoning.queries import zones_of
from campaigns.zoning.rules import without_freight

NEW_ROWS = 2


def address(desk: Desk, campaign: Mapping[str, Any]) -> str:
    return f"{desk.url}/campaigns/{campaign['public_id']}/tiers"


def shown(tier: Mapping[str, Any], currency: str) -> Form[Any]:
    """The form as it stands in the database."""
    return blank(
        title=tier["title"], description=tier["description"], kept=tier["picture"], price=as_typed(tier["price"], currency),
        price_is_open="1" if tier["price_is_open"] else "", usual_price=as_typed(tier["usual_price"], currency),
        late_price=as_typed(tier["late_price"], currency), cap=tier["cap"], per_backer=tier["per_backer"],
        opens_at=input_moment(tier["opens_at"]), closes_at=input_moment(tier["closes_at"]), secret="1" if tier["secret"] else "",
        only_for=tier["only_for"], least_backed=tier["least_backed"] or "", weight=tier["weight"] or "",
        deliver_month=f"{tier['deliver_month']:%Y-%m}", has=[str(item["id"]) for item in tier["items"]],
        count=[str(item["quantity"]) for item in tier["items"]], zone=list(tier["freight"]),
        freight=[as_typed(price, currency) for price in tier["freight"].values()], is_add_on="1" if tier["is_add_on"] else "",
    )  # fmt: skip


async def likeness(campaign: Mapping[str, Any], asked: Mapping[str, str]) -> Form[Any]:
    """A new tier's first form: empty, or as another one of the campaign stands; `usual` makes it the early bird's successor."""
    if not (like := asked.get("like", "")):
        return blank(per_backer="10", only_for="everyone", is_add_on="1" if asked.get("add_on") else "")
    tier = await tier_of(campaign["id"], like)
    form = shown(tier, campaign["currency"])
    if asked.get("usual") and tier["usual_price"]:
        form.values |= {
            "price": as_typed(tier["usual_price"], campaign["currency"]), "usual_price": "", "cap": "", "opens_at": "",
            "closes_at": "",
        }  # fmt: skip
    return form


def _column(form: Form[Any], name: str) -> list[str]:
    typed = form.values.get(name, [])
    return [typed] if isinstance(typed, str) else list(typed)


def known_rows(form: Form[Any], items: list[dict[str, Any]]) -> list[tuple[dict[str, Any], str]]:
    """Each thing of the campaign with how many are in this tier, as typed."""
    typed = dict(zip(_column(form, "has"), _column(form, "count"), strict=False))
    return [(item, typed.get(str(item["id"]), "0") or "0") for item in items]


def new_rows(form: Form[Any]) -> list[tuple[str, str, str]]:
    """(kind, title, how many) of things that were not there yet: those typed, and some empty ones."""
    kinds, titles, pieces = (_column(form, name) for name in ("kind", "item", "pieces"))
    typed = [
        (kinds[n] if n < len(kinds) else PERK_KINDS[0], title, pieces[n] if n < len(pieces) else "1")
        for n, title in enumerate(titles)
        if title
    ]
    return typed + [(PERK_KINDS[0], "", "1")] * max(NEW_ROWS - len(typed), 1)


def net_context(campaign: Mapping[str, Any], zones: list[dict[str, Any]], form: Form[Any]) -> dict[str, Any]:
    """What the brand nets of the price as it is typed so far."""
    typed = dict(zip(_column(form, "zone"), _column(form, "freight"), strict=False))
    freights = freights_of(campaign, zones, typed, form.text("weight").strip())
    return {"net": price_shown(campaign, form.text("price"), freights), "methods": METHODS}


async def _fields(campaign: dict[str, Any], form: Form[Any]) -> dict[str, Any]:
    """All that the fields of a tier show besides the form itself."""
    zones = await zones_of(campaign["id"])
    return {
        "known": known_rows(form, await items_of(campaign["id"])), "rows": new_rows(form), "kinds": KINDS,
        "audiences": AUDIENCE_WORDS, "least": least_charge(campaign["currency"]), "zones": zones,
        "freights": dict(zip(_column(form, "zone"), _column(form, "freight"), strict=False)),
        "no_donations": region().no_donations, **net_context(campaign, zones, form),
    }  # fmt: skip


async def tiers_page(request: Request, desk: Desk, campaign: dict[str, Any], form: Form[Any] | None = None) -> Response:
    """`form`: of the campaign's limits."""
    tiers, zones = await tiers_of(campaign["id"]), await zones_of(campaign["id"])
    form = form or blank(per_backer=campaign["per_backer"], takes_extra="1" if campaign["takes_extra"] else "")
    may_edit = desk.may("edit")
    slips = [_slip(campaign, zones, tier) for tier in tiers]
    return await studio_page(
        request, desk, "campaigns/tiers/index.html", status=form.status, campaign=campaign, form=form,
        here=address(desk, campaign), tiers=[one for one in slips if not one["is_add_on"]],
        add_ons=[one for one in slips if one["is_add_on"]], guests=await guest_counts(campaign["id"]), kinds=KINDS,
        audiences=AUDIENCE_WORDS, no_donations=region().no_donations, without_usual=without_usual(tiers),
        nowhere=without_freight(campaign["shipping_by"], zones, tiers),
        is_editable=may_edit and campaign["state"] in EDITABLE,
        is_growing=may_edit and campaign["state"] in (*EDITABLE, *GROWING), may_edit=may_edit,
    )  # fmt: skip


def _slip(campaign: dict[str, Any], zones: list[dict[str, Any]], tier: dict[str, Any]) -> dict[str, Any]:
    typed = {zone: as_typed(price, campaign["currency"]) for zone, price in tier["freight"].items()}
    sends = any(item["kind"] == "physical" for item in tier["items"])
    freights = freights_of(campaign, zones, typed, str(tier["weight"])) if sends else []
    priced = price_shown(campaign, as_typed(tier["price"], campaign["currency"]), freights)
    return tier | {"net": priced and priced.first.rest, "now": phase_words(phase(tier, campaign["now"]), tier)}


async def new_page(request: Request, desk: Desk, campaign: dict[str, Any], form: Form[Any]) -> Response:
    if campaign["state"] not in (*EDITABLE, *GROWING):
        raise NotFound
    return await studio_page(
        request, desk, "campaigns/tiers/new.html", status=form.status, campaign=campaign, form=form, here=address(desk, campaign),
        is_add_on=bool(form.values.get("is_add_on")), is_public=campaign["state"] in GROWING, **await _fields(campaign, form),
    )  # fmt: skip


async def tier_page(
    request: Request, desk: Desk, campaign: dict[str, Any], tier: dict[str, Any], form: Form[Any] | None = None
) -> Response:
    """Its form while it may be edited; afterwards what it is, and what may still be done."""
    form = form or shown(tier, campaign["currency"])
    zones = await zones_of(campaign["id"])
    context = await _fields(campaign, form) if campaign["state"] in EDITABLE else {}
    slip = _slip(campaign, zones, tier)
    return await studio_page(
        request, desk, "campaigns/tiers/show.html", status=form.status, campaign=campaign, tier=slip, form=form,
        here=f"{address(desk, campaign)}/{tier['public_id']}", is_add_on=tier["is_add_on"],
        guests=(await guest_counts(campaign["id"])).get(tier["id"], 0), kind_words=KINDS, audience_words=AUDIENCE_WORDS,
        is_editable=campaign["state"] in EDITABLE, is_growing=campaign["state"] in GROWING,
        has_ended=phase(tier, campaign["now"]) == "ended", **context,
    )  # fmt: skip
