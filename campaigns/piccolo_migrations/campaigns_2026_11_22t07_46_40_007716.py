from piccolo.apps.migrations.auto.migration_manager import MigrationManager
from piccolo.columns.column_types import ForeignKey

ID = "2026-11-22T07:46:40:007716"
VERSION = "1.38.0"
DESCRIPTION = "A change may be the brands alone"


async def forwards():
    manager = MigrationManager(
        migration_id=ID, app_name="campaigns", description=DESCRIPTION
    )

    manager.alter_column(
        table_class_name="CampaignChange",
        tablename="campaign_change",
        column_name="actor",
        db_column_name="actor",
        params={"null": True},
        old_params={"null": False},
        column_class=ForeignKey,
        old_column_class=ForeignKey,
        schema=None,
    )

    return manager
