"""Taking a place: one statement claims it and writes the pledge, so that nothing is ever oversold."""

from datetime import timedelta
from typing import Any

from app.accounts.limits import limit
from app.accounts.viewer import Viewer
from app.foundation.database import execute, row, transaction
from app.foundation.i18n import N_
from app.foundation.ids import new_id
from app.foundation.money import Money
from app.foundation.refusals import NotFound, Refusal
from campaigns.pledging.forms import PledgeForm
from campaigns.pledging.methods import Method, check_method, check_total
from campaigns.pledging.queries import find_offer, pledge_of_form
from campaigns.pledging.rules import HOLD, PLACE_HELD, Offer, check_offer

TRIES, WITHIN = 40, timedelta(minutes=10)


async def start_pledge(viewer: Viewer, campaign: dict[str, Any], form: PledgeForm, ref: str = "") -> dict[str, Any]:
    """A place held and a pledge `started`; the same form sent again answers the same pledge."""
    await limit("pledge", str(viewer.id), most=TRIES, within=WITHIN)
    tier = await find_offer(viewer.id, campaign["id"], form.tier, form.request_key)
    if tier is None:
        raise NotFound
    if tier["was_sent"]:
        return await _known(viewer, form)
    method = _check(tier, form)
    async with transaction():
        await _lock(campaign["id"], viewer.id)
        pledge = await _claim(viewer.id, tier["id"], form, method, ref[:40])
    return pledge or await _what_happened(viewer, campaign, form)


async def _lock(campaign: int, backer: int) -> None:
    """Shared with others against the decision, alone against this backer's other forms: both in one round trip."""
    await execute(
        """select pg_advisory_xact_lock_shared(hashtextextended('campaign', {})),
        pg_advisory_xact_lock(hashtextextended('backer', {}))""",
        campaign, backer,
    )  # fmt: skip


async def _known(viewer: Viewer, form: PledgeForm) -> dict[str, Any]:
    pledge = await pledge_of_form(viewer.id, form.request_key)
    assert pledge is not None
    return pledge


def _check(tier: dict[str, Any], form: PledgeForm) -> Method:
    check_offer(offer_of(tier), form.quantity)
    method = check_method(form.method, tier["currency"], tier["deadline"], tier["now"])
    check_total(Money((tier["price"] + tier["shipping"]) * form.quantity, tier["currency"]), form.seen)
    return method


def offer_of(tier: dict[str, Any]) -> Offer:
    return Offer(**{name: tier[name] for name in Offer.__slots__})


async def _claim(backer: int, tier: int, form: PledgeForm, method: Method, ref: str) -> dict[str, Any] | None:
    """None when this many places are not to be had by this backer at this moment."""
    wanted = form.quantity
    return await row(
        """with mine as (select coalesce(sum(quantity), 0) as held from pledge
                 where backer = {} and tier = {} and state = any({})),
        allowed as (select t.*, c.currency from tier t join campaign c on c.id = t.campaign, mine
                    where t.id = {} and c.state = 'live' and c.deadline > app_now() and mine.held + {}::int <= t.per_backer
                    and not exists (select from pledge where backer = {} and request_key = {})),
        claimed as (update tier set taken = tier.taken + {}::int from allowed
                    where tier.id = allowed.id and tier.cap is not null and tier.taken + {}::int <= tier.cap returning tier.id),
        place as (select * from allowed where cap is null or exists (select from claimed)),
        made as (insert into pledge (public_id, campaign, tier, backer, quantity, method, charge_plan, state, amount, currency,
                                     hold_ends_at, request_key, ref)
                 select {}, campaign, id, {}, {}::int, {}, {}, 'started', (price + shipping) * {}::int, currency,
                        app_now() + {}::interval, {}, {} from place returning *),
        lined as (insert into pledge_line (pledge, kind, label, unit_amount, quantity, amount)
                  select made.id, line.kind, line.label, line.price, made.quantity, line.price * made.quantity
                  from made, place, lateral (values ('tier', place.title, place.price), ('shipping', '', place.shipping))
                       as line (kind, label, price) where line.price > 0),
        noted as (insert into pledge_event (subject, at, actor, origin, state, why, source)
                  select id, app_now(), backer, '', state, '', 'person' from made)
        select * from made""",
        backer, tier, list(PLACE_HELD), tier, wanted, backer, form.request_key, wanted, wanted,
        new_id(), backer, wanted, method.code, method.charge_plan, wanted, HOLD, form.request_key, ref,
    )  # fmt: skip


async def _what_happened(viewer: Viewer, campaign: dict[str, Any], form: PledgeForm) -> dict[str, Any]:
    """The claim found no place: it was this form's second sending, or things changed since the page was read."""
    tier = await find_offer(viewer.id, campaign["id"], form.tier, form.request_key)
    if tier is not None and tier["was_sent"]:
        return await _known(viewer, form)
    if tier is not None:
        check_offer(offer_of(tier), form.quantity)
    raise Refusal(N_("名额刚刚有变动，请再试一次。"), field="quantity")
