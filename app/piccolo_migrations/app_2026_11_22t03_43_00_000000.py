"""Comments are counted and numbered by the database, whoever shows, hides or withdraws them; each list has its index."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager
from piccolo.engine import engine_finder

ID = "2026-11-22T03:43:00:000000"
VERSION = "1.38.0"
DESCRIPTION = "comments are counted and numbered by the database, and found by an index for each list"

SEEN = "visibility = 'visible' and withdrawn_at is null"
LISTED = f"parent is null and number is not null and (({SEEN}) or replies > 0)"

# Locks are taken in one order: the comment, the one it stands below, the thread.
# A number is drawn when others first see a comment. One that is held as it is written gives it back: its time comes later.
COUNTED = """create function comment_is_counted() returns trigger language plpgsql as $$
declare
  was boolean := false;
  is_seen boolean := new.visibility = 'visible' and new.withdrawn_at is null;
  latest integer;
begin
  if tg_op = 'UPDATE' then
    was := old.visibility = 'visible' and old.withdrawn_at is null;
  end if;
  if was = is_seen then
    return new;
  end if;
  if new.parent is not null then
    update comment set replies = replies + case when is_seen then 1 else -1 end where id = new.parent;
  end if;
  update thread set comments = comments + case when is_seen then 1 else -1 end,
    shown = shown + case when is_seen and new.number is null then 1 else 0 end
  where id = new.thread returning shown into latest;
  if is_seen and new.number is null then
    new.number := latest;
  elsif new.visibility = 'pending' and not new.told and new.edited_at is null then
    new.number := null;
  end if;
  return new;
end $$"""

MADE = {
    "function comment_is_counted()": COUNTED,
    "trigger comment_is_counted on comment": """create trigger comment_is_counted
      before insert or update of visibility, withdrawn_at on comment for each row execute function comment_is_counted()""",
    "index comment_by_best": f"create index comment_by_best on comment (thread, best desc, number desc) where {LISTED}",
    "index comment_by_number": f"create index comment_by_number on comment (thread, number desc) where {LISTED}",
    "index comment_is_new": f"create index comment_is_new on comment (thread, number) where {SEEN}",
    "index comment_replies": f"create index comment_replies on comment (parent, number) where parent is not null and {SEEN}",
    "index comment_by_author": "create index comment_by_author on comment (author, thread)",
    "index comment_waiting": "create index comment_waiting on comment (thread, author) where visibility = 'pending'",
    "index comment_untold": f"create index comment_untold on comment (thread) where not told and {SEEN}",
}


async def forwards() -> MigrationManager:
    manager = MigrationManager(migration_id=ID, app_name="app", description=DESCRIPTION)

    async def run() -> None:
        engine = engine_finder()
        assert engine is not None
        for statement in MADE.values():
            await engine.run_ddl(statement)

    async def run_backwards() -> None:
        engine = engine_finder()
        assert engine is not None
        for what in reversed(MADE):
            await engine.run_ddl(f"drop {what}")

    manager.add_raw(run)
    manager.add_raw_backwards(run_backwards)
    return manager
