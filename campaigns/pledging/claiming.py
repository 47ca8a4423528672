"""Starting a pledge: the place is claimed, or one sentence says what stood in the way."""

import logging
from typing import Any

from asyncpg import PostgresError

from app.accounts.limits import limit
from app.accounts.viewer import Viewer
from app.foundation.database import row, value
from app.foundation.i18n import N_
from app.foundation.refusals import NotFound, Refusal, SlowDown
from app.web.formats import moment
from campaigns.pledging.claims import TRIES, WITHIN, Claim, take_place
from campaigns.pledging.forms import PledgeForm
from campaigns.pledging.methods import METHODS, check_method
from campaigns.pledging.queries import find_offer, pledge_of_form
from campaigns.pledging.quoting import Quote, check_total, quote
from campaigns.pledging.rules import AT_ONCE, Offer, check_offer
from campaigns.pledging.terms import terms_of
from campaigns.reserving.ringing import ring
from campaigns.reserving.rules import may_be_due

log = logging.getLogger("zhizao.pledging")
CLAIMS = 3  # a place may be freed, a campaign go live, between the claim and the look at what stood in its way


async def start_pledge(
    viewer: Viewer, campaign: dict[str, Any], form: PledgeForm, ref: str = "", *, opened: bool = False
) -> dict[str, Any]:
    """A place held and a pledge `started`; the same form sent again answers the same. `opened`: by a secret tier's link."""
    for _ in range(CLAIMS):
        pledge = await _claim(viewer.id, campaign, form, ref[:40], opened)
        pledge = pledge or await _what_stood_in_the_way(viewer, campaign, form, opened)
        if pledge is not None:
            return pledge
        log.warning("nothing stands in the way any more of %s, claimed again", form)
        campaign = await _as_it_is_now(campaign)
    raise Refusal(N_("名额刚刚有变动，请再试一次。"), field="quantity")


async def _claim(backer: int, campaign: dict[str, Any], form: PledgeForm, ref: str, opened: bool) -> dict[str, Any] | None:
    """None when this many places are not to be had by this backer at this moment."""
    priced = await priced_order(campaign, form)
    method = METHODS[form.method]
    plan = AT_ONCE if priced.terms.is_late else method.charge_plan
    answer = await take_place(Claim(backer, priced, method, plan, form.request_key, ref, opened))
    if isinstance(answer, PostgresError):
        raise answer
    return answer


async def priced_order(campaign: dict[str, Any], form: PledgeForm) -> Quote:
    """By the terms as they are; refuses what can't be ordered, and a sum that is not the one that was seen."""
    terms = await terms_of(campaign)
    if form.tier not in terms.tiers:  # it may have been added since this row was read
        terms = await terms_of(await _as_it_is_now(campaign))
    priced = quote(terms, form.order(campaign["currency"]))
    check_total(priced.total, form.seen)
    return priced


async def _as_it_is_now(campaign: dict[str, Any]) -> dict[str, Any]:
    now = await row("select terms, state from campaign where id = {}", campaign["id"])
    assert now is not None
    return {**campaign, **now}


async def _what_stood_in_the_way(
    viewer: Viewer, campaign: dict[str, Any], form: PledgeForm, opened: bool
) -> dict[str, Any] | None:
    """This form's second sending, or a refusal in one sentence; None when it is gone by now. Refused tries are limited."""
    if (known := await pledge_of_form(viewer.id, form.request_key)) is not None:
        return known | {"is_known": True}
    if may_be_due(campaign) and await ring(campaign["id"]):
        return None
    await limit("pledge", str(viewer.id), most=TRIES, within=WITHIN)
    await check_claim(viewer.id, campaign, form, opened=opened)
    if await _is_too_eager(viewer.id):
        raise SlowDown
    return None


async def check_claim(backer: int, campaign: dict[str, Any], form: PledgeForm, *, opened: bool = False) -> None:
    """Refuses what this backer (0: nobody yet) could not get at this moment, add-ons too."""
    priced = await priced_order(await _as_it_is_now(campaign), form)
    base = await find_offer(backer, campaign["id"], form.tier, opened)
    if base is None:
        raise NotFound
    check_offer(offer_of(base), form.quantity)
    for public_id, quantity in priced.order.add_ons.items():
        add_on = await find_offer(backer, campaign["id"], public_id)
        if add_on is None:
            raise NotFound
        check_offer(offer_of(add_on), quantity, field="add_ons")
    if not priced.terms.is_late:
        check_method(form.method, base["currency"], base["deadline"], base["now"])


async def _is_too_eager(backer: int) -> bool:
    lately = "select count(*) from pledge where backer = {} and created_at > app_now() - {}::interval"
    return await value(lately, backer, WITHIN) >= TRIES


def offer_of(tier: dict[str, Any]) -> Offer:
    said = {name: moment(tier[name]) if tier[name] else "" for name in ("shut_until", "begins_at", "ended_at")}
    return Offer(**{name: tier[name] for name in Offer.__slots__ if name not in said} | said)
