"""How brands keep their dates: of the perks whose promised month is over, how many had been sent by then."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from app.foundation.database import execute, row, rows
from campaigns.fulfilment.rules import IN_HAND

EVERY = timedelta(hours=1)
AT_ONCE = 20
# What the brand had to do for a perk of each kind. A name on a wall is followed by no step that would show its date.
SENT = ("dispatched", "delivered", "received", "released", "claimed", "ticketed", "checked_in")
_SENT, _IN_HAND = (", ".join(repr(one) for one in states) for states in (SENT, IN_HAND))

# A perk refunded before its month was over is owed no more; one refunded afterwards was late all the same.
COUNT = f"""
insert into campaign_delivery (campaign, brand, perks, sent, in_hand, due, on_time, late, counted_at)
select c.id, c.brand, count(k.id), count(k.sent_at),
  count(k.id) filter (where k.sent_at is not null and k.state in ({_IN_HAND})),
  count(k.id) filter (where k.over_at <= app_now()),
  count(k.id) filter (where k.over_at <= app_now() and k.sent_at < k.over_at),
  count(k.id) filter (where k.over_at <= app_now() and k.sent_at >= k.over_at), app_now()
from campaign c left join lateral (
  select p.id, p.state, m.over_at, s.sent_at from perk p join brand b on b.id = c.brand
    cross join lateral (select (p.due_month + interval '1 month')::timestamp at time zone b.time_zone as over_at) m
    left join lateral (
      select min(e.at) filter (where e.state in ({_SENT})) as sent_at, min(e.at) filter (where e.state = 'refunded') as back_at
      from perk_event e where e.subject = p.id) s on true
  where p.campaign = c.id and p.kind <> 'credit' and not coalesce(s.back_at < m.over_at, false)) k on true
where c.id = any({{}}::bigint[]) group by c.id
on conflict (campaign) do update set perks = excluded.perks, sent = excluded.sent, in_hand = excluded.in_hand,
  due = excluded.due, on_time = excluded.on_time, late = excluded.late, counted_at = excluded.counted_at
"""
_OLD = """select l.campaign from campaign_listing l left join campaign_delivery d on d.campaign = l.campaign
where l.stage in ('succeeded', 'made')
  and (d.counted_at is null or d.counted_at < case l.stage when 'made' then l.changed_at else app_now() - {}::interval end)
order by d.counted_at nulls first limit {}"""


async def count_deliveries(campaigns: list[int]) -> None:
    if campaigns:
        await execute(COUNT, campaigns)


async def count_old_ones() -> None:
    """Each that is being delivered once an hour; what is delivered once more, and then never again."""
    await count_deliveries([one["campaign"] for one in await rows(_OLD, EVERY, AT_ONCE)])


@dataclass(frozen=True, slots=True)
class Record:
    """What a brand has done with its campaigns until now, in numbers."""

    begun: int
    succeeded: int
    made: int
    failed: int
    perks: int
    sent: int
    in_hand: int
    due: int
    on_time: int
    late: int
    counted_at: datetime | None

    @property
    def waiting(self) -> int:
        """Over their month and not sent."""
        return self.due - self.on_time - self.late

    @property
    def percent(self) -> int:
        """Rounded down: only all is 100 %."""
        return self.on_time * 100 // self.due if self.due else 0


async def record_of(brand: int) -> Record:
    """From what was counted last; `begun`: launched at some time."""
    found = await row(
        """select count(*) filter (where l.launched_at is not null) as begun,
          count(*) filter (where l.stage in ('succeeded', 'made')) as succeeded, count(*) filter (where l.stage = 'made') as made,
          count(*) filter (where l.stage = 'ended' and l.launched_at is not null) as failed,
          coalesce(sum(d.perks), 0)::int as perks, coalesce(sum(d.sent), 0)::int as sent,
          coalesce(sum(d.in_hand), 0)::int as in_hand, coalesce(sum(d.due), 0)::int as due,
          coalesce(sum(d.on_time), 0)::int as on_time, coalesce(sum(d.late), 0)::int as late, min(d.counted_at) as counted_at
        from campaign_listing l left join campaign_delivery d on d.campaign = l.campaign where l.brand = {}""",
        brand,
    )
    assert found is not None
    return Record(**found)
