"""Indexes of the inbox and the outbox."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager
from piccolo.engine import engine_finder

ID = "2026-11-21T21:30:00:000000"
VERSION = "1.38.0"
DESCRIPTION = "indexes of the inbox and the outbox"

INDEXES = {
    "notice_newest": "create index notice_newest on notice (member, id desc)",
    "notice_unread": "create index notice_unread on notice (member, url) where read_at is null",
    "mail_waiting": "create index mail_waiting on mail (next_try_at) where sent_at is null and next_try_at is not null",
    "picture_unattached": "create index picture_unattached on picture (id) where not attached",
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
