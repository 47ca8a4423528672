"""Taking a place: one call of the database claims it and writes the pledge, so that nothing is ever oversold."""

from datetime import timedelta
from typing import Any

from app.accounts.limits import limit
from app.accounts.viewer import Viewer
from app.foundation.database import row, value
from app.foundation.i18n import N_
from app.foundation.ids import new_id
from app.foundation.money import Money
from app.foundation.refusals import NotFound, Refusal, SlowDown
from campaigns.pledging.forms import PledgeForm
from campaigns.pledging.methods import AFTER_DEADLINE, METHODS, check_method, check_total
from campaigns.pledging.queries import find_offer, pledge_of_form
from campaigns.pledging.rules import HOLD, PLACE_HELD, Offer, check_offer
from campaigns.tiers.minimums import least_charge

# So many pledges, and so many refused tries, in such a time.
TRIES, WITHIN = 40, timedelta(minutes=10)


async def start_pledge(viewer: Viewer, campaign: dict[str, Any], form: PledgeForm, ref: str = "") -> dict[str, Any]:
    """A place held and a pledge `started`; the same form sent again answers the same pledge."""
    pledge = await _claim(viewer.id, campaign, form, ref[:40])
    return pledge or await _what_stood_in_the_way(viewer, campaign, form)


async def _claim(backer: int, campaign: dict[str, Any], form: PledgeForm, ref: str) -> dict[str, Any] | None:
    """The function stands in a migration. None when this many places are not to be had by this backer at this moment."""
    method = METHODS[form.method]
    return await row(
        "select * from start_pledge({}, {}, {}, {}::int, {}, {}, {}, {}, {}, {}, {}, {}, {}, {}, {}, {}, {}::int, {})",
        campaign["id"], form.tier, backer, form.quantity, method.code, method.charge_plan, form.request_key, ref, new_id(), HOLD,
        sorted(method.currencies), method.refund_term, AFTER_DEADLINE, least_charge(campaign["currency"]).amount, form.seen,
        list(PLACE_HELD), TRIES, WITHIN,
    )  # fmt: skip


async def _what_stood_in_the_way(viewer: Viewer, campaign: dict[str, Any], form: PledgeForm) -> dict[str, Any]:
    """This form's second sending, or a refusal in one sentence; refused tries are limited."""
    if (known := await pledge_of_form(viewer.id, form.request_key)) is not None:
        return known
    await limit("pledge", str(viewer.id), most=TRIES, within=WITHIN)
    tier = await find_offer(viewer.id, campaign["id"], form.tier)
    if tier is None:
        raise NotFound
    check_offer(offer_of(tier), form.quantity)
    check_method(form.method, tier["currency"], tier["deadline"], tier["now"])
    check_total(Money((tier["price"] + tier["shipping"]) * form.quantity, tier["currency"]), form.seen)
    if await _is_too_eager(viewer.id):
        raise SlowDown
    raise Refusal(N_("名额刚刚有变动，请再试一次。"), field="quantity")


async def _is_too_eager(backer: int) -> bool:
    lately = "select count(*) from pledge where backer = {} and created_at > app_now() - {}::interval"
    return await value(lately, backer, WITHIN) >= TRIES


def offer_of(tier: dict[str, Any]) -> Offer:
    return Offer(**{name: tier[name] for name in Offer.__slots__})
