"""What lists and search walk is kept by the things themselves: a row stands as long as everybody may see its thing."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager
from piccolo.engine import engine_finder

ID = "2026-11-22T06:55:00:000000"
VERSION = "1.38.0"
DESCRIPTION = "rows of lists and search, kept by triggers; the indexes they are walked by"

# What was called off before anybody saw it never was in a list; what is suspended leaves them until it goes on.
STAGE = """
create function campaign_stage(c campaign) returns text language sql stable as $$
  select case
    when c.visibility <> 'visible' then null
    when c.state = 'prelaunch' then 'coming'
    when c.state = 'live' then 'live'
    when c.state in ('succeeded', 'collecting', 'fulfilling') then 'succeeded'
    when c.state = 'completed' then 'made'
    when c.state = 'failed' or (c.state = 'cancelled' and (c.launched_at is not null
      or exists (select from campaign_event e where e.subject = c.id and e.state = 'prelaunch'))) then 'ended'
  end
$$
"""
LIST = """
create function list_campaign(c campaign, words_changed boolean) returns void language plpgsql as $$
declare
  now_stage text := campaign_stage(c);
  now_marks text[];
begin
  if now_stage is null then
    delete from campaign_listing where campaign = c.id;
    delete from campaign_terms where campaign = c.id;
    return;
  end if;
  select array_remove(array['=' || now_stage, '$' || c.currency, '@' || b.public_id,
    case when c.category <> '' then '/' || c.category end], null) into now_marks from brand b where b.id = c.brand;
  insert into campaign_listing as l (campaign, public_id, brand, stage, category, begins_at, deadline, launched_at, ended_at,
    late_at, late_until, listed_at, changed_at, loved, backers, onlookers, pledged)
  values (c.id, c.public_id, c.brand, now_stage, c.category, coalesce(c.opens_at, timestamptz '9999-01-01 00:00+00'), c.deadline,
    case when now_stage = 'live' then coalesce(c.launched_at, app_now()) else c.launched_at end,
    case when now_stage in ('succeeded', 'made') then coalesce(c.ended_at, c.deadline) else c.ended_at end, case when now_stage in ('succeeded', 'made') then c.late_opened_at end, c.late_closed_at,
    app_now(), app_now(),
    extract(epoch from coalesce(c.launched_at, app_now()) - timestamptz '2020-01-01T00:00:00+00:00')::float8 / 604800, 0, 0, 0)
  on conflict (campaign) do update set brand = excluded.brand, stage = excluded.stage, category = excluded.category,
    begins_at = excluded.begins_at, deadline = excluded.deadline, launched_at = excluded.launched_at,
    ended_at = excluded.ended_at, late_at = excluded.late_at, late_until = excluded.late_until, changed_at = app_now();
  insert into campaign_terms as t (campaign, marks, terms, folded, wording, said) values (c.id, now_marks, array[]::text[], '', 1, 0)
  on conflict (campaign) do update set marks = excluded.marks, wording = t.wording + words_changed::int
  where t.marks <> excluded.marks or words_changed;
end $$
"""
TRIGGERS = (
    """create function campaign_listed() returns trigger language plpgsql as $$
    begin
      perform list_campaign(new, tg_op = 'INSERT'
        or (new.title, new.summary, new.story, new.category) is distinct from (old.title, old.summary, old.story, old.category));
      return null;
    end $$""",
    """create trigger listed after insert or update of visibility, state, category, currency, brand, title, summary, story, cover,
      opens_at, deadline, launched_at, ended_at, late_opened_at, late_closed_at on campaign
    for each row execute function campaign_listed()""",
    """create function thing_named(
      of_kind text, its_row bigint, its_id text, is_public boolean, its_marks text[], words_changed boolean
    ) returns void language plpgsql as $$
    begin
      if not is_public then
        delete from named_thing where kind = of_kind and subject = its_row;
        return;
      end if;
      insert into named_thing as n (kind, subject, public_id, marks, terms, folded, wording, said, changed_at, created_at)
      values (of_kind, its_row, its_id, its_marks || ('=' || of_kind), array[]::text[], '', 1, 0, app_now(), app_now())
      on conflict (kind, subject) do update set marks = excluded.marks, changed_at = app_now(),
        wording = n.wording + words_changed::int;
    end $$""",
    """create function brand_named() returns trigger language plpgsql as $$
    begin
      perform thing_named('brand', new.id, new.public_id, new.visibility = 'visible', array['@' || new.public_id],
        tg_op = 'INSERT' or (new.name, new.story) is distinct from (old.name, old.story));
      if tg_op = 'UPDATE' and (new.name, new.visibility) is distinct from (old.name, old.visibility) then
        update campaign_terms t set wording = t.wording + 1 from campaign c where c.brand = new.id and t.campaign = c.id;
        update named_thing n set wording = n.wording + 1 from challenge c
        where c.brand = new.id and n.kind = 'challenge' and n.subject = c.id;
      end if;
      return null;
    end $$""",
    """create trigger named after insert or update of name, story, visibility on brand
    for each row execute function brand_named()""",
    """create function challenge_named() returns trigger language plpgsql as $$
    begin
      perform thing_named('challenge', new.id, new.public_id, new.visibility = 'visible' and new.published_at is not null,
        (select array['@' || b.public_id] from brand b where b.id = new.brand),
        tg_op = 'INSERT' or (new.title, new.brief) is distinct from (old.title, old.brief));
      return null;
    end $$""",
    """create trigger named after insert or update of title, brief, visibility, published_at, deadline on challenge
    for each row execute function challenge_named()""",
)
INDEXES = {
    "listing_loved": "on campaign_listing (loved desc, public_id desc) where stage in ('live', 'coming')",
    "listing_ending": "on campaign_listing (deadline, public_id) where stage = 'live'",
    "listing_newest": "on campaign_listing (launched_at desc, public_id desc) where stage = 'live'",
    "listing_coming": "on campaign_listing (begins_at, public_id) where stage = 'coming'",
    "listing_late": "on campaign_listing (late_at desc, public_id desc) where late_at is not null",
    "listing_succeeded": "on campaign_listing (ended_at desc, public_id desc) where stage in ('succeeded', 'made')",
    "listing_made": "on campaign_listing (ended_at desc, public_id desc) where stage = 'made'",
    "listing_all": "on campaign_listing (listed_at desc, public_id desc)",
    "campaign_found": "on campaign_terms using gin (terms, marks)",
    "campaign_folded": "on campaign_terms (folded text_pattern_ops)",
    "campaign_unsaid": "on campaign_terms (campaign) where said <> wording",
    "named_found": "on named_thing using gin (terms, marks)",
    "named_folded": "on named_thing (folded text_pattern_ops)",
    "named_unsaid": "on named_thing (id) where said <> wording",
    "named_listed": "on named_thing (kind, public_id)",
    # By these the sweep finds what moved lately: next to nothing to keep.
    "pledge_event_lately": "on pledge_event using brin (at)",
    "follow_lately": "on follow using brin (created_at)",
    "reservation_lately": "on reservation using brin (created_at)",
}
FILL = (
    "select list_campaign(c, true) from campaign c",
    """select thing_named('brand', id, public_id, visibility = 'visible', array['@' || public_id], true) from brand""",
    """select thing_named('challenge', c.id, c.public_id, c.visibility = 'visible' and c.published_at is not null,
      array['@' || b.public_id], true) from challenge c join brand b on b.id = c.brand""",
)


async def forwards() -> MigrationManager:
    manager = MigrationManager(migration_id=ID, app_name="campaigns", description=DESCRIPTION)

    async def run() -> None:
        engine = engine_finder()
        assert engine is not None
        for statement in (STAGE, LIST, *TRIGGERS, *FILL):
            await engine.run_ddl(statement)
        for name, where in INDEXES.items():
            await engine.run_ddl(f"create index {name} {where}")

    async def run_backwards() -> None:
        engine = engine_finder()
        assert engine is not None
        for table, trigger, function in (
            ("campaign", "listed", "campaign_listed()"), ("brand", "named", "brand_named()"), ("challenge", "named", "challenge_named()"),
        ):  # fmt: skip
            await engine.run_ddl(f"drop trigger {trigger} on {table}")
            await engine.run_ddl(f"drop function {function}")
        for function in ("list_campaign", "campaign_stage", "thing_named"):
            await engine.run_ddl(f"drop function {function}")
        for name in INDEXES:
            await engine.run_ddl(f"drop index {name}")
        await engine.run_ddl("truncate campaign_listing, campaign_terms, named_thing, campaign_delivery")

    manager.add_raw(run)
    manager.add_raw_backwards(run_backwards)
    return manager
