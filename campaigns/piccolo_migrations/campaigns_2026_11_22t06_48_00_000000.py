"""One open change at a time of a pledge, the sweep over their ends, and totals that tell late pledges from the others."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager
from piccolo.engine import engine_finder

ID = "2026-11-22T06:48:00:000000"
VERSION = "1.38.0"
DESCRIPTION = "one held change of a pledge; totals know late pledges"

FORWARDS = [
    "create unique index one_held_change on pledge_change (pledge) where state = 'held'",
    "create index held_changes_end on pledge_change (hold_ends_at) where state = 'held'",
    "drop index pledge_totals",
    "create index pledge_totals on pledge (campaign, state) include (amount, backer, is_late)",
]
BACKWARDS = [
    "drop index pledge_totals",
    "create index pledge_totals on pledge (campaign, state) include (amount, backer)",
    "drop index one_held_change, held_changes_end",
]


async def _run(statements: list[str]) -> None:
    engine = engine_finder()
    assert engine is not None
    for statement in statements:
        await engine.run_ddl(statement)


async def forwards() -> MigrationManager:
    manager = MigrationManager(migration_id=ID, app_name="campaigns", description=DESCRIPTION)

    async def run() -> None:
        await _run(FORWARDS)

    async def run_backwards() -> None:
        await _run(BACKWARDS)

    manager.add_raw(run)
    manager.add_raw_backwards(run_backwards)
    return manager
