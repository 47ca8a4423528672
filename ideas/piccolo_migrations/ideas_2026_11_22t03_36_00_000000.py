"""One standing agreement for each idea; the parts of one sum to the whole, whoever writes them."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager
from piccolo.engine import engine_finder

ID = "2026-11-22T03:36:00:000000"
VERSION = "1.38.0"
DESCRIPTION = "one standing agreement, parts sum to the whole"

FORWARDS = (
    "create unique index one_standing_agreement on agreement (idea) where state <> 'replaced'",
    """create function check_agreement_parts() returns trigger language plpgsql as $$
    declare changed bigint[] := array[]::bigint[]; total bigint; one bigint;
    begin
      if tg_op <> 'INSERT' then changed := changed || old.agreement; end if;
      if tg_op <> 'DELETE' then changed := changed || new.agreement; end if;
      foreach one in array changed loop
        select sum(points) into total from agreement_part where agreement = one;
        if total <> 10000 then
          raise exception 'the parts of agreement % sum to %, not to the whole', one, total using errcode = '23514';
        end if;
      end loop;
      return null;
    end $$""",
    """create constraint trigger agreement_parts_sum_to_the_whole after insert or update or delete on agreement_part
    deferrable initially deferred for each row execute function check_agreement_parts()""",
)
BACKWARDS = (
    "drop trigger agreement_parts_sum_to_the_whole on agreement_part",
    "drop function check_agreement_parts()",
    "drop index one_standing_agreement",
)


async def forwards() -> MigrationManager:
    manager = MigrationManager(migration_id=ID, app_name="ideas", description=DESCRIPTION)

    async def run() -> None:
        engine = engine_finder()
        assert engine is not None
        for statement in FORWARDS:
            await engine.run_ddl(statement)

    async def run_backwards() -> None:
        engine = engine_finder()
        assert engine is not None
        for statement in BACKWARDS:
            await engine.run_ddl(statement)

    manager.add_raw(run)
    manager.add_raw_backwards(run_backwards)
    return manager
