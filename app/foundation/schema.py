"""Each of the four packages is one Piccolo app: which tables its slices declare, and where its migrations lie."""

from collections.abc import Sequence
from pathlib import Path

from piccolo.conf.apps import AppConfig, table_finder

ROOT = Path(__file__).resolve().parent.parent.parent
APART = {"payments/sandbox"}  # the local Stripe keeps its own schema, which no production migration makes


def table_modules(package: str) -> list[str]:
    found = (path.relative_to(ROOT).parent for path in (ROOT / package).glob("**/tables.py"))
    return sorted(".".join([*folder.parts, "tables"]) for folder in found if folder.as_posix() not in APART)


def piccolo_app(package: str, rests_on: Sequence[str] = ()) -> AppConfig:
    return AppConfig(
        app_name=package,
        migrations_folder_path=str(ROOT / package / "piccolo_migrations"),
        table_classes=table_finder(modules=table_modules(package), exclude_imported=True),
        migration_dependencies=[f"{lower}.piccolo_app" for lower in rests_on],
    )
