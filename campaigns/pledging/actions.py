"""A pledge's verbs. Money is moved by payments, which calls these; all go forward only and may be called twice.

They answer whether something moved. False from promise_pledge and pay_pledge: look at the state; `expired` or
`cancelled` means there is no place any more and what was paid goes back.
"""

from typing import Any

from app.accounts.viewer import Viewer
from app.foundation.database import execute, row, share_lock, transaction, value
from app.foundation.i18n import N_
from app.foundation.queue import enqueue
from app.foundation.refusals import NotFound, Refusal
from campaigns.changing.queries import open_change
from campaigns.changing.rules import KEPT, check_may_cancel, check_may_leave
from campaigns.changing.sinking import hold_the_goal
from campaigns.fulfilment.owing import call_off_perks, owe_perks
from campaigns.pledging.claiming import start_pledge
from campaigns.pledging.methods import check_method
from campaigns.pledging.rules import AT_ONCE, SAVED
from campaigns.pledging.steps import step_pledge
from campaigns.pledging.telling import tell_kept

__all__ = [
    "begin_expiring",
    "cancel_pledge",
    "change_method",
    "collect_pledge",
    "drop_pledge",
    "expire_pledge",
    "fail_pledge",
    "pay_pledge",
    "promise_pledge",
    "refund_pledge",
    "start_pledge",
]

UNDECIDED = ("live", "suspended")
DECIDED = ("succeeded", "collecting", "fulfilling", "completed")
MAKING = ("succeeded", "collecting", "fulfilling")  # as long as anything is still made, a late pledge can be taken in


async def promise_pledge(pledge_id: int) -> bool:
    """The provider says that the card is saved."""
    return await _keep(pledge_id, "promised", SAVED)


async def pay_pledge(pledge_id: int) -> bool:
    """The provider says that the money is there, held for the backer until the campaign is decided."""
    return await _keep(pledge_id, "paid", AT_ONCE)


async def _keep(pledge_id: int, state: str, plan: str) -> bool:
    async with transaction():
        pledge = await row("select campaign, is_late from pledge where id = {} and charge_plan = {}", pledge_id, plan)
        if pledge is None:
            return False
        await share_lock("campaign", pledge["campaign"])
        wanted = MAKING if pledge["is_late"] else UNDECIDED
        if await value("select state from campaign where id = {}", pledge["campaign"]) not in wanted:
            await _let_go(pledge_id)
            return False
        left = await _backer_who_left(pledge_id)
        if not await step_pledge(pledge_id, state, source="provider"):
            return False
        if left:
            await _cancel(pledge_id, left)
        elif not pledge["is_late"]:  # that one is collected at once, and told of then
            await tell_kept(pledge_id)
        return True


async def _let_go(pledge_id: int) -> None:
    """The provider's word came after the decision: no place is left for it."""
    await step_pledge(pledge_id, "expiring", why="after the decision")
    await step_pledge(pledge_id, "expired", why="after the decision")


async def _backer_who_left(pledge_id: int) -> int | None:
    """Whoever cancelled while the provider's page was still open, and paid or saved the card all the same."""
    return await value(
        """select actor from pledge_event e join pledge p on p.id = e.subject
        where p.id = {} and p.state = 'expiring' and e.state = 'expiring' order by e.id desc limit 1""",
        pledge_id,
    )


async def change_method(pledge_id: int, code: str) -> None:
    """Another way to pay while the place is held and nothing is promised. Called when no page of the old way is open."""
    async with transaction():
        pledge = await row(
            """select p.state, p.is_late, p.hold_ends_at > app_now() as in_time, c.currency, c.deadline, app_now() as now
            from pledge p join campaign c on c.id = p.campaign where p.id = {} for update of p""",
            pledge_id,
        )
        if pledge is None or pledge["state"] != "started" or not pledge["in_time"]:
            raise Refusal(N_("这一单已经不在等付款，付法不能再换。"))
        method = check_method(code, pledge["currency"], pledge["deadline"], pledge["now"])
        plan = AT_ONCE if pledge["is_late"] else method.charge_plan
        await execute("update pledge set method = {}, charge_plan = {} where id = {}", method.code, plan, pledge_id)


async def begin_expiring(pledge_id: int) -> bool:
    """The hold ran out: the provider's page is closed first, the place stays taken until that is sure."""
    return await step_pledge(pledge_id, "expiring", why="the hold ran out")


async def expire_pledge(pledge_id: int) -> bool:
    """The provider confirms that nothing was paid or saved: the place is free."""
    return await step_pledge(pledge_id, "expired", source="provider")


async def cancel_pledge(viewer: Viewer, pledge: dict[str, Any]) -> bool:
    """By the backer, before the deadline. A started one only begins to expire: its provider's page may just be paid.

    In the last day not where a reached goal would be missed without it; out of a suspended campaign always.
    """
    async with transaction():
        await share_lock("campaign", pledge["campaign"])
        spare = await hold_the_goal(pledge["campaign"])
        now = await row(
            """select p.backer, p.state, p.amount, p.is_late, c.state as campaign_state, c.deadline > app_now() as in_time
            from pledge p join campaign c on c.id = p.campaign where p.id = {} for update of p""",
            pledge["id"],
        )
        if now is None or now["backer"] != viewer.id:
            raise NotFound
        if now["state"] == "started" and await step_pledge(
            pledge["id"], "expiring", actor=viewer.id, why="cancelled", source="person"
        ):
            await enqueue("close_checkout", {"pledge": pledge["id"]})
            return True
        check_may_cancel(now["state"], now["campaign_state"], in_time=now["in_time"], is_late=now["is_late"])
        if now["state"] in KEPT:
            check_may_leave(spare, now["amount"])
        return await _cancel(pledge["id"], viewer.id)


async def _cancel(pledge_id: int, backer: int) -> bool:
    was_paid = await value("select state = 'paid' from pledge where id = {} for update", pledge_id)
    moved = await step_pledge(pledge_id, "cancelled", origins=["promised", "paid"], actor=backer, source="person")
    if moved and was_paid:
        await enqueue("give_back", {"pledge": pledge_id})
        if (change := await open_change(pledge_id)) is not None:
            await enqueue("close_top_up", {"change": change["id"]})
    return moved


async def collect_pledge(pledge_id: int) -> bool:
    """The money is the campaign's: from now on the perks are owed."""
    async with transaction():
        decided = await value("select c.state from pledge p join campaign c on c.id = p.campaign where p.id = {}", pledge_id)
        if decided not in DECIDED or not await step_pledge(pledge_id, "collected", source="provider"):
            return False
        await owe_perks(pledge_id)
        return True


async def fail_pledge(pledge_id: int, why: str) -> bool:
    """A charge was refused; it is tried again until the window ends."""
    return await step_pledge(pledge_id, "failing", why=why, source="provider")


async def drop_pledge(pledge_id: int) -> bool:
    """The window ended without the money: the place is free."""
    return await step_pledge(pledge_id, "dropped", why="the window ended")


async def refund_pledge(pledge_id: int, why: str) -> bool:
    """The money went back; perks not yet on their way are owed no more."""
    async with transaction():
        if not await step_pledge(pledge_id, "refunded", why=why, source="provider"):
            return False
        await call_off_perks(pledge_id, why)
        return True
