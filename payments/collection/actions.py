"""Collecting a campaign: charges made for what is due, wallets' money taken over or sent back, the rest given up in time."""

from app.foundation.database import row, rows, transaction
from app.foundation.queue import enqueue
from campaigns.closing import begin_collecting, finish_collecting
from campaigns.pledging.actions import drop_pledge, fail_pledge
from payments import gateway
from payments.checkout.completion import close_session
from payments.checkout.sessions import RECOVERY, live_sessions
from payments.collection.arrivals import collect_paid
from payments.collection.attempting import read_intent
from payments.collection.rules import WINDOW
from payments.collection.telling import tell_dropped
from payments.refunds.actions import give_back_all
from payments.refunds.queries import UNASKED

AT_ONCE = 500
SUCCEEDED = ("succeeded", "collecting", "fulfilling", "completed")


async def settle_campaign(campaign_id: int) -> None:
    """After the decision, and again whenever something was left over: nothing here happens twice."""
    campaign = await row("select state from campaign where id = {}", campaign_id)
    if campaign is None:
        return
    if campaign["state"] in SUCCEEDED:
        await begin_collecting(campaign_id)
        await _intend_charges(campaign_id)
        await _collect_wallets(campaign_id)
        await finish_collecting(campaign_id)
    elif campaign["state"] in ("failed", "cancelled"):
        await _return_wallets(campaign_id, f"campaign_{campaign['state']}")


async def _intend_charges(campaign_id: int) -> None:
    """Committed before the provider hears of any of them."""
    async with transaction():
        await rows(
            """insert into charge (pledge, campaign, amount, currency, state, next_try_at, window_ends_at)
            select p.id, p.campaign, p.amount, p.currency, 'intended', app_now(), c.ended_at + {}::interval
            from pledge p join campaign c on c.id = p.campaign where p.campaign = {} and p.state = 'due'
            on conflict (pledge) do nothing""",
            WINDOW, campaign_id,
        )  # fmt: skip
        await enqueue("collect_charges", {}, once_key="collect_charges")


async def _paid_pledges(campaign_id: int) -> list[int]:
    found = await rows("select id from pledge where campaign = {} and state = 'paid' order by id limit {}", campaign_id, AT_ONCE)
    return [each["id"] for each in found]


async def _collect_wallets(campaign_id: int) -> None:
    while True:
        moved = [await collect_paid(pledge) for pledge in await _paid_pledges(campaign_id)]
        if not any(moved):
            return


async def _return_wallets(campaign_id: int, reason: str) -> None:
    """The pledge stays `paid` until the provider says that the money went back."""
    found = await rows(
        f"""select p.id from pledge p where p.campaign = {{}} and p.state = 'paid'
        and exists (select from payment m where m.pledge = p.id and {UNASKED} > 0) order by p.id""",
        campaign_id,
    )
    for each in found:
        await give_back_all(each["id"], reason)


async def give_up(charge_id: int) -> bool:
    """The window is over: every way to pay is closed at the provider first, then the place is free."""
    charge = await row("select * from charge where id = {} and window_ends_at + interval '1 day' <= app_now()", charge_id)
    if charge is None:
        return False
    for session in await live_sessions(charge["pledge"]):
        if session["purpose"] == RECOVERY:
            await close_session(session)
    if charge["intent_id"] and await gateway.cancel_charge(charge["intent_id"]) == "already_succeeded":
        await read_intent(charge["intent_id"])
    async with transaction():
        dropped = await row(
            """update charge set state = 'dropped', next_try_at = null where id = {} and state not in ('succeeded', 'dropped')
            returning *""",
            charge_id,
        )
        if dropped is None:
            return False
        await fail_pledge(charge["pledge"], charge["refusal_code"] or "never_answered")
        await drop_pledge(charge["pledge"])
        await tell_dropped(dropped)
        return True
