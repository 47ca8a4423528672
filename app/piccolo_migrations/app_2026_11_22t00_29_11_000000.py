"""Indexes of what is unread, collected, due or has to reach somebody."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager
from piccolo.engine import engine_finder

ID = "2026-11-22T00:29:11:000000"
VERSION = "1.38.0"
DESCRIPTION = "indexes of notices to collect and to follow up"

FORWARDS = (
    "drop index notice_unread",
    "create index notice_unread on notice (member, id desc) where read_at is null and in_app",
    "create index notice_collected on notice (member, digest) where digest <> ''",
    "create index must_reach_due on must_reach (next_at) where state <> 'settled'",
    "create unique index must_reach_open on must_reach (member, event, about) where state <> 'settled' and about <> ''",
)
BACKWARDS = (
    "drop index must_reach_open",
    "drop index must_reach_due",
    "drop index notice_collected",
    "drop index notice_unread",
    "create index notice_unread on notice (member, url) where read_at is null",
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
