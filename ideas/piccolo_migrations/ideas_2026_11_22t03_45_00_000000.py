"""What the ladder and the filters look at: two small indexes, marks among the terms, lists of what expired."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager
from piccolo.engine import engine_finder

ID = "2026-11-22T03:45:00:000000"
VERSION = "1.38.0"
DESCRIPTION = "looked at by the ladder, and filtered by marks among the terms"

VOTABLE = "'published', 'in_review'"
ADOPTED = "'won', 'campaigned', 'made'"
EXPIRED = "visibility = 'visible' and state = 'expired'"
ORDERS = {"newest": "published_at", "votes": "ranked_votes", "rising": "rising", "best": "best"}
INDEXES = {
    f"idea_expired_{order}": f"on idea ({column} desc, public_id desc) where {EXPIRED}" for order, column in ORDERS.items()
} | {
    # Only what the ladder has yet to look at: nearly always empty.
    "idea_rung_look": f"""on idea (id) where rung_look is not null and vote_count >= rung_look
      and state in ({VOTABLE}) and visibility = 'visible' and counts = 'shown'""",
    "climb_look_at": "on climb (look_at) where look_at is not null",
}

# '=state', '/challenge' and '@brand' stand among an idea's terms beside its words, so that one index answers them all.
MARKS = f"""
create function idea_terms_marked() returns trigger language plpgsql as $$
declare marks text[];
begin
  select array_remove(array['/' || i.challenge, '/p' || i.phase, '@' || b.public_id, '@' || vb.public_id,
    case when i.state in ({VOTABLE}) then '=voting' when i.state in ({ADOPTED}) then '=adopted' else '=' || i.state end,
    case when i.state in ({VOTABLE}, {ADOPTED}) then '=listed' end], null) into marks
  from idea i left join challenge c on c.id = i.challenge left join brand b on b.id = c.brand
    left join verdict v on v.idea = i.id left join brand vb on vb.id = v.brand where i.id = new.idea;
  new.terms := array(select term from unnest(new.terms) term where left(term, 1) not in ('=', '/', '@')
    union select unnest(marks) order by 1);
  return new;
end $$
"""
TRIGGERS = (
    """create trigger marked before insert or update on idea_terms for each row execute function idea_terms_marked()""",
    """create function idea_moved() returns trigger language plpgsql as $$
    begin
      update idea_terms set terms = terms where idea = new.id;
      if old.state = 'draft' and new.state = 'published' then
        insert into fresh_idea (idea) values (new.id) on conflict (idea) do nothing;
      end if;
      return null;
    end $$""",
    """create trigger moved after update of state, challenge on idea for each row
    when (old.state is distinct from new.state or old.challenge is distinct from new.challenge)
    execute function idea_moved()""",
    """create function idea_answered() returns trigger language plpgsql as $$
    begin
      update idea_terms set terms = terms where idea = new.idea;
      return null;
    end $$""",
    "create trigger answered after insert or update of brand on verdict for each row execute function idea_answered()",
)
FRESH = """insert into fresh_idea (idea) select id from idea
where state = 'published' and published_at > app_now() - interval '3 days' order by published_at"""
# The open floor's first ladder. What is published already begins to climb now.
LADDER = (
    "insert into ladder (challenge) values (null)",
    """insert into ladder_rung (ladder, position, votes, days)
    select l.id, r.* from ladder l, (values (1, 100, 60), (2, 1000, 365), (3, 5000, 182), (4, 10000, 182)) r""",
    f"""insert into climb (idea, ladder, rung, votes, began_at, ends_at, look_at)
    select i.id, l.id, coalesce(r.position, 5), r.votes, app_now(), app_now() + r.days * interval '1 day',
      app_now() + (r.days - 7) * interval '1 day'
    from idea i cross join ladder l left join lateral (select * from ladder_rung r where r.ladder = l.id
      and r.votes > i.vote_count order by r.position limit 1) r on true
    where i.challenge is null and i.state in ({VOTABLE})""",
    """update idea i set rung_look = case when i.vote_count < ceil(c.votes * 0.8) then ceil(c.votes * 0.8) else c.votes end
    from climb c where c.idea = i.id and c.votes is not null""",
    """insert into milestone (idea, votes, ladder) select c.idea, r.votes, c.ladder from climb c
    join ladder_rung r on r.ladder = c.ladder and r.position < c.rung""",
)


async def forwards() -> MigrationManager:
    manager = MigrationManager(migration_id=ID, app_name="ideas", description=DESCRIPTION)

    async def run() -> None:
        engine = engine_finder()
        assert engine is not None
        for table in ("ladder", "ladder_rung", "milestone", "fresh_idea"):
            await engine.run_ddl(f"alter table {table} alter column created_at set default app_now()")
        for name, where in INDEXES.items():
            await engine.run_ddl(f"create index {name} {where}")
        await engine.run_ddl(MARKS)
        for statement in (*TRIGGERS, FRESH, *LADDER, "update idea_terms set terms = terms"):
            await engine.run_ddl(statement)

    async def run_backwards() -> None:
        engine = engine_finder()
        assert engine is not None
        for table, trigger, function in (
            ("idea_terms", "marked", "idea_terms_marked"), ("idea", "moved", "idea_moved"), ("verdict", "answered", "idea_answered"),
        ):  # fmt: skip
            await engine.run_ddl(f"drop trigger {trigger} on {table}")
            await engine.run_ddl(f"drop function {function}()")
        for name in INDEXES:
            await engine.run_ddl(f"drop index {name}")
        await engine.run_ddl("truncate fresh_idea, milestone, climb, ladder_rung, ladder")

    manager.add_raw(run)
    manager.add_raw_backwards(run_backwards)
    return manager
