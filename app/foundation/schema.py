"""What the packages' slices bring along, found by the names of their modules; each package is one Piccolo app."""

import importlib
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from piccolo.conf.apps import AppConfig, table_finder

PACKAGES = ("app", "ideas", "campaigns", "payments")  # from the ground up
ROOT = Path(__file__).resolve().parent.parent.parent
APART = {"payments/sandbox"}  # the local Stripe keeps its own schema, which no production migration makes


def modules_named(name: str, package: str) -> list[str]:
    """Dotted paths of all modules of that name in a package, the sandbox's aside."""
    found = (path.relative_to(ROOT).parent for path in (ROOT / package).glob(f"**/{name}.py"))
    return sorted(".".join([*folder.parts, name]) for folder in found if folder.as_posix() not in APART)


def declared(name: str, what: str) -> dict[str, Any]:
    """All that the packages' modules of that name declare under `what`, in one mapping; each key once."""
    found: dict[str, Any] = {}
    for module in (one for package in PACKAGES for one in modules_named(name, package)):
        declared_here: dict[str, Any] = getattr(importlib.import_module(module), what)
        assert not found.keys() & declared_here.keys(), f"{module} declares what another module has declared"
        found |= declared_here
    return found


def piccolo_app(package: str, rests_on: Sequence[str] = ()) -> AppConfig:
    return AppConfig(
        app_name=package,
        migrations_folder_path=str(ROOT / package / "piccolo_migrations"),
        table_classes=table_finder(modules=modules_named("tables", package), exclude_imported=True),
        migration_dependencies=[f"{lower}.piccolo_app" for lower in rests_on],
    )


# What Piccolo can't say of a column; repeated after each migration. Rows and events are stamped by the one clock,
# wherever they are written from; and a public id is always drawn, never the one that a migration happened to draw.
COLUMN_DEFAULTS = """
do $$ declare found record; begin
  for found in
    select table_name, column_name from information_schema.columns
    where table_schema = 'public' and column_name in ('created_at', 'at') and data_type = 'timestamp with time zone'
      and coalesce(column_default, '') not like '%app_now%' and table_name not like 'pgqueuer%' and table_name <> 'migration'
  loop
    execute format('alter table %I alter column %I set default app_now()', found.table_name, found.column_name);
  end loop;
  for found in
    select table_name from information_schema.columns
    where table_schema = 'public' and column_name = 'public_id' and column_default is not null
  loop
    execute format('alter table %I alter column public_id drop default', found.table_name);
  end loop;
end $$
"""
