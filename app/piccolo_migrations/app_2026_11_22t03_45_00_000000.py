"""Openings are found by the thing that was opened."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager
from piccolo.engine import engine_finder

ID = "2026-11-22T03:45:00:000000"
VERSION = "1.38.0"
DESCRIPTION = "openings by thing"


async def forwards() -> MigrationManager:
    manager = MigrationManager(migration_id=ID, app_name="app", description=DESCRIPTION)

    async def run() -> None:
        engine = engine_finder()
        assert engine is not None
        await engine.run_ddl("create index share_opening_of_thing on share_opening (thing, day)")

    async def run_backwards() -> None:
        engine = engine_finder()
        assert engine is not None
        await engine.run_ddl("drop index share_opening_of_thing")

    manager.add_raw(run)
    manager.add_raw_backwards(run_backwards)
    return manager
