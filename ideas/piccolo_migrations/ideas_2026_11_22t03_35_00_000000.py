"""A member's answers are found when they leave or are merged; a brand's exports in their order."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager
from piccolo.engine import engine_finder

ID = "2026-11-22T03:35:00:000000"
VERSION = "1.38.0"
DESCRIPTION = "price answers by member, exports by brand"

FORWARDS = (
    "create index price_answer_by_member on price_answer (member)",
    "create index insight_export_by_brand on insight_export (brand, id desc)",
)
BACKWARDS = ("drop index price_answer_by_member", "drop index insight_export_by_brand")


async def forwards() -> MigrationManager:
    manager = MigrationManager(migration_id=ID, app_name="ideas", description=DESCRIPTION)

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
