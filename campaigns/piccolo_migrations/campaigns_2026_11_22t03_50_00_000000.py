"""In a campaign's first hours only the idea's people get places, where the brand says so: decided by the claim itself."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager
from piccolo.engine import engine_finder

ID = "2026-11-22T03:50:00:000000"
VERSION = "1.38.0"
DESCRIPTION = "start_pledge() keeps the early window"

# Each statement in it sees what was committed before it began: so the locks come first. No row: not to be had now.
START_PLEDGE = """
create or replace function start_pledge(
  wanted_campaign bigint, wanted_tier text, who bigint, how_many int, by_method text, by_plan text, form_key text, came_from text,
  new_public_id text, hold interval, currencies text[], refund_term interval, after_deadline interval,
  at_least bigint, shown_total bigint, held_states text[], most int, within interval
) returns setof pledge language plpgsql as $$
begin
  perform pg_advisory_xact_lock_shared(hashtextextended('campaign', wanted_campaign));
  perform pg_advisory_xact_lock(hashtextextended('backer', who));
  return query
  with mine as (
    select coalesce(sum(p.quantity) filter (where p.tier = t.id and p.state = any(held_states)), 0) as held,
           count(*) filter (where p.created_at > app_now() - within) as lately,
           coalesce(bool_or(p.request_key = form_key), false) as was_sent
    from tier t left join pledge p on p.backer = who where t.public_id = wanted_tier group by t.id
  ),
  allowed as (
    select t.*, c.currency, (t.price + t.shipping) * how_many as total
    from tier t join campaign c on c.id = t.campaign, mine
    where t.public_id = wanted_tier and c.id = wanted_campaign and c.state = 'live' and c.visibility = 'visible'
      and c.deadline > app_now() and c.currency = any(currencies)
      and (refund_term is null or c.deadline + after_deadline <= app_now() + refund_term)
      and mine.held + how_many <= t.per_backer and mine.lately < most and not mine.was_sent
      and (t.price + t.shipping) * how_many between at_least and coalesce(shown_total, (t.price + t.shipping) * how_many)
      and not exists (select from brand_member b where b.brand = c.brand and b.member = who)
      and (c.early_ends_at is null or c.early_ends_at <= app_now()
        or exists (select from idea i where i.id = c.idea and i.author = who)
        or exists (select from contribution k where k.idea = c.idea and k.member = who)
        or exists (select from vote v where v.idea = c.idea and v.member = who and v.state = 'counted'))
  ),
  claimed as (
    update tier set taken = tier.taken + how_many from allowed
    where tier.id = allowed.id and tier.cap is not null and tier.taken + how_many <= tier.cap returning tier.id
  ),
  place as (select a.* from allowed a where a.cap is null or exists (select from claimed)),
  made as (
    insert into pledge (public_id, campaign, tier, backer, quantity, method, charge_plan, state, amount, currency, hold_ends_at,
                        request_key, ref)
    select new_public_id, pl.campaign, pl.id, who, how_many, by_method, by_plan, 'started', pl.total, pl.currency, app_now() + hold,
           form_key, came_from
    from place pl returning *
  ),
  lined as (
    insert into pledge_line (pledge, kind, label, unit_amount, quantity, amount)
    select m.id, line.kind, line.label, line.price, how_many, line.price * how_many
    from made m, place pl, lateral (values ('tier', pl.title, pl.price), ('shipping', '', pl.shipping)) as line (kind, label, price)
    where line.price > 0
  ),
  noted as (
    insert into pledge_event (subject, at, actor, origin, state, why, source)
    select m.id, app_now(), who, '', 'started', '', 'person' from made m
  )
  select m.* from made m;
end $$
"""
# Without the window's condition; what stands between the marks is all that differs.
BEGIN, END = "      and (c.early_ends_at is null", "v.state = 'counted'))\n"
WITHOUT = START_PLEDGE[: START_PLEDGE.index(BEGIN)] + START_PLEDGE[START_PLEDGE.index(END) + len(END) :]


async def forwards() -> MigrationManager:
    manager = MigrationManager(migration_id=ID, app_name="campaigns", description=DESCRIPTION)

    async def run() -> None:
        engine = engine_finder()
        assert engine is not None
        await engine.run_ddl(START_PLEDGE)

    async def run_backwards() -> None:
        engine = engine_finder()
        assert engine is not None
        await engine.run_ddl(WITHOUT)

    manager.add_raw(run)
    manager.add_raw_backwards(run_backwards)
    return manager
