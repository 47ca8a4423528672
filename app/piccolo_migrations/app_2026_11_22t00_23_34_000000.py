"""The index by which waiting short messages are found."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager
from piccolo.engine import engine_finder

ID = "2026-11-22T00:23:34:000000"
VERSION = "1.38.0"
DESCRIPTION = "index of waiting short messages"


async def forwards() -> MigrationManager:
    manager = MigrationManager(migration_id=ID, app_name="app", description=DESCRIPTION)

    async def run() -> None:
        engine = engine_finder()
        assert engine is not None
        await engine.run_ddl("create index sms_waiting on sms (next_try_at) where sent_at is null and next_try_at is not null")

    async def run_backwards() -> None:
        engine = engine_finder()
        assert engine is not None
        await engine.run_ddl("drop index sms_waiting")

    manager.add_raw(run)
    manager.add_raw_backwards(run_backwards)
    return manager
