"""What a price hangs on has a version; who may take a tier is one function; a claim takes priced lines and their places."""

import re

from piccolo.apps.migrations.auto.migration_manager import MigrationManager
from piccolo.engine import engine_finder

ID = "2026-11-22T06:40:00:000000"
VERSION = "1.38.0"
DESCRIPTION = "terms, may_take(), start_pledge() by lines"

CHECKS = """
alter table tier add constraint price_above_zero check (price > 0 and (late_price is null or late_price > 0) and weight >= 0);
alter table tier add constraint a_cap_is_a_cap
  check (taken >= 0 and offered >= 0 and waiting >= 0 and (cap is null or taken + offered <= cap));
create unique index waitlist_one_open_entry on waitlist_entry (tier, member) where state in ('waiting', 'offered');
create index waitlist_next on waitlist_entry (tier, place) where state in ('waiting', 'offered');
create index waitlist_offers_end on waitlist_entry (offer_ends_at) where state = 'offered';
"""

# Every change of what a price hangs on makes a new version of its campaign's terms; places come and go without one.
TERMS = """
create function raise_terms_of_rows() returns trigger language plpgsql as $$
begin
  if tg_table_name in ('tier', 'item', 'variant', 'shipping_zone') then
    update campaign set terms = terms + 1 where id = coalesce(new.campaign, old.campaign);
  else
    update campaign set terms = terms + 1 where id = (select campaign from tier where id = coalesce(new.tier, old.tier));
  end if;
  return null;
end $$;
create trigger tier_terms_rows after insert or delete on tier for each row execute function raise_terms_of_rows();
create trigger tier_terms after update of price, price_is_open, late_price, is_add_on, title, weight, per_backer, secret, only_for,
  least_backed, opens_at, closes_at on tier for each row execute function raise_terms_of_rows();
create trigger item_terms after insert or update or delete on item for each row execute function raise_terms_of_rows();
create trigger variant_terms after insert or update or delete on variant for each row execute function raise_terms_of_rows();
create trigger zone_terms after insert or update or delete on shipping_zone for each row execute function raise_terms_of_rows();
create trigger tier_item_terms after insert or update or delete on tier_item for each row execute function raise_terms_of_rows();
create trigger tier_shipping_terms after insert or update or delete on tier_shipping for each row execute function raise_terms_of_rows();
create function raise_terms_of_campaign() returns trigger language plpgsql as $$
begin
  if (new.shipping_by, new.takes_extra, new.currency, new.per_backer) is distinct from
     (old.shipping_by, old.takes_extra, old.currency, old.per_backer) then
    new.terms := greatest(new.terms, old.terms) + 1;
  end if;
  return new;
end $$;
create trigger campaign_terms before update of shipping_by, takes_extra, currency, per_backer on campaign
  for each row execute function raise_terms_of_campaign();
"""

# Whether a tier is for a member: its audience, and with a secret one whether they hold its link (`opened`) or have it already.
MAY_TAKE = """
create function is_supporter(of_idea bigint, who bigint) returns boolean stable language sql as $$
  select exists (select from idea i where i.id = of_idea and i.author = who)
    or exists (select from contribution k where k.idea = of_idea and k.member = who)
    or exists (select from vote v where v.idea = of_idea and v.member = who and v.state = 'counted')
$$;
create function may_take(t tier, who bigint, opened boolean) returns boolean stable language sql as $$
  select (not t.secret or opened
      or exists (select from pledge p where p.backer = who and p.tier = t.id)
      or exists (select from waitlist_entry w where w.tier = t.id and w.member = who and w.state in ('waiting', 'offered')))
    and case t.only_for
      when 'everyone' then true
      when 'supporters' then is_supporter((select c.idea from campaign c where c.id = t.campaign), who)
      when 'backers' then t.least_backed <= (select count(distinct p.campaign) from pledge p join campaign c on c.id = p.campaign
        where p.backer = who and p.state = 'collected' and c.brand = (select brand from campaign where id = t.campaign)
          and c.id <> t.campaign)
      else exists (select from tier_guest g join identity i on i.kind = g.kind and i.address = g.address
        where g.tier = t.id and i.member = who and i.verified_at is not null)
    end
$$;
"""

# One claim, decided alone. Locks in the order that holds everywhere: campaign, backer, tiers by id, the own place on the waitlist.
# `asked`: campaign, terms, tier (the base), quantity, who, method, plan, form_key, ref, public_id, country, opened, late, lines
# [{kind, label, tier, unit, quantity}], choices [{item, variant, quantity}], currencies, refund_term (seconds or null).
# No row: not to be had by this backer at this moment; what stands in the way is found out afterwards.
START_PLEDGE = """
create function start_pledge(
  asked jsonb, hold interval, after_deadline interval, held_states text[], most int, within interval
) returns setof pledge language plpgsql as $$
declare
  who bigint := (asked->>'who')::bigint;
  base bigint := (asked->>'tier')::bigint;
  how_many int := (asked->>'quantity')::int;
  late boolean := coalesce((asked->>'late')::boolean, false);
  opened boolean := coalesce((asked->>'opened')::boolean, false);
  wanted_campaign bigint := (asked->>'campaign')::bigint;
  c campaign;
  t tier;
  place record;
  mine record;
  turn waitlist_entry;
  aside int;
  made pledge;
begin
  perform pg_advisory_xact_lock_shared(hashtextextended('campaign', wanted_campaign));
  perform pg_advisory_xact_lock(hashtextextended('backer', who));
  select * into c from campaign where id = wanted_campaign;
  if not found or c.visibility <> 'visible' or c.terms <> (asked->>'terms')::int
    or not (asked->'currencies') ? c.currency
    or exists (select from brand_member b where b.brand = c.brand and b.member = who) then
    return;
  end if;
  if late then
    if c.state not in ('succeeded', 'collecting', 'fulfilling', 'completed') or c.late_opened_at is null
      or c.late_opened_at > app_now() or c.late_closed_at <= app_now() then
      return;
    end if;
  elsif c.state <> 'live' or c.deadline <= app_now()
    or (asked->>'refund_term' is not null
      and c.deadline + after_deadline > app_now() + make_interval(secs => (asked->>'refund_term')::float))
    or (c.early_ends_at > app_now() and not is_supporter(c.idea, who)) then
    return;
  end if;
  select count(*) filter (where p.created_at > app_now() - within) as lately,
         coalesce(bool_or(p.request_key = asked->>'form_key'), false) as was_sent,
         coalesce(sum(p.quantity) filter (where p.campaign = c.id and p.state = any(held_states)), 0) as here
    into mine from pledge p where p.backer = who;
  if mine.lately >= most or mine.was_sent or mine.here + how_many > c.per_backer then
    return;
  end if;
  for place in
    select (line->>'tier')::bigint as tier, sum((line->>'quantity')::int)::int as n
    from jsonb_array_elements(asked->'lines') line where line->>'tier' is not null group by 1 order by 1
  loop
    select * into t from tier where id = place.tier and campaign = c.id and cap is not null for no key update;
    if not found then
      select * into t from tier where id = place.tier and campaign = c.id;
    end if;
    if t.id is null or t.opens_at > app_now() or t.closes_at <= app_now() or (late and t.late_price is null)
      or place.n > t.per_backer then
      return;
    end if;
    -- Each of these starts a query of its own: asked only of whoever has places here already, and of tiers not for everyone.
    if mine.here > 0 and place.n + (select coalesce(sum(l.quantity), 0) from pledge_line l join pledge p on p.id = l.pledge
        where p.backer = who and l.tier = t.id and p.state = any(held_states)) > t.per_backer then
      return;
    end if;
    if (t.secret or t.only_for <> 'everyone') and not may_take(t, who, opened and t.id = base) then
      return;
    end if;
    aside := 0;
    if t.id = base and t.offered > 0 then
      select * into turn from waitlist_entry w
      where w.tier = t.id and w.member = who and w.state = 'offered' and w.offer_ends_at > app_now() for update;
      aside := coalesce(turn.offered_quantity, 0);
    end if;
    if t.cap is not null and place.n > aside and (t.waiting > 0 or t.taken + t.offered - aside + place.n > t.cap) then
      return;
    end if;
  end loop;
  insert into pledge (public_id, campaign, tier, backer, quantity, method, charge_plan, state, amount, currency, hold_ends_at,
                      request_key, ref, country, is_late, terms)
  select asked->>'public_id', c.id, base, who, how_many, asked->>'method', asked->>'plan', 'started',
         sum((line->>'unit')::bigint * (line->>'quantity')::int), c.currency, app_now() + hold,
         asked->>'form_key', asked->>'ref', asked->>'country', late, c.terms
  from jsonb_array_elements(asked->'lines') line returning * into made;
  insert into pledge_line (pledge, kind, label, tier, unit_amount, quantity, amount)
  select made.id, line->>'kind', line->>'label', (line->>'tier')::bigint, (line->>'unit')::bigint, (line->>'quantity')::int,
         (line->>'unit')::bigint * (line->>'quantity')::int
  from jsonb_array_elements(asked->'lines') with ordinality as each (line, n) order by n;
  if asked->'choices' <> '[]'::jsonb then
    insert into pledge_choice (pledge, item, variant, quantity)
    select made.id, (chosen->>'item')::bigint, (chosen->>'variant')::bigint, (chosen->>'quantity')::int
    from jsonb_array_elements(asked->'choices') chosen;
  end if;
  update tier set taken = taken + held.n from (
    select (line->>'tier')::bigint as tier, sum((line->>'quantity')::int)::int as n
    from jsonb_array_elements(asked->'lines') line where line->>'tier' is not null group by 1) held
  where tier.id = held.tier and tier.cap is not null and turn.id is null;
  if turn.id is not null then
    update tier set taken = tier.taken + held.n, offered = tier.offered - case tier.id when base then turn.offered_quantity else 0 end
    from (select (line->>'tier')::bigint as tier, sum((line->>'quantity')::int)::int as n
      from jsonb_array_elements(asked->'lines') line where line->>'tier' is not null group by 1) held
    where tier.id = held.tier and tier.cap is not null;
    update waitlist_entry set state = 'taken', pledge = made.id, offered_quantity = 0 where id = turn.id;
    insert into waitlist_event (subject, at, actor, origin, state, why, source)
    values (turn.id, app_now(), who, 'offered', 'taken', '', 'person');
  end if;
  insert into pledge_event (subject, at, actor, origin, state, why, source)
  values (made.id, app_now(), who, '', 'started', '', 'person');
  return next made;
end $$;
"""

# Many claims that share a commit. Whoever locks more than one of these takes them in this order.
START_PLEDGES = """
create function start_pledges(
  asked jsonb[], hold interval, after_deadline interval, held_states text[], most int, within interval
) returns table (place int, made pledge) language plpgsql as $$
begin
  perform pg_advisory_xact_lock_shared(hashtextextended('campaign', c)) from (
    select distinct (one->>'campaign')::bigint as c from unnest(asked) one order by 1) campaigns;
  perform pg_advisory_xact_lock(hashtextextended('backer', who)) from (
    select distinct (one->>'who')::bigint as who from unnest(asked) one order by 1) backers;
  perform from tier where cap is not null and id in (
    select (line->>'tier')::bigint from unnest(asked) one, jsonb_array_elements(one->'lines') line)
  order by id for no key update;
  for n in 1 .. cardinality(asked) loop  -- the loop's own variable would hide the column
    place := n;
    for made in select * from start_pledge(asked[n], hold, after_deadline, held_states, most, within) loop
      return next;
    end loop;
  end loop;
end $$;
"""


async def forwards() -> MigrationManager:
    manager = MigrationManager(migration_id=ID, app_name="campaigns", description=DESCRIPTION)

    async def run() -> None:
        engine = engine_finder()
        assert engine is not None
        await engine.run_ddl("drop function start_pledge")
        for each in (CHECKS, TERMS, MAY_TAKE, START_PLEDGE, START_PLEDGES):
            for statement in re.split(r";\n(?=create |alter )", each.strip().removesuffix(";")):
                await engine.run_ddl(statement)

    manager.add_raw(run)
    return manager
