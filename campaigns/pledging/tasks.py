"""Holds that ran out: the provider's page is closed first (payments does it), then the place goes free."""

from contextlib import suppress
from datetime import timedelta

from app.accounts.leaving.actions import erase_member
from app.accounts.viewer import find_member
from app.foundation.database import rows, transaction
from app.foundation.queue import enqueue
from app.foundation.refusals import Refusal
from app.foundation.sweeps import sweep
from campaigns.pledging.actions import begin_expiring

GUESTS_FORGOTTEN = timedelta(days=30)
ENDED = ("expired", "cancelled", "released", "refunded", "dropped")


@sweep("campaigns.0_holds")
async def end_overdue_holds() -> None:
    """Also those that began to expire and got no answer: asked again until the provider confirms."""
    overdue = await rows(
        """select id, state from pledge where state in ('started', 'expiring') and hold_ends_at <= app_now()
        order by hold_ends_at limit 2000"""
    )
    for pledge in overdue:
        async with transaction():
            if pledge["state"] == "expiring" or await begin_expiring(pledge["id"]):
                await enqueue("close_checkout", {"pledge": pledge["id"]}, once_key=f"close_checkout:{pledge['id']}")


@sweep("campaigns.old_guests")
async def forget_old_guests() -> None:
    """Whoever gave an e-mail, kept nothing by it and never signed in is not remembered for long."""
    gone = await rows(
        """select g.member from guest g where g.created_at < app_now() - {}::interval and not exists (
          select from pledge p where p.backer = g.member and (p.state <> all({}) or p.created_at > app_now() - {}::interval))
        order by g.id limit 100""",
        GUESTS_FORGOTTEN, list(ENDED), GUESTS_FORGOTTEN,
    )  # fmt: skip
    for one in gone:
        with suppress(Refusal):  # something is still under way: next time
            await erase_member(await find_member(one["member"]), withdraws_ideas=False)
