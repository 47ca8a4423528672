"""Profiles that wait or are hidden are found without reading all others."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager
from piccolo.engine import engine_finder

ID = "2026-11-22T01:43:00:000000"
VERSION = "1.38.0"
DESCRIPTION = "profiles that wait or are hidden are found without reading all others"

INDEXES = {
    "profile_not_visible": "create index profile_not_visible on member_profile (member) where visibility <> 'visible'",
}


async def forwards() -> MigrationManager:
    manager = MigrationManager(migration_id=ID, app_name="app", description=DESCRIPTION)

    async def run() -> None:
        engine = engine_finder()
        assert engine is not None
        for statement in INDEXES.values():
            await engine.run_ddl(statement)

    async def run_backwards() -> None:
        engine = engine_finder()
        assert engine is not None
        for name in INDEXES:
            await engine.run_ddl(f"drop index {name}")

    manager.add_raw(run)
    manager.add_raw_backwards(run_backwards)
    return manager
