"""Updates are read by campaign, newest first; answers are counted by option."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager
from piccolo.engine import engine_finder

ID = "2026-11-22T06:46:30:000000"
VERSION = "1.38.0"
DESCRIPTION = "indexes for updates and polls"

UP = """
create index campaign_update_published on campaign_update (campaign, published_at desc) where published_at is not null;
create index update_poll_answer_counts on update_poll_answer (poll, option);
create index campaign_suspended on campaign (suspended_at) where state = 'suspended';
"""
DOWN = """
drop index campaign_update_published;
drop index update_poll_answer_counts;
drop index campaign_suspended;
"""


async def forwards() -> MigrationManager:
    manager = MigrationManager(migration_id=ID, app_name="campaigns", description=DESCRIPTION)

    async def run() -> None:
        engine = engine_finder()
        assert engine is not None
        for each in UP.strip().removesuffix(";").split(";\n"):
            await engine.run_ddl(each)

    async def run_backwards() -> None:
        engine = engine_finder()
        assert engine is not None
        await engine.run_ddl(DOWN)

    manager.add_raw(run)
    manager.add_raw_backwards(run_backwards)
    return manager
