from piccolo.apps.migrations.auto.migration_manager import MigrationManager

ID = "2026-11-21T21:30:06:506358"
VERSION = "1.38.0"
DESCRIPTION = "charges and payments have no address"


async def forwards():
    manager = MigrationManager(
        migration_id=ID, app_name="payments", description=DESCRIPTION
    )

    manager.drop_column(
        table_class_name="Charge",
        tablename="charge",
        column_name="public_id",
        db_column_name="public_id",
        schema=None,
    )

    manager.drop_column(
        table_class_name="Payment",
        tablename="payment",
        column_name="public_id",
        db_column_name="public_id",
        schema=None,
    )

    return manager
