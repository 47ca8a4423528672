from piccolo.apps.migrations.auto.migration_manager import MigrationManager
from piccolo.columns.column_types import Varchar
from piccolo.columns.indexes import IndexMethod
from piccolo.constraints import Check

ID = "2026-11-22T00:27:24:120318"
VERSION = "1.38.0"
DESCRIPTION = "Whoever pays is noted with the provider page"


async def forwards():
    manager = MigrationManager(
        migration_id=ID, app_name="payments", description=DESCRIPTION
    )

    manager.add_column(
        table_class_name="CheckoutSession",
        tablename="checkout_session",
        column_name="payer",
        db_column_name="payer",
        column_class_name="Varchar",
        column_class=Varchar,
        params={
            "length": 8,
            "default": "backer",
            "null": False,
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
        table_class_name="CheckoutSession",
        tablename="checkout_session",
        constraint_name="known_payer",
        constraint_class=Check,
        params={"condition": "payer in ('backer', 'friend')"},
        schema=None,
    )

    return manager
