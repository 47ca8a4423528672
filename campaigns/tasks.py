"""Background work about whole campaigns: deciding them at their deadline, telling many, finishing."""

from app.foundation.database import rows
from app.foundation.sweeps import sweep
from campaigns.closing import close_campaign, finish_collecting
from campaigns.fulfilment.completing import complete_campaign
from campaigns.telling import tell


@sweep("campaigns.0_ending")
async def remind_before_the_end() -> None:
    """Two days before; not of campaigns so short that they have only just begun."""
    for due in await rows(
        """select c.id from campaign c where c.state = 'live' and c.deadline between app_now() and app_now() + interval '48 hours'
        and c.launched_at < app_now() - interval '24 hours'
        and not exists (select from telling t where t.kind = 'campaign_ending' and t.subject = c.id) limit 100"""
    ):
        await tell(due["id"], "ending")


@sweep("campaigns.0_opened")
async def tell_of_opened_campaigns() -> None:
    """The idea's people had their hours: those who reserved or follow hear that it is their turn."""
    for each in await rows(
        """select c.id from campaign c where c.state = 'live' and c.early_ends_at <= app_now()
        and not exists (select from telling t where t.kind = 'campaign_opened' and t.subject = c.id) limit 100"""
    ):
        await tell(each["id"], "opened")


@sweep("campaigns.1_close")
async def close_due_campaigns() -> None:
    for due in await rows("select id from campaign where state = 'live' and deadline <= app_now() order by deadline limit 100"):
        await close_campaign(due["id"])


@sweep("campaigns.2_finish")
async def finish_collected_campaigns() -> None:
    for each in await rows("select id from campaign where state = 'collecting' order by id limit 1000"):
        await finish_collecting(each["id"])


@sweep("campaigns.3_complete")
async def complete_fulfilled_campaigns() -> None:
    for each in await rows("select id from campaign where state = 'fulfilling' order by id limit 1000"):
        await complete_campaign(each["id"])
