"""Indexes that Piccolo can't say: a campaign's totals without touching its pledges' rows, and the holds that run out."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager
from piccolo.engine import engine_finder

ID = "2026-11-21T21:30:00:000000"
VERSION = "1.38.0"
DESCRIPTION = "indexes for totals and holds"

INDEXES = {
    "pledge_totals": "on pledge (campaign, state) include (amount, backer)",
    "pledge_holds": "on pledge (hold_ends_at) where state in ('started', 'expiring')",
}


async def forwards() -> MigrationManager:
    manager = MigrationManager(migration_id=ID, app_name="campaigns", description=DESCRIPTION)

    async def run() -> None:
        engine = engine_finder()
        assert engine is not None
        for name, columns in INDEXES.items():
            await engine.run_ddl(f"create index {name} {columns}")

    async def run_backwards() -> None:
        engine = engine_finder()
        assert engine is not None
        for name in INDEXES:
            await engine.run_ddl(f"drop index {name}")

    manager.add_raw(run)
    manager.add_raw_backwards(run_backwards)
    return manager
