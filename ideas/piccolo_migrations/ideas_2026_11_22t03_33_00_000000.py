"""What guarding the votes walks: open cases, votes in quarantine and waiting, hidden counts; and how far it has looked."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager
from piccolo.engine import engine_finder

ID = "2026-11-22T03:33:00:000000"
VERSION = "1.38.0"
DESCRIPTION = "indexes for guarding the votes"

INDEXES = {
    "vote_case_one_open": "create unique index vote_case_one_open on vote_case (idea) where state in ('watched', 'held')",
    "vote_quarantined": "create index vote_quarantined on vote (idea) where state = 'quarantined'",
    "vote_suspect": "create index vote_suspect on vote (suspect) where suspect is not null",
    "vote_waiting": "create index vote_waiting on vote (member) where state = 'waiting'",
    # Votes come in the order of time: a few bytes for each hundred pages say which hold the last day's.
    "vote_lately": "create index vote_lately on vote using brin (created_at) with (autosummarize = on)",
    "idea_hiding_its_count": "create index idea_hiding_its_count on idea (challenge) where counts <> 'shown'",
    "idea_merged_into": "create index idea_merged_into on idea (merged_into) where merged_into is not null",
}
WATCH = """create table vote_watch (only_row boolean primary key default true check (only_row), seen bigint not null);
insert into vote_watch (seen) select coalesce(max(id), 0) from vote"""


async def forwards() -> MigrationManager:
    manager = MigrationManager(migration_id=ID, app_name="ideas", description=DESCRIPTION)

    async def run() -> None:
        engine = engine_finder()
        assert engine is not None
        for statement in [*INDEXES.values(), *WATCH.split(";\n")]:
            await engine.run_ddl(statement)

    async def run_backwards() -> None:
        engine = engine_finder()
        assert engine is not None
        for name in INDEXES:
            await engine.run_ddl(f"drop index {name}")
        await engine.run_ddl("drop table vote_watch")

    manager.add_raw(run)
    manager.add_raw_backwards(run_backwards)
    return manager
