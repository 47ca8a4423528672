"""What the pages show of changing: the pledge as a form, the tiers one may swap to, what it comes to; and what stands open."""

import secrets
from dataclasses import replace
from typing import Any

from litestar import Request

from app.accounts.viewer import Viewer
from app.foundation.database import row, rows
from app.foundation.money import Money
from app.foundation.refusals import NotFound
from app.web.forms import Form
from campaigns.changing.queries import changes_of, open_change, order_now, version_of
from campaigns.changing.rules import CHANGEABLE, KEPT, settle
from campaigns.changing.sinking import spare_now
from campaigns.changing.wording import consequence, step_words
from campaigns.pledging.claiming import offer_of
from campaigns.pledging.ordering import order_view, quantity_of
from campaigns.pledging.queries import find_offer, lines_of
from campaigns.pledging.terms import terms_of
from campaigns.pledging.wording import line_words
from campaigns.tiers.forms import as_typed
from campaigns.tiers.minimums import least_charge
from campaigns.tiers.queries import tiers_of
from campaigns.waiting.queries import is_opened


async def as_form(pledge: dict[str, Any]) -> dict[str, str]:
    """The pledge as the order page's form would have it."""
    order, currency = await order_now(pledge), pledge["currency"]
    values = {"tier": pledge["tier_public_id"], "quantity": str(pledge["quantity"]), "country": pledge["country"]}
    tiers = await rows("select id, public_id from tier where campaign = {}", pledge["campaign"])
    names = {one["id"]: one["public_id"] for one in tiers}
    for line in order["lines"]:
        if line["kind"] == "add_on":
            values[f"add_on.{names[line['tier']]}"] = str(line["quantity"])
        elif line["kind"] == "extra":
            values["extra"] = as_typed(line["unit_amount"], currency)
        elif line["kind"] == "tier":
            price = await row("select price, price_is_open from tier where id = {}", line["tier"])
            if price and price["price_is_open"] and line["unit_amount"] != price["price"]:
                values["unit_price"] = as_typed(line["unit_amount"], currency)
    return values | await _choices(pledge["id"])


async def _choices(pledge: int) -> dict[str, str]:
    """A single piece is picked, several are counted."""
    chosen = await rows(
        """select c.item, v.public_id, c.quantity, sum(c.quantity) over (partition by c.item) as pieces
        from pledge_choice c join variant v on v.id = c.variant where c.pledge = {}""",
        pledge,
    )
    return {
        **{f"pick.{one['item']}": one["public_id"] for one in chosen if one["pieces"] == 1},
        **{f"count.{one['public_id']}": str(one["quantity"]) for one in chosen if one["pieces"] > 1},
    }


async def change_view(request: Request, viewer: Viewer, pledge: dict[str, Any], form: Form[Any]) -> dict[str, Any]:
    """Everything the page says; what is typed stands in the form, else the pledge as it is."""
    campaign = await row("select * from campaign where id = {}", pledge["campaign"])
    assert campaign is not None
    typed = bool(form.values)
    form.values = ({} if typed else await as_form(pledge)) | form.values
    form.values |= {"request_key": form.text("request_key") or secrets.token_hex(16), "quantity": str(quantity_of(form))}
    form.values["version"] = await version_of(pledge)
    tier = await _tier(pledge, form)
    terms = await terms_of(campaign)
    order = await order_view(request, viewer, campaign, terms, tier, form)
    order["add_ons"] = await _with_own(pledge, order["add_ons"])
    money = settle(pledge["state"], pledge["amount"], order["total"].amount, least_charge(pledge["currency"]).amount)
    return {
        "pledge": pledge, "campaign": campaign, "tier": tier, "form": form, "order": order,
        "tiers": await _swaps(pledge, tier),
        "was": Money(pledge["amount"], pledge["currency"]),
        "was_lines": [
            (line_words(line["kind"], line["label"], line["quantity"]), Money(line["amount"], pledge["currency"]))
            for line in await lines_of(pledge["id"])
        ],
        "consequence": consequence(pledge, order["total"], money),
        "spare": await spare_now(pledge["campaign"]) if pledge["state"] in KEPT else None,
        "open": await shown_open(pledge),
    }  # fmt: skip


async def _tier(pledge: dict[str, Any], form: Form[Any]) -> dict[str, Any]:
    """The one chosen in the form, else the pledge's own."""
    public_id = form.text("tier")[:12] or pledge["tier_public_id"]
    opened = await is_opened(public_id, form.text("key"))
    found = await find_offer(pledge["backer"], pledge["campaign"], public_id, opened)
    found = found or await find_offer(pledge["backer"], pledge["campaign"], pledge["tier_public_id"], opened=True)
    if found is None:
        raise NotFound
    return found


async def _with_own(pledge: dict[str, Any], add_ons: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The places that this pledge has already are left for it too."""
    own = {
        one["public_id"]: one["quantity"]
        for one in await rows(
            "select t.public_id, l.quantity from pledge_line l join tier t on t.id = l.tier where l.pledge = {}", pledge["id"]
        )
    }
    return [
        one | {"places_left": (one["places_left"] or 0) + own.get(one["public_id"], 0)} if one["cap"] is not None else one
        for one in add_ons
    ]


async def _swaps(pledge: dict[str, Any], tier: dict[str, Any]) -> list[dict[str, Any]]:
    """Tiers to choose from: the own one always, of the others those that can be had."""
    found = []
    for one in await tiers_of(pledge["campaign"]):
        is_own = one["id"] == pledge["tier"]
        if one["is_add_on"] or (one["secret"] and not is_own and one["id"] != tier["id"]):
            continue
        offer = await find_offer(pledge["backer"], pledge["campaign"], one["public_id"], opened=is_own)
        is_shut = offer is None or offer["begins_at"] is not None or offer["ended_at"] is not None or not offer["may_take"]
        if is_shut and not is_own:
            continue
        assert offer is not None
        left = replace(offer_of(offer), my_offer=0).left
        found.append(
            {
                "public_id": one["public_id"], "title": one["title"], "price": Money(one["price"], pledge["currency"]),
                "left": left, "waiting": offer["waiting"], "is_own": is_own, "is_chosen": one["id"] == tier["id"],
                "is_gone": left == 0 and not is_own,
            }
        )  # fmt: skip
    return found


async def shown_open(pledge: dict[str, Any]) -> dict[str, Any] | None:
    """A change whose difference is still to be paid."""
    change = await open_change(pledge["id"])
    if change is None:
        return None
    currency = pledge["currency"]
    return change | {
        "amount": Money(change["amount"], currency), "due": Money(change["due"], currency),
        "back": Money(change["back"], currency), "was": Money(change["was"], currency),
        "lines": [
            (line_words(one["kind"], one["label"], one["quantity"]), Money(one["unit_amount"] * one["quantity"], currency))
            for one in change["wanted"]["lines"]
        ],
    }  # fmt: skip


async def changing_of(pledge: dict[str, Any], *, in_time: bool) -> dict[str, Any]:
    """For the pledge's own page: whether it may be changed or left, what stands open, what was changed."""
    spare = await spare_now(pledge["campaign"]) if pledge["state"] in KEPT and not pledge["is_late"] else None
    return {
        "may_change": pledge["campaign_state"] == "live" and in_time and pledge["state"] in CHANGEABLE and not pledge["is_late"],
        "is_bound": spare is not None and not spare.bears(pledge["amount"]),
        "spare": spare,
        "open": await shown_open(pledge),
        "steps": [step_words(one, pledge["currency"]) for one in await changes_of(pledge["id"]) if one["state"] == "applied"],
    }  # fmt: skip


def with_changes(steps: list[dict[str, Any]], changes: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The pledge's steps and its changes on one trail, newest first."""
    return sorted([*changes, *steps], key=lambda step: step["iso"], reverse=True)
