"""Orders by what may be seen: each list's index on the columns of ideas/ranking.py."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager
from piccolo.engine import engine_finder

ID = "2026-11-22T03:26:00:000000"
VERSION = "1.38.0"
DESCRIPTION = "orders by what may be seen; challenges until now have one phase"

LISTED = "visibility = 'visible' and state in ('published', 'in_review', 'won', 'campaigned', 'made')"
GROUPS = {
    "listed": LISTED,
    "adopted": "visibility = 'visible' and state in ('won', 'campaigned', 'made')",
    "declined": "visibility = 'visible' and state = 'declined'",
}
ORDERS = {"votes": "ranked_votes", "rising": "rising", "best": "best"}
INDEXES = {
    f"idea_{group}_{order}": f"on idea ({column} desc, public_id desc) where {condition}"
    for group, condition in GROUPS.items()
    for order, column in ORDERS.items()
} | {
    f"idea_challenge_{order}": f"on idea (challenge, {column} desc, public_id desc) where challenge is not null and {LISTED}"
    for order, column in ORDERS.items()
}
STATES = """
alter table vote drop constraint known_state, add constraint known_state
  check (state in ('counted', 'waiting', 'withdrawn', 'quarantined', 'moved'))
"""
PHASES = """
insert into challenge_phase (challenge, position, title, doors, starts_at, ends_at)
select id, 1, '提案和投票', array['propose', 'improve', 'vote'], opens_at, deadline from challenge c
where not exists (select from challenge_phase p where p.challenge = c.id)
"""
PUBLISHED = """
update challenge set published_at = created_at, answer_due_at = deadline + interval '30 days' where published_at is null
"""


async def forwards() -> MigrationManager:
    manager = MigrationManager(migration_id=ID, app_name="ideas", description=DESCRIPTION)

    async def run() -> None:
        from ideas.ranking import RECOUNT

        engine = engine_finder()
        assert engine is not None
        await engine.run_ddl(STATES)
        for name, where in INDEXES.items():
            await engine.run_ddl(f"drop index if exists {name}")
            await engine.run_ddl(f"create index {name} {where}")
        await engine.run_ddl(PHASES)
        await engine.run_ddl(PUBLISHED)
        everyone = "(select coalesce(array_agg(id), array[]::bigint[]) from idea)"
        await engine.run_ddl(RECOUNT.format(everyone, everyone))

    manager.add_raw(run)
    return manager
