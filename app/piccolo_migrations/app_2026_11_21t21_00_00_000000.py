"""The clock that development and tests may shift, and the sign of life of each background process."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager
from piccolo.engine import engine_finder

ID = "2026-11-21T21:00:00:000000"
VERSION = "1.38.0"
DESCRIPTION = "app_now() and heartbeat"

CLOCK_SHIFT = """
create table clock_shift (
    only_row boolean primary key default true check (only_row),
    shift interval not null
)
"""
APP_NOW = """
create function app_now() returns timestamptz stable language sql as
$$ select statement_timestamp() + coalesce((select shift from clock_shift), interval '0') $$
"""
HEARTBEAT = "create table heartbeat (process text primary key, beat_at timestamptz not null)"


async def forwards() -> MigrationManager:
    manager = MigrationManager(migration_id=ID, app_name="app", description=DESCRIPTION)

    async def run() -> None:
        engine = engine_finder()
        assert engine is not None
        for statement in (CLOCK_SHIFT, APP_NOW, HEARTBEAT):
            await engine.run_ddl(statement)

    async def run_backwards() -> None:
        engine = engine_finder()
        assert engine is not None
        for statement in ("drop table heartbeat", "drop function app_now()", "drop table clock_shift"):
            await engine.run_ddl(statement)

    manager.add_raw(run)
    manager.add_raw_backwards(run_backwards)
    return manager
