"""A perk's thing is an item of its campaign, no longer a line of one tier: what it refers to in the database follows."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager
from piccolo.engine import engine_finder

ID = "2026-11-22T07:16:00:000000"
VERSION = "1.38.0"
DESCRIPTION = "perk.item refers to item"

DROP = "alter table perk drop constraint if exists perk_item_fkey"
ADD = "alter table perk add constraint perk_item_fkey foreign key (item) references item (id) on delete restrict on update cascade"


async def forwards() -> MigrationManager:
    manager = MigrationManager(migration_id=ID, app_name="campaigns", description=DESCRIPTION)

    async def run() -> None:
        engine = engine_finder()
        assert engine is not None
        for each in (DROP, ADD):
            await engine.run_ddl(each)

    manager.add_raw(run)
    return manager
