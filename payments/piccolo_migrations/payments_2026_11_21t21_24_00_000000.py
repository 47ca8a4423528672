"""The ledger's promises kept by the database: only ever added to, every transaction zero; and the indexes of the sweeps."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager
from piccolo.engine import engine_finder

ID = "2026-11-21T21:24:00:000000"
VERSION = "1.38.0"
DESCRIPTION = "append-only, zero sums"

APPEND_ONLY = """
create function ledger_is_append_only() returns trigger language plpgsql as
$$ begin raise exception 'the ledger is only ever added to' using errcode = 'integrity_constraint_violation'; end $$
"""
SUMS_TO_ZERO = """
create function ledger_sums_to_zero() returns trigger language plpgsql as $$
declare booked bigint := case tg_table_name when 'ledger_entry' then (to_jsonb(new)->>'transaction')::bigint else new.id end;
begin
  if not exists (select from ledger_entry where transaction = booked) then
    raise exception 'ledger transaction % has no entries', booked using errcode = 'integrity_constraint_violation';
  end if;
  if exists (select from ledger_entry where transaction = booked group by currency having sum(amount) <> 0) then
    raise exception 'ledger transaction % does not sum to zero', booked using errcode = 'integrity_constraint_violation';
  end if;
  return null;
end $$
"""


def _guarded(table: str) -> list[str]:
    return [
        f"create trigger {table}_append_only before update or delete on {table} for each row execute function ledger_is_append_only()",
        f"create trigger {table}_kept before truncate on {table} for each statement execute function ledger_is_append_only()",
        f"create constraint trigger {table}_zero after insert on {table} deferrable initially deferred"
        " for each row execute function ledger_sums_to_zero()",
    ]


FORWARDS = [
    APPEND_ONLY,
    SUMS_TO_ZERO,
    *_guarded("ledger_transaction"),
    *_guarded("ledger_entry"),
    "create unique index one_live_session on checkout_session (pledge, purpose) where state in ('intended', 'open')",
    "create index sessions_alive on checkout_session (created_at) where state in ('intended', 'open')",
    "create index charges_unfinished on charge (campaign, next_try_at) where state not in ('succeeded', 'dropped')",
    "create index payments_without_fee on payment (id) where fee is null",
    "create index refunds_unfinished on refund (tried_at) where state in ('intended', 'pending')",
    "create index events_unhandled on webhook_event (tried_at) where handled_at is null",
]
BACKWARDS = [
    *(
        f"drop trigger {table}_{name} on {table}"
        for table in ("ledger_transaction", "ledger_entry")
        for name in ("append_only", "kept", "zero")
    ),
    "drop function ledger_is_append_only()",
    "drop function ledger_sums_to_zero()",
    "drop index one_live_session, sessions_alive, charges_unfinished, payments_without_fee, refunds_unfinished, events_unhandled",
]


async def _run(statements: list[str]) -> None:
    engine = engine_finder()
    assert engine is not None
    for statement in statements:
        await engine.run_ddl(statement)


async def forwards() -> MigrationManager:
    manager = MigrationManager(migration_id=ID, app_name="payments", description=DESCRIPTION)

    async def run() -> None:
        await _run(FORWARDS)

    async def run_backwards() -> None:
        await _run(BACKWARDS)

    manager.add_raw(run)
    manager.add_raw_backwards(run_backwards)
    return manager
