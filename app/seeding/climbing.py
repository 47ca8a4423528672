"""Big worlds: where loaded ideas stand on the open floor's ladder, as if it had been there all the time.

Only the clocks begin lately: nothing that was loaded expires in the next minute.
"""

import asyncpg

from ideas.ladder.rules import Rung, look

_LADDER = """
select r.votes, r.days from (select id from ladder where challenge is null order by id desc limit 1) l
join ladder_rung r on r.ladder = l.id order by r.position
"""
# Arguments: first idea, the one after the last, now.
_MILESTONES = """
insert into milestone (idea, votes, ladder, created_at)
select i.id, r.votes, r.ladder,
  i.published_at + ($3::timestamptz - i.published_at) * ((r.votes - 0.5) / i.vote_count) ^ 2
from idea i join ladder_rung r on r.ladder = (select max(id) from ladder where challenge is null) and r.votes <= i.vote_count
where i.id >= $1 and i.id < $2 and i.challenge is null
"""
_CLIMBS = """
insert into climb (idea, ladder, rung, votes, began_at, ends_at, look_at)
select id, ladder, rung, votes, began_at, ends_at,
  case when ends_at - interval '7 days' > $3::timestamptz and days >= 14 then ends_at - interval '7 days' else ends_at end
from (
  select i.id, l.id as ladder, coalesce(r.position, (select max(position) + 1 from ladder_rung where ladder = l.id)) as rung,
    r.votes, r.days, coalesce(m.at, i.published_at) as began_at,
    greatest(coalesce(m.at, i.published_at) + r.days * interval '1 day',
      $3::timestamptz + interval '1 hour' + r.days * interval '1 day' * ((i.id * 7919 % 1000) / 1000.0)) as ends_at
  from idea i join ladder l on l.id = (select max(id) from ladder where challenge is null)
    left join lateral (select * from ladder_rung r where r.ladder = l.id and r.votes > i.vote_count
      order by r.position limit 1) r on true
    left join lateral (select max(created_at) as at from milestone m where m.idea = i.id) m on true
  where i.id >= $1 and i.id < $2 and i.challenge is null and exists (select from ladder_rung where ladder = l.id)) climbing
"""


async def open_floors_ladder(connection: asyncpg.Connection) -> list[Rung]:
    return [Rung(**one) for one in await connection.fetch(_LADDER)]


def rung_look(ladder: list[Rung], count: int) -> int | None:
    """As ideas.ladder.actions.climb_on sets it."""
    ahead = next((rung for rung in ladder if rung.votes > count), None)
    return look(ahead.votes, count) if ahead else None


async def load_climbs(connection: asyncpg.Connection, first: int, end: int, now: object) -> None:
    await connection.execute(_MILESTONES, first, end, now)
    await connection.execute(_CLIMBS, first, end, now)
