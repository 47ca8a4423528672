"""What lists need is put in order: words of what is new or changed, how loved each campaign is, which dates were kept."""

from datetime import timedelta

from app.foundation.database import rows
from app.foundation.sweeps import sweep
from campaigns.discovering.delivery import count_old_ones
from campaigns.discovering.ranking import count_loves
from campaigns.discovering.wording import say_some

AT_ONCE = 500
MOST_TURNS = 500  # of a sweep: what is changed again and again waits for the next
ALL_AGAIN = timedelta(hours=1)  # for what leaves no event, such as a follow taken back

# Whatever moved since the last count, and a minute before: what was under way then has been committed by now.
_MOVED = """
with since as (select coalesce(max(counted_at), '-infinity') - interval '1 minute' as at from campaign_listing),
moved as (
  select p.campaign from pledge_event e join pledge p on p.id = e.subject where e.at > (select at from since)
  union select f.subject from follow f where f.kind = 'campaign' and f.created_at > (select at from since)
  union select r.campaign from reservation r where r.created_at > (select at from since))
select l.campaign from campaign_listing l
where l.stage in ('coming', 'live') and (l.counted_at is null or l.counted_at < app_now() - {}::interval
  or l.campaign in (select campaign from moved))
order by l.counted_at nulls first, l.campaign limit {}"""


@sweep("campaign_words")
async def say_what_is_new() -> None:
    for _ in range(MOST_TURNS):
        if not await say_some():
            return


@sweep("campaigns_loved")
async def count_what_moved() -> None:
    await count_loves([one["campaign"] for one in await rows(_MOVED, ALL_AGAIN, AT_ONCE)])


@sweep("campaign_deliveries")
async def count_deliveries_again() -> None:
    await count_old_ones()
