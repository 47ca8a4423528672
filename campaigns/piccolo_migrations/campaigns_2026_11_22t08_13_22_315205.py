from piccolo.apps.migrations.auto.migration_manager import MigrationManager

ID = "2026-11-22T08:13:22:315205"
VERSION = "1.38.0"
DESCRIPTION = "What was told stands in tellings"


async def forwards():
    manager = MigrationManager(migration_id=ID, app_name="campaigns", description=DESCRIPTION)

    manager.drop_table(class_name="Announcement", tablename="announcement", schema=None)

    return manager
