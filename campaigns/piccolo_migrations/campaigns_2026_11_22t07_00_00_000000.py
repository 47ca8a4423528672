"""A number on the waitlist is given under the tier's row lock: so numbers stand in the order of commits, without gaps."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager
from piccolo.engine import engine_finder

ID = "2026-11-22T07:00:00:000000"
VERSION = "1.38.0"
DESCRIPTION = "join_waitlists(), and when a tier is to be had"

# Whether anybody at all can take places of a tier at this moment, were there any.
IS_TO_BE_HAD = """
create function is_to_be_had(t tier, c campaign) returns boolean stable language sql as $$
  select c.visibility = 'visible' and coalesce(t.opens_at <= app_now(), true) and coalesce(t.closes_at > app_now(), true)
    and (c.state = 'live' and c.deadline > app_now()
      or c.state in ('succeeded', 'collecting', 'fulfilling', 'completed') and t.late_price is not null
        and coalesce(c.late_opened_at <= app_now(), false) and coalesce(c.late_closed_at > app_now(), true))
$$
"""

# Why it never will be again, or ''. After success whoever waits goes on waiting until it is clear whether there are late pledges.
WHY_NEVER_AGAIN = """
create function why_never_again(t tier, c campaign) returns text stable language sql as $$
  select case
    when c.state in ('failed', 'cancelled') then c.state
    when t.closes_at <= app_now() then 'tier_over'
    when c.state not in ('succeeded', 'collecting', 'fulfilling', 'completed') then ''
    when c.late_opened_at is not null and (c.late_closed_at <= app_now() or c.state = 'completed') then 'late_over'
    when c.state = 'completed' or t.late_price is null and (c.late_opened_at is not null or c.state = 'fulfilling')
      then 'succeeded'
    else '' end
$$
"""

# One who wants to wait, decided alone. `asked`: campaign, tier, who, quantity, ref, public_id, opened.
# No row: not to be had at this moment, such as while there still are places; who waits already gets the number they have.
JOIN_WAITLIST = """
create function join_waitlist(asked jsonb, held_states text[], most int) returns setof waitlist_entry language plpgsql as $$
declare
  who bigint := (asked->>'who')::bigint;
  how_many int := (asked->>'quantity')::int;
  c campaign;
  t tier;
  made waitlist_entry;
begin
  perform pg_advisory_xact_lock_shared(hashtextextended('campaign', (asked->>'campaign')::bigint));
  perform pg_advisory_xact_lock(hashtextextended('backer', who));
  select * into t from tier where id = (asked->>'tier')::bigint and campaign = (asked->>'campaign')::bigint for no key update;
  if not found then
    return;
  end if;
  return query select * from waitlist_entry w where w.tier = t.id and w.member = who and w.state in ('waiting', 'offered');
  if found then
    return;
  end if;
  select * into c from campaign where id = t.campaign;
  if t.cap is null or t.is_add_on or t.waiting = 0 and t.taken + t.offered < t.cap or not is_to_be_had(t, c)
    or c.state = 'live' and c.early_ends_at > app_now() and not is_supporter(c.idea, who)
    or not may_take(t, who, coalesce((asked->>'opened')::boolean, false))
    or exists (select from brand_member b where b.brand = c.brand and b.member = who)
    or how_many + (select coalesce(sum(l.quantity), 0) from pledge_line l join pledge p on p.id = l.pledge
      where p.backer = who and l.tier = t.id and p.state = any(held_states)) > t.per_backer
    or how_many + (select coalesce(sum(p.quantity), 0) from pledge p
      where p.backer = who and p.campaign = c.id and p.state = any(held_states)) > c.per_backer
    or (select count(*) from waitlist_entry w where w.tier = t.id and w.member = who) >= most then
    return;
  end if;
  insert into waitlist_entry (public_id, campaign, tier, member, place, quantity, state, offered_quantity, ref)
  select asked->>'public_id', c.id, t.id, who, coalesce(max(w.place), 0) + 1, how_many, 'waiting', 0, asked->>'ref'
  from waitlist_entry w where w.tier = t.id returning * into made;
  insert into waitlist_event (subject, at, actor, origin, state, why, source)
  values (made.id, app_now(), who, '', 'waiting', '', 'person');
  update tier set waiting = waiting + 1 where id = t.id;
  return next made;
end $$
"""

# Many that share a commit; locks as start_pledges() takes them.
JOIN_WAITLISTS = """
create function join_waitlists(
  asked jsonb[], held_states text[], most int
) returns table (nth int, entry waitlist_entry) language plpgsql as $$
begin
  perform pg_advisory_xact_lock_shared(hashtextextended('campaign', c)) from (
    select distinct (one->>'campaign')::bigint as c from unnest(asked) one order by 1) campaigns;
  perform pg_advisory_xact_lock(hashtextextended('backer', who)) from (
    select distinct (one->>'who')::bigint as who from unnest(asked) one order by 1) backers;
  perform from tier where id in (select (one->>'tier')::bigint from unnest(asked) one) order by id for no key update;
  for n in 1 .. cardinality(asked) loop  -- the loop's own variable would hide the column
    nth := n;
    for entry in select * from join_waitlist(asked[n], held_states, most) loop
      return next;
    end loop;
  end loop;
end $$
"""

FUNCTIONS = {
    "is_to_be_had": IS_TO_BE_HAD,
    "why_never_again": WHY_NEVER_AGAIN,
    "join_waitlist": JOIN_WAITLIST,
    "join_waitlists": JOIN_WAITLISTS,
}


async def forwards() -> MigrationManager:
    manager = MigrationManager(migration_id=ID, app_name="campaigns", description=DESCRIPTION)

    async def run() -> None:
        engine = engine_finder()
        assert engine is not None
        for each in FUNCTIONS.values():
            await engine.run_ddl(each)

    async def run_backwards() -> None:
        engine = engine_finder()
        assert engine is not None
        for name in reversed(FUNCTIONS):
            await engine.run_ddl(f"drop function {name}")

    manager.add_raw(run)
    manager.add_raw_backwards(run_backwards)
    return manager
