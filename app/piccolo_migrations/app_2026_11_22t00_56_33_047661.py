from piccolo.apps.migrations.auto.migration_manager import MigrationManager
from piccolo.columns.column_types import Boolean
from piccolo.columns.column_types import Varchar
from piccolo.constraints import Check
from piccolo.engine import engine_finder

ID = "2026-11-22T00:56:33:047661"
VERSION = "1.38.0"
DESCRIPTION = "Pre-moderation has three values"


async def forwards():
    manager = MigrationManager(
        migration_id=ID, app_name="app", description=DESCRIPTION
    )

    async def run() -> None:
        """First, so that what was chosen stays chosen."""
        engine = engine_finder()
        assert engine is not None
        await engine.run_ddl("alter table region_profile alter column pre_moderation drop default")
        await engine.run_ddl(
            "alter table region_profile alter column pre_moderation type varchar(12)"
            " using case when pre_moderation then 'everyone' else 'off' end"
        )

    manager.add_raw(run)

    manager.alter_column(
        table_class_name="RegionProfile",
        tablename="region_profile",
        column_name="pre_moderation",
        db_column_name="pre_moderation",
        params={"length": 12, "default": "off"},
        old_params={"length": None, "default": False},
        column_class=Varchar,
        old_column_class=Boolean,
        schema=None,
    )

    manager.add_constraint(
        table_class_name="RegionProfile",
        tablename="region_profile",
        constraint_name="known_pre_moderation",
        constraint_class=Check,
        params={
            "condition": "pre_moderation in ('off', 'newcomers', 'everyone')"
        },
        schema=None,
    )

    return manager
