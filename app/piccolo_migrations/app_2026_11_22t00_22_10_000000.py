"""Every member has a share code from their first moment on, whoever makes them; members are found by the ref they came with."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager
from piccolo.engine import engine_finder

ID = "2026-11-22T00:22:10:000000"
VERSION = "1.38.0"
DESCRIPTION = "share codes"

# Signs and length as in app/foundation/ids.py, but a set of their own: a link tells nobody which member it belongs to.
FORWARDS = (
    """create function new_share_code() returns text language sql volatile as $$
      select string_agg(substr('23456789bcdfghjkmnpqrstvwxyz', 1 + floor(random() * 28)::int, 1), '')
      from generate_series(1, 8) $$""",
    """create function give_share_codes() returns trigger language plpgsql as $$ begin
      insert into share_code (code, member, is_current, created_at)
      select new_share_code(), id, true, app_now() from added on conflict do nothing;
      return null; end $$""",
    "create unique index share_code_of_member on share_code (member) where is_current",
    """insert into share_code (code, member, is_current, created_at)
      select new_share_code(), id, true, app_now() from member where erased_at is null on conflict do nothing""",
    """create trigger member_has_share_code after insert on member referencing new table as added
      for each statement execute function give_share_codes()""",
    "create index member_by_ref on member (ref, created_at) where ref <> ''",
)
BACKWARDS = (
    "drop index member_by_ref",
    "drop trigger member_has_share_code on member",
    "drop index share_code_of_member",
    "drop function give_share_codes()",
    "drop function new_share_code()",
)


async def forwards() -> MigrationManager:
    manager = MigrationManager(migration_id=ID, app_name="app", description=DESCRIPTION)

    async def run() -> None:
        engine = engine_finder()
        assert engine is not None
        for statement in FORWARDS:
            await engine.run_ddl(statement)

    async def run_backwards() -> None:
        engine = engine_finder()
        assert engine is not None
        for statement in BACKWARDS:
            await engine.run_ddl(statement)

    manager.add_raw(run)
    manager.add_raw_backwards(run_backwards)
    return manager
