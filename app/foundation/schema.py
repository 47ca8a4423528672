"""What the packages' slices bring along, found by the names of their modules; each package is one Piccolo app."""

from collections.abc import Sequence
from pathlib import Path

from piccolo.conf.apps import AppConfig, table_finder

ROOT = Path(__file__).resolve().parent.parent.parent
APART = {"payments/sandbox"}  # the local Stripe keeps its own schema, which no production migration makes


def modules_named(name: str, package: str) -> list[str]:
    """Dotted paths of all modules of that name in a package, the sandbox's aside."""
    found = (path.relative_to(ROOT).parent for path in (ROOT / package).glob(f"**/{name}.py"))
    return sorted(".".join([*folder.parts, name]) for folder in found if folder.as_posix() not in APART)


def piccolo_app(package: str, rests_on: Sequence[str] = ()) -> AppConfig:
    return AppConfig(
        app_name=package,
        migrations_folder_path=str(ROOT / package / "piccolo_migrations"),
        table_classes=table_finder(modules=modules_named("tables", package), exclude_imported=True),
        migration_dependencies=[f"{lower}.piccolo_app" for lower in rests_on],
    )


# Rows and events are stamped by the one clock, wherever they are written from; repeated after each migration.
STAMPED_BY_THE_CLOCK = """
do $$ declare stamped record; begin
  for stamped in
    select table_name, column_name from information_schema.columns
    where table_schema = 'public' and column_name in ('created_at', 'at') and data_type = 'timestamp with time zone'
      and coalesce(column_default, '') not like '%app_now%' and table_name not like 'pgqueuer%' and table_name <> 'migration'
  loop
    execute format('alter table %I alter column %I set default app_now()', stamped.table_name, stamped.column_name);
  end loop;
end $$
"""
