from piccolo.apps.migrations.auto.migration_manager import MigrationManager
from piccolo.columns.column_types import Varchar
from piccolo.columns.indexes import IndexMethod
from piccolo.constraints import Unique

ID = "2026-11-22T00:29:07:788369"
VERSION = "1.38.0"
DESCRIPTION = "a form sent twice is one idea"


async def forwards():
    manager = MigrationManager(
        migration_id=ID, app_name="ideas", description=DESCRIPTION
    )

    manager.add_column(
        table_class_name="Idea",
        tablename="idea",
        column_name="sent_as",
        db_column_name="sent_as",
        column_class_name="Varchar",
        column_class=Varchar,
        params={
            "length": 24,
            "default": None,
            "null": True,
            "primary_key": False,
            "unique": False,
            "index": False,
            "index_method": IndexMethod.btree,
            "choices": None,
            "db_column_name": None,
            "secret": False,
        },
        schema=None,
    )

    manager.add_constraint(
        table_class_name="Idea",
        tablename="idea",
        constraint_name="sent_twice_is_one_idea",
        constraint_class=Unique,
        params={"columns": ["author", "sent_as"], "nulls_distinct": True},
        schema=None,
    )

    return manager
