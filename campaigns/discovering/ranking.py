"""How campaigns are ranked by being loved: a published formula, kept in a column, so that no page sums any pledge.

loved  everybody who backs a campaign counts once, however many tickets and whatever they cost; whoever only follows or
       reserved counts a quarter; being launched counts as one backer of that moment. Each weighs 2^(t / half-life), so that
       a week later it counts half as much beside new ones, and no stored rank ever has to fall: forward decay, as in
       ideas/ranking.py (Cormode, Shkapenyuk, Srivastava, Xu: "Forward Decay", ICDE 2009). Kept as the base-2 logarithm of
       the sum. Money doesn't count: a small ticket loves as much as a large one.
"""

from collections.abc import Iterable
from datetime import datetime, timedelta
from math import log2

from app.foundation.database import execute
from campaigns.pledging.rules import COUNTED
from ideas.ranking import EPOCH

HALF_LIFE = timedelta(days=7)
ONLOOKER = 0.25


def loved(begun: datetime, backers: Iterable[datetime], onlookers: Iterable[datetime] = ()) -> float:
    """The same as the statement below, for its tests and for whoever wants to check a rank."""
    one = [(moment - EPOCH) / HALF_LIFE for moment in (begun, *backers)]
    part = [(moment - EPOCH) / HALF_LIFE for moment in onlookers]
    newest = max(one + part)
    return newest + log2(
        sum(2.0 ** max(w - newest, -1000) for w in one) + ONLOOKER * sum(2.0 ** max(w - newest, -1000) for w in part)
    )


def weight(moment: str) -> str:
    return f"(extract(epoch from {moment} - timestamptz '{EPOCH.isoformat()}')::float8 / {HALF_LIFE.total_seconds():.0f})"


_COUNTED = ", ".join(repr(state) for state in COUNTED)
_NOW = weight("app_now()")


def _share(moment: str) -> str:
    return f"power(2::float8, greatest({weight(moment)} - {_NOW}, -1000))"


# Of these campaigns: who backs them, who only looks on, what they gathered and how loved they are.
COUNT = f"""
with wanted as (
  select campaign from campaign_listing where campaign = any({{}}::bigint[]) order by campaign for update skip locked),
backing as (
  select p.campaign, p.backer as member, min(p.created_at) as at, sum(p.amount) as amount from pledge p
  where p.campaign in (select campaign from wanted) and p.state in ({_COUNTED}) group by p.campaign, p.backer),
backed as (
  select campaign, count(*) as n, sum(amount) as pledged, sum({_share("at")}) as love from backing group by campaign),
looking as (
  select s.campaign, s.member, min(s.at) as at from (
    select f.subject as campaign, f.member, f.created_at as at from follow f
    where f.kind = 'campaign' and f.subject in (select campaign from wanted)
    union all select r.campaign, r.member, r.created_at from reservation r where r.campaign in (select campaign from wanted)) s
  where not exists (select from backing b where b.campaign = s.campaign and b.member = s.member) group by s.campaign, s.member),
looked as (select campaign, count(*) as n, {ONLOOKER} * sum({_share("at")}) as love from looking group by campaign)
update campaign_listing l set backers = coalesce(b.n, 0), onlookers = coalesce(o.n, 0), pledged = coalesce(b.pledged, 0),
  loved = {_NOW} + ln({_share("coalesce(l.launched_at, l.listed_at)")} + coalesce(b.love, 0) + coalesce(o.love, 0))
    / ln(2::float8),
  counted_at = app_now()
from wanted w left join backed b on b.campaign = w.campaign left join looked o on o.campaign = w.campaign
where l.campaign = w.campaign
"""


async def count_loves(campaigns: list[int]) -> None:
    """Anew from the rows."""
    if campaigns:
        await execute(COUNT, campaigns)
