"""Improvements accepted until now are parts in their ideas."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager
from piccolo.engine import engine_finder

ID = "2026-11-22T03:47:00:000000"
VERSION = "1.38.0"
DESCRIPTION = "accepted improvements are parts in their ideas"

ACCEPTED = """
insert into contribution (idea, member, role, source, created_at)
select m.idea, m.author, 'improver', m.id, coalesce(m.answered_at, m.created_at)
from improvement m join idea i on i.id = m.idea where m.state = 'accepted' and m.author <> i.author
order by m.answered_at on conflict do nothing
"""


async def forwards() -> MigrationManager:
    manager = MigrationManager(migration_id=ID, app_name="ideas", description=DESCRIPTION)

    async def run() -> None:
        engine = engine_finder()
        assert engine is not None
        await engine.run_ddl(ACCEPTED)

    manager.add_raw(run)
    return manager
