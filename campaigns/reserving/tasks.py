"""The bell's work: awake at its second, the sweep behind it, and the reminders before it."""

from typing import Any

from app.foundation.database import rows
from app.foundation.queue import task
from app.foundation.sweeps import sweep
from campaigns.announcing.many import tell_now
from campaigns.reserving.ringing import TASK, ring_at_its_second, ring_due
from campaigns.reserving.rules import REMINDERS, USELESS
from campaigns.reserving.tellings import edition_of


@task(TASK)
async def wake_for_bell(payload: dict[str, Any]) -> None:
    await ring_at_its_second(payload["campaign"])


sweep("campaigns.0_bell")(ring_due)


@sweep("campaigns.0_bell_reminders")
async def remind_before_the_bell() -> None:
    """A day and an hour before. Whoever was told of the bell itself since then needs no reminder."""
    for kind, before in REMINDERS.items():
        for due in await rows(
            """select c.id, c.opens_at from campaign c where c.state = 'prelaunch'
              and c.opens_at between app_now() + {}::interval and app_now() + {}::interval
              and not exists (select from campaign_event e where e.subject = c.id and e.why like 'bell: %'
                and e.at > c.opens_at - {}::interval)
              and not exists (select from telling t where t.kind = {} and t.subject = c.id
                and t.edition = extract(epoch from c.opens_at)::bigint::text)""",
            USELESS[kind], before, before, kind,
        ):  # fmt: skip
            await tell_now(kind, due["id"], edition_of(due))
