"""What the columns for top-ups and refunds in part mean for the rows that were there before them."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager
from piccolo.engine import engine_finder

ID = "2026-11-22T06:48:00:000000"
VERSION = "1.38.0"
DESCRIPTION = "a page may be a top-up's; what was earned and what was held, of old rows"

FORWARDS = [
    "alter table checkout_session drop constraint known_purpose",
    "alter table checkout_session add constraint known_purpose check (purpose in ('promise', 'recovery', 'top_up'))",
    """update payment p set collected = e.amount from ledger_entry e join ledger_transaction t on t.id = e.transaction
    where t.key = 'collected:payment:' || p.id and e.account = 'owed_to_backers'""",
    "update refund r set held = r.amount from payment p where p.id = r.payment and p.collected = 0",
]
BACKWARDS = [
    "alter table checkout_session drop constraint known_purpose",
    "alter table checkout_session add constraint known_purpose check (purpose in ('promise', 'recovery'))",
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
