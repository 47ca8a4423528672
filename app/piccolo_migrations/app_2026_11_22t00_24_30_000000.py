"""One waiting case per thing, one report per reporter and case, and a log that is only added to."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager
from piccolo.engine import engine_finder

ID = "2026-11-22T00:24:30:000000"
VERSION = "1.38.0"
DESCRIPTION = "what holds moderation's tables together"

MADE = {
    "index moderation_case_waiting": """create unique index moderation_case_waiting on moderation_case (kind, thing)
        where state in ('open', 'appealed')""",
    "index moderation_case_queue": """create index moderation_case_queue on moderation_case (urgency desc, id)
        where state in ('open', 'appealed')""",
    "index moderation_case_of_thing": "create index moderation_case_of_thing on moderation_case (kind, thing, id desc)",
    "index report_by_member": "create unique index report_by_member on report (case_id, member) where member is not null",
    "index report_by_address": "create unique index report_by_address on report (case_id, address) where address <> ''",
    "index moderation_log_of_thing": "create index moderation_log_of_thing on moderation_log (kind, thing, id desc)",
    "function moderation_log_is_kept()": """create function moderation_log_is_kept() returns trigger language plpgsql as $$
        begin raise exception 'The log of moderation is only added to.'; end $$""",
    "trigger moderation_log_is_kept on moderation_log": """create trigger moderation_log_is_kept before update or delete
        on moderation_log for each row execute function moderation_log_is_kept()""",
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
        for name in reversed(MADE):
            await engine.run_ddl(f"drop {name}")

    manager.add_raw(run)
    manager.add_raw_backwards(run_backwards)
    return manager
