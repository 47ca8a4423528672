"""Starting a pledge: the place is claimed, or one sentence says what stood in the way."""

import logging
from typing import Any

from asyncpg import PostgresError

from app.accounts.limits import limit
from app.accounts.viewer import Viewer
from app.foundation.database import value
from app.foundation.i18n import N_
from app.foundation.money import Money
from app.foundation.refusals import NotFound, Refusal, SlowDown
from app.web.formats import moment
from campaigns.pledging.claims import TRIES, WITHIN, Claim, take_place
from campaigns.pledging.forms import PledgeForm
from campaigns.pledging.methods import METHODS, check_method, check_total
from campaigns.pledging.queries import find_offer, pledge_of_form
from campaigns.pledging.rules import Offer, check_offer
from campaigns.tiers.minimums import least_charge, most_charge

log = logging.getLogger("zhizao.pledging")
CLAIMS = 3  # a place may be freed, a campaign go live, between the claim and the look at what stood in its way


async def start_pledge(viewer: Viewer, campaign: dict[str, Any], form: PledgeForm, ref: str = "") -> dict[str, Any]:
    """A place held and a pledge `started`; the same form sent again answers the same pledge."""
    for _ in range(CLAIMS):
        pledge = await _claim(viewer.id, campaign, form, ref[:40]) or await _what_stood_in_the_way(viewer, campaign, form)
        if pledge is not None:
            return pledge
        log.warning("nothing stands in the way any more of %s, claimed again", form)
    raise Refusal(N_("名额刚刚有变动，请再试一次。"), field="quantity")


async def _claim(backer: int, campaign: dict[str, Any], form: PledgeForm, ref: str) -> dict[str, Any] | None:
    """None when this many places are not to be had by this backer at this moment."""
    least, most = least_charge(campaign["currency"]).amount, most_charge(campaign["currency"]).amount
    seen = most if form.seen is None else min(form.seen, most)
    answer = await take_place(
        Claim(backer, campaign["id"], form.tier, form.quantity, METHODS[form.method], form.request_key, ref, least, seen)
    )
    if isinstance(answer, PostgresError):
        raise answer
    return answer


async def _what_stood_in_the_way(viewer: Viewer, campaign: dict[str, Any], form: PledgeForm) -> dict[str, Any] | None:
    """This form's second sending, or a refusal in one sentence; None when it is gone by now. Refused tries are limited."""
    if (known := await pledge_of_form(viewer.id, form.request_key)) is not None:
        return known
    await limit("pledge", str(viewer.id), most=TRIES, within=WITHIN)
    await check_claim(viewer.id, campaign, form)
    if await _is_too_eager(viewer.id):
        raise SlowDown
    return None


async def check_claim(backer: int, campaign: dict[str, Any], form: PledgeForm) -> None:
    """Refuses what this backer (0: nobody yet) could not get at this moment."""
    tier = await find_offer(backer, campaign["id"], form.tier)
    if tier is None:
        raise NotFound
    check_offer(offer_of(tier), form.quantity)
    check_method(form.method, tier["currency"], tier["deadline"], tier["now"])
    check_total(Money((tier["price"] + tier["shipping"]) * form.quantity, tier["currency"]), form.seen)


async def _is_too_eager(backer: int) -> bool:
    lately = "select count(*) from pledge where backer = {} and created_at > app_now() - {}::interval"
    return await value(lately, backer, WITHIN) >= TRIES


def offer_of(tier: dict[str, Any]) -> Offer:
    shut_until = moment(tier["shut_until"]) if tier["shut_until"] else ""
    return Offer(**{name: tier[name] for name in Offer.__slots__} | {"shut_until": shut_until})
