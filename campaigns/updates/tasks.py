"""Sweeps over updates: those that staff let through are told of; brands are reminded of the rhythm that they promised."""

from app.foundation.database import rows
from app.foundation.sweeps import sweep
from campaigns.announcing.many import tell_later
from campaigns.updates.reminding import remind_of_rhythms
from campaigns.updates.rules import STANDS


@sweep("campaigns.0_updates")
async def tell_of_shown_updates() -> None:
    """Also what a lost job should have begun."""
    for one in await rows(
        f"""select u.id from campaign_update u join campaign c on c.id = u.campaign
        where {STANDS} and u.visibility = 'visible' and c.visibility = 'visible'
          and u.published_at > app_now() - interval '30 days'
          and not exists (select from telling t where t.kind = 'update' and t.subject = u.id) limit 100"""
    ):
        await tell_later("update", one["id"])


@sweep("campaigns.0_rhythms")
async def remind_brands() -> None:
    await remind_of_rhythms()
