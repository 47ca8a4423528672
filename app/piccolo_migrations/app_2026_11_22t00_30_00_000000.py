"""The papers that an installation begins with."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager
from piccolo.engine import engine_finder

from app.papers.defaults import put_in

ID = "2026-11-22T00:30:00:000000"
VERSION = "1.38.0"
DESCRIPTION = "the papers that an installation begins with"


async def forwards() -> MigrationManager:
    manager = MigrationManager(migration_id=ID, app_name="app", description=DESCRIPTION)

    async def run_backwards() -> None:
        engine = engine_finder()
        assert engine is not None
        await engine.run_ddl("delete from paper_version; delete from paper")

    manager.add_raw(put_in)
    manager.add_raw_backwards(run_backwards)
    return manager
