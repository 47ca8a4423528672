"""The indexes that lists, search and limits walk; each list's order ends with the public id, so that pages never overlap."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager
from piccolo.engine import engine_finder

ID = "2026-11-21T21:30:00:000000"
VERSION = "1.38.0"
DESCRIPTION = "indexes of lists, search and limits"

LISTED = "visibility = 'visible' and state in ('published', 'in_review', 'won', 'campaigned', 'made')"
ADOPTED = "visibility = 'visible' and state in ('won', 'campaigned', 'made')"
DECLINED = "visibility = 'visible' and state = 'declined'"

ORDERS = {"newest": "published_at", "votes": "vote_count", "rising": "hot"}
GROUPS = {"listed": LISTED, "adopted": ADOPTED, "declined": DECLINED}

LISTS = {
    f"idea_{group}_{order}": f"on idea ({column} desc, public_id desc) where {condition}"
    for group, condition in GROUPS.items()
    for order, column in ORDERS.items()
}
OF_A_CHALLENGE = {
    # Of every state: the desk's board and the foreign key look here too.
    "idea_challenge_newest": "on idea (challenge, published_at desc, public_id desc) where challenge is not null",
    "idea_challenge_votes": f"on idea (challenge, vote_count desc, public_id desc) where challenge is not null and {LISTED}",
    "idea_challenge_rising": f"on idea (challenge, hot desc, public_id desc) where challenge is not null and {LISTED}",
}
OTHERS = {
    "idea_terms_found": "on idea_terms using gin (terms)",
    "vote_by_member": "on vote (member, created_at)",
    "challenge_untold": "on challenge (deadline) where closed_told_at is null",
}
INDEXES = LISTS | OF_A_CHALLENGE | OTHERS


async def forwards() -> MigrationManager:
    manager = MigrationManager(migration_id=ID, app_name="ideas", description=DESCRIPTION)

    async def run() -> None:
        engine = engine_finder()
        assert engine is not None
        for name, where in INDEXES.items():
            await engine.run_ddl(f"create index {name} {where}")

    async def run_backwards() -> None:
        engine = engine_finder()
        assert engine is not None
        for name in INDEXES:
            await engine.run_ddl(f"drop index {name}")

    manager.add_raw(run)
    manager.add_raw_backwards(run_backwards)
    return manager
