"""Changing a pledge: at once where nothing is to be paid on top, else held for a quarter of an hour until it is paid."""

import json
from typing import Any

from app.accounts.viewer import Viewer
from app.foundation.database import execute, insert, row, share_lock, sole_lock, transaction, value
from app.foundation.i18n import N_
from app.foundation.refusals import NotFound, Refusal
from campaigns.changing.forms import ChangeForm
from campaigns.changing.places import are_within_share, check_rooms, check_share, lock_tiers, take
from campaigns.changing.queries import change_of, change_of_form, open_change, order_now, places_in, version_of
from campaigns.changing.rules import check_may_change, check_may_shrink, differences, settle
from campaigns.changing.sinking import hold_the_goal
from campaigns.changing.tables import PledgeChange
from campaigns.changing.telling import tell_changed
from campaigns.pledging.quoting import Quote, check_total, quote
from campaigns.pledging.rules import HOLD
from campaigns.pledging.terms import terms_of
from campaigns.rules import UNDECIDED
from campaigns.tiers.minimums import least_charge

NOTHING = N_("和现在的一样，没有要改的。")
ELSEWHERE = N_("这一单刚刚在别处改过了。下面是现在的样子和你刚才选的，请看过再按一次。")
STILL_OPEN = N_("上一次修改还在等补差价：先付完，或放弃它，再改别的。")


async def change_pledge(viewer: Viewer, pledge_id: int, form: ChangeForm, *, opened: bool = False) -> dict[str, Any]:
    """The change's row: `applied`, or `held` with what is `due`. The same form sent again answers the same row, not `is_new`.

    `opened`: by a secret tier's link. The caller has closed the provider's page before, and follows the money afterwards.
    """
    async with transaction():
        campaign = await row(
            """select c.*, c.deadline > app_now() as in_time from campaign c join pledge p on p.campaign = c.id
            where p.id = {}""",
            pledge_id,
        )
        assert campaign is not None
        await share_lock("campaign", campaign["id"])
        spare = await hold_the_goal(campaign["id"])
        await sole_lock("backer", viewer.id)
        pledge = await _own(viewer, pledge_id)
        if (known := await change_of_form(pledge_id, form.request_key)) is not None:
            return _again(known, form.seen)
        await _check(pledge, form.version)
        wanted = await _priced(campaign, pledge, form)
        check_may_shrink(spare if pledge["state"] != "started" else None, pledge["amount"] - wanted["amount"])
        return await _change(pledge, wanted, form.request_key, opened)


def _again(known: dict[str, Any], seen: int | None) -> dict[str, Any]:
    """The same form once more; or another one, typed after going back to a page that was sent already."""
    if seen not in (None, known["amount"]):
        raise Refusal(STILL_OPEN if known["state"] == "held" else ELSEWHERE)
    return known | {"is_new": False}


async def _own(viewer: Viewer, pledge_id: int) -> dict[str, Any]:
    pledge = await row(
        """select p.*, c.state as campaign_state, c.deadline > app_now() as in_time,
          p.hold_ends_at > app_now() as hold_in_time
        from pledge p join campaign c on c.id = p.campaign where p.id = {} for update of p""",
        pledge_id,
    )
    if pledge is None or pledge["backer"] != viewer.id:
        raise NotFound
    return pledge


async def _check(pledge: dict[str, Any], version: str) -> None:
    check_may_change(pledge["state"], pledge["campaign_state"], in_time=pledge["in_time"], is_late=pledge["is_late"])
    if pledge["state"] == "started" and not pledge["hold_in_time"]:
        raise Refusal(N_("付款时间到了，名额已经让出。想要的话请重新支持一次。"))
    if await open_change(pledge["id"]) is not None:
        raise Refusal(STILL_OPEN)
    if version != await version_of(pledge):
        raise Refusal(ELSEWHERE)


async def _priced(campaign: dict[str, Any], pledge: dict[str, Any], form: ChangeForm) -> dict[str, Any]:
    """By the terms as they are; never more than the page showed."""
    priced = quote(await terms_of(campaign), form.order(campaign["currency"]))
    check_total(priced.total, form.seen)
    return as_kept(priced) | {"amount": priced.total.amount}


def as_kept(priced: Quote) -> dict[str, Any]:
    """An order in the shape of `order_now`."""
    lines = [
        {"kind": one.kind, "label": one.label, "tier": one.tier, "unit_amount": one.unit.amount, "quantity": one.quantity}
        for one in priced.lines
    ]
    choices = [{"item": one.item, "variant": one.variant, "quantity": one.quantity} for one in priced.choices]
    return {
        "tier": priced.base.id, "quantity": priced.order.quantity, "country": priced.order.country,
        "terms": priced.terms.version, "lines": lines, "choices": choices,
    }  # fmt: skip


async def _change(pledge: dict[str, Any], wanted: dict[str, Any], request_key: str, opened: bool) -> dict[str, Any]:
    before, amount = await order_now(pledge), wanted.pop("amount")
    if _without_terms(before) == _without_terms(wanted):
        raise Refusal(NOTHING)
    more = differences(places_in(before), places_in(wanted))
    await lock_tiers(list(more))
    await check_rooms(pledge, places_in(wanted), more, wanted["tier"], opened=opened)
    if wanted["quantity"] > pledge["quantity"]:
        await check_share(pledge, wanted["quantity"])
    money = settle(pledge["state"], pledge["amount"], amount, least_charge(pledge["currency"]).amount)
    held = {tier: n for tier, n in more.items() if n > 0}
    await take(held)
    change = await insert(
        PledgeChange, pledge=pledge["id"], request_key=request_key, state="held", was=pledge["amount"], amount=amount,
        due=money.due, back=money.back, wanted=json.dumps(wanted), held=json.dumps(held),
        hold_ends_at=await value("select app_now() + {}::interval", HOLD),
    )  # fmt: skip
    if not money.due:
        await _apply(change["id"], pledge)
    found = await change_of(change["id"])
    assert found is not None
    return found | {"is_new": True}


def _without_terms(order: dict[str, Any]) -> dict[str, Any]:
    return {name: it for name, it in order.items() if name != "terms"}


async def apply_change(change_id: int) -> bool:
    """Its difference is paid. False where it can't be had any more: then the money goes back, and what it held is free."""
    async with transaction():
        subject = await row(
            "select p.id, p.campaign, p.backer from pledge p join pledge_change g on g.pledge = p.id where g.id = {}", change_id
        )
        assert subject is not None
        await share_lock("campaign", subject["campaign"])
        await sole_lock("backer", subject["backer"])
        pledge = await row("select * from pledge where id = {} for update", subject["id"])
        await execute("select from pledge_change where id = {} for update", change_id)  # it may just be ending
        change = await change_of(change_id)
        assert pledge is not None and change is not None
        if change["state"] != "held":
            return False
        if await value("select state from campaign where id = {}", subject["campaign"]) not in UNDECIDED:
            await end_change(change_id, "decided")
            return False
        if pledge["state"] != "paid":
            await end_change(change_id, "cancelled")
            return False
        if not await are_within_share(pledge, change["wanted"], change["held"]):
            await end_change(change_id, "no_room")
            return False
        await _apply(change_id, pledge)
        return True


async def _apply(change_id: int, pledge: dict[str, Any]) -> None:
    """The pledge becomes what was wanted; its row is locked. What it gives up is free from here on."""
    change = await change_of(change_id)
    assert change is not None
    before, wanted = await order_now(pledge), change["wanted"]
    await execute("delete from pledge_line where pledge = {}", pledge["id"])
    await execute("delete from pledge_choice where pledge = {}", pledge["id"])
    await execute(
        """insert into pledge_line (pledge, kind, label, tier, unit_amount, quantity, amount)
        select {}, kind, label, tier, unit_amount, quantity, unit_amount * quantity
        from jsonb_to_recordset({}::jsonb) as (kind text, label text, tier bigint, unit_amount bigint, quantity int)""",
        pledge["id"], json.dumps(wanted["lines"]),
    )  # fmt: skip
    await execute(
        """insert into pledge_choice (pledge, item, variant, quantity)
        select {}, item, variant, quantity from jsonb_to_recordset({}::jsonb) as (item bigint, variant bigint, quantity int)""",
        pledge["id"], json.dumps(wanted["choices"]),
    )  # fmt: skip
    await execute(
        "update pledge set tier = {}, quantity = {}, country = {}, terms = {}, amount = {} where id = {}",
        wanted["tier"], wanted["quantity"], wanted["country"], wanted["terms"], change["amount"], pledge["id"],
    )  # fmt: skip
    await execute(
        "update pledge_change set state = 'applied', before = {}::jsonb, decided_at = app_now() where id = {}",
        json.dumps(before), change_id,
    )  # fmt: skip
    fewer = {tier: n for tier, n in differences(places_in(before), places_in(wanted)).items() if n < 0}
    await lock_tiers(list(fewer))
    await take(fewer)
    if pledge["state"] != "started":
        await tell_changed(change_id)


async def end_change(change_id: int, why: str) -> bool:
    """It doesn't come to pass: what it held is free. False where it was decided before."""
    async with transaction():
        ended = await row(
            """update pledge_change set state = 'ended', why = {}, decided_at = app_now() where id = {} and state = 'held'
            returning id""",
            why, change_id,
        )  # fmt: skip
        if ended is None:
            return False
        change = await change_of(change_id)
        assert change is not None
        await lock_tiers(list(change["held"]))
        await take({tier: -n for tier, n in change["held"].items()})
        return True
