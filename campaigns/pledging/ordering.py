"""What the order page shows: everything that can be chosen, and what it comes to."""

import hashlib
import hmac
import secrets
from dataclasses import replace
from typing import Any

from litestar import Request

from app.accounts.carried import regions_of
from app.accounts.viewer import Viewer
from app.foundation.database import row, rows
from app.foundation.i18n import N_, translate
from app.foundation.money import Money
from app.foundation.refusals import Refusal
from app.settings import settings
from app.site.profile import region
from app.web.chat_browsers import chat_browser, is_phone
from app.web.fields import FieldError
from app.web.forms import Form
from campaigns.fulfilment.countries import COUNTRIES, country_options
from campaigns.pledging.forms import PledgeForm
from campaigns.pledging.methods import METHODS, SCANNED, check_currency, check_method, is_closed_in
from campaigns.pledging.order_fields import Counts
from campaigns.pledging.quoting import EVERYWHERE_ELSE, Order, Terms
from campaigns.pledging.rules import AT_ONCE
from campaigns.pledging.sketching import Wanted, plain, shipping_to, ships_anywhere, sketch, wanted_of
from campaigns.pledging.wording import line_words, promise

ADD_ONS, CHOICES = Counts("add_on."), Counts("count.", picked="pick.")


def quantity_of(form: Form[Any]) -> int:
    typed = form.text("quantity", "1").strip()
    return min(max(int(typed), 1), 100) if typed.isdecimal() and len(typed) < 4 else 1


def drafted(form: Form[Any], tier: str, currency: str) -> Order:
    """What stands in the form so far; what can't be read is left out."""
    typed = {name: [form.text(name)] for name in form.values}
    draft = PledgeForm(tier=tier, quantity=quantity_of(form), method="card", request_key="")
    draft.country = form.text("country") if form.text("country") in COUNTRIES else ""
    draft.add_ons, draft.choices = _counted(ADD_ONS, typed), _counted(CHOICES, typed)
    order = draft.order(currency)
    for name in ("unit_price", "extra"):
        setattr(draft, name, form.text(name)[:20])
        try:
            order = draft.order(currency)
        except Refusal:
            setattr(draft, name, "")
    return order


def _counted(counts: Counts, typed: dict[str, list[Any]]) -> dict[str, int]:
    found: dict[str, int] = {}
    for one in counts.gather("", typed):
        try:
            for public_id, n in counts.read([one]).items():
                found[public_id] = found.get(public_id, 0) + n
        except FieldError:
            continue
    return found


async def order_view(
    request: Request, viewer: Viewer, campaign: dict[str, Any], terms: Terms, tier: dict[str, Any], form: Form[Any]
) -> dict[str, Any]:
    """Lines, their sum, each way to pay with its promise, and what there is to choose."""
    order = drafted(form, tier["public_id"], terms.currency)
    if ships := ships_anywhere(terms, order):
        order = replace(order, country=order.country or await _likely_country(request, viewer, terms, order))
        form.values["country"] = order.country
    sketched = sketch(terms, order)
    base = terms.tier(tier["public_id"])
    lines = sketched.quote.lines if sketched else ()
    total = sketched.quote.total if sketched else Money(0, terms.currency)
    price = (base.late_price if terms.is_late else base.price) or base.price
    return {
        "lines": [(line_words(line.kind, line.label, line.quantity), line.amount) for line in lines],
        "total": total,
        "price": Money(price, terms.currency),
        "price_is_open": base.price_is_open and not region().no_donations,
        "takes_extra": terms.takes_extra and not region().no_donations,
        "lacks_country": sketched is not None and "country" in sketched.gaps,
        "places": _places(terms, order) if ships else [],
        "wanted": [_wanted(one, order, form) for one in wanted_of(terms, order)],
        "add_ons": await _add_ons(campaign, terms, order) if any(one.is_add_on for one in terms.tiers.values()) else [],
        "methods": [_way(request, code, campaign, terms, tier, total) for code in METHODS],
        "is_late": terms.is_late,
    }


async def _likely_country(request: Request, viewer: Viewer, terms: Terms, order: Order) -> str:
    """Where this backer's last parcel went, else where their language and clock are; only where it is shipped."""
    last = await row("select country from destination where member = {} order by id desc limit 1", viewer.id)
    likely = regions_of(viewer.time_zone, request.headers.get("accept-language", ""))
    for code in ([last["country"]] if last else []) + likely[:1]:
        if code in COUNTRIES and shipping_to(plain(terms), order, code) is not None:
            return code
    return ""


def _places(terms: Terms, order: Order) -> list[tuple[str, str]]:
    """(code, place and what shipping costs there) of those that it is shipped to."""
    bare = plain(terms)
    by_zone = {zone.id: shipping_to(bare, order, _example(terms, zone.countries)) for zone in terms.zones}
    found = []
    for code, name in country_options():
        zone = terms.zone_of(code)
        cost = by_zone[zone.id] if zone else None
        if cost is not None:
            said = translate(N_("运费 %(cost)s"), cost=Money(cost, terms.currency)) if cost else translate(N_("包邮"))
            found.append((code, translate(N_("%(place)s，%(cost)s"), place=name, cost=said)))
    return found


def _example(terms: Terms, countries: tuple[str, ...]) -> str:
    """One place of this zone: of "everywhere else" one that no other zone names."""
    if EVERYWHERE_ELSE not in countries:
        return countries[0] if countries else ""
    named = {code for zone in terms.zones for code in zone.countries}
    return next((code for code in COUNTRIES if code not in named), "")


def _wanted(wanted: Wanted, order: Order, form: Form[Any]) -> dict[str, Any]:
    """Radios for one piece, numbers that must add up for several."""
    item, chosen = wanted.item, order.choices
    return {
        "item": item, "pieces": wanted.pieces, "is_single": wanted.pieces == 1,
        "chosen": sum(chosen.get(one.public_id, 0) for one in item.variants),
        "variants": [{"id": one.public_id, "title": one.title, "n": chosen.get(one.public_id, 0)} for one in item.variants],
    }  # fmt: skip


async def _add_ons(campaign: dict[str, Any], terms: Terms, order: Order) -> list[dict[str, Any]]:
    """Those to be had now, and those that this form has already; with what is left of them."""
    found = await rows(
        """select public_id, title, description, picture, cap, per_backer, price, late_price,
          case when waiting > 0 then 0 else greatest(cap - taken - offered, 0) end as places_left
        from tier where campaign = {} and is_add_on and not secret and (opens_at is null or opens_at <= app_now())
          and (closes_at is null or closes_at > app_now()) and (not {} or late_price is not null) order by position, price, id""",
        campaign["id"], terms.is_late,
    )  # fmt: skip
    price = "late_price" if terms.is_late else "price"
    return [one | {"n": order.add_ons.get(one["public_id"], 0), "unit": Money(one[price], terms.currency)} for one in found]


def _way(
    request: Request, code: str, campaign: dict[str, Any], terms: Terms, tier: dict[str, Any], total: Money
) -> dict[str, Any]:
    method = METHODS[code]
    way = {"value": code, "name": translate(method.name), "icon": method.icon, "disabled": False, "note_id": f"way-{code}"}
    try:
        if terms.is_late:
            check_currency(method, terms.currency)
        else:
            check_method(code, terms.currency, tier["deadline"], tier["now"])
    except Refusal as refusal:
        return way | {"disabled": True, "note": refusal.text()}
    plan = AT_ONCE if terms.is_late else method.charge_plan
    note = promise(code, plan, campaign["funding"], total, tier["deadline"], is_late=terms.is_late)
    return way | {"note": " ".join(filter(None, (note, _beware(request, code))))}


def _beware(request: Request, code: str) -> str:
    """What this browser can't do with it, said before it is chosen."""
    if is_closed_in(code, chat_browser(request)):
        sentence = N_("微信里打不开%(method)s：下一步给你一个链接，在浏览器里付，或发给朋友代付。")
        return translate(sentence, method=translate(METHODS[code].name))
    if code in SCANNED and is_phone(request):
        return translate(N_("下一页是二维码，要在另一块屏幕上打开，用微信扫。"))
    return ""


async def standing_of(backer: int, campaign: int) -> dict[str, Any]:
    """How often this backer has ordered here, and the place that is held for them unpaid, if there is one."""
    found = await row(
        """select count(*) over () as times, p.public_id, p.request_key, p.quantity, p.amount, p.currency, p.hold_ends_at,
          t.title as tier_title, p.state = 'started' and p.hold_ends_at > app_now() as is_held
        from pledge p join tier t on t.id = p.tier where p.backer = {} and p.campaign = {} order by 9 desc, p.id desc limit 1""",
        backer, campaign,
    )  # fmt: skip
    return {"times": found["times"] if found else 0, "held": found if found and found["is_held"] else None}


def form_key(backer: int, campaign: int, times: int) -> str:
    """The same in every tab and on every device until an order is made, so that two of them make one; nobody can guess it."""
    if not backer:
        return secrets.token_hex(16)
    text = f"order:{backer}:{campaign}:{times}".encode()
    return hmac.new(settings.secret_key.encode(), text, hashlib.sha256).hexdigest()[:32]
