"""Big worlds: loaded in bulk, yet exact, found by search, and as guarded afterwards as before."""

import asyncpg
import pytest

from app.accounts.viewer import find_member
from app.seeding.scale import VOTES_EACH, seed_at_scale
from ideas.finding.queries import Wanted, find_ideas
from ideas.ladder.rules import DEFAULT, look
from ideas.ladder.settling import due
from ideas.ranking import best, rising
from ideas.voting.actions import cast_vote

IDEAS = 300
# By name: the text of a condition comes back with its casts written otherwise.
INDEXES = "select array_agg(indexname order by indexname) from pg_indexes where schemaname = 'public'"
CONSTRAINTS = "select array_agg(pg_get_constraintdef(oid) order by conname) from pg_constraint where conrelid = 'vote'::regclass"
NEWEST = """explain select id from idea i where i.visibility = 'visible'
and i.state in ('published', 'in_review', 'won', 'campaigned', 'made') order by i.published_at desc, i.public_id desc limit 25"""


@pytest.fixture
async def connection(committed_db: str):
    made = await asyncpg.connect(committed_db)
    yield made
    await made.close()


async def test_as_many_ideas_and_votes_as_asked_each_counted_exactly(connection: asyncpg.Connection) -> None:
    await seed_at_scale(IDEAS, quiet=True)
    ideas = await connection.fetch(
        """select i.vote_count, i.ranked_votes, i.rising, i.best, i.published_at, i.author,
          array_agg(v.created_at) as moments, count(v.id) as votes, count(distinct v.member) as voters,
          bool_or(v.member = i.author) as by_author, min(v.created_at) as first, max(v.created_at) as last
        from idea i left join vote v on v.idea = i.id and v.state = 'counted' group by i.id"""
    )
    assert len(ideas) == IDEAS
    assert sum(idea["votes"] for idea in ideas) == IDEAS * VOTES_EACH
    assert max(idea["votes"] for idea in ideas) > 3 * VOTES_EACH, "few have many"
    now = await connection.fetchval("select app_now()")
    for idea in ideas:
        assert idea["vote_count"] == idea["votes"] == idea["voters"]
        assert not idea["by_author"]
        assert idea["ranked_votes"] == idea["votes"]
        assert idea["best"] == pytest.approx(best(idea["votes"], idea["published_at"]))
        assert idea["rising"] == pytest.approx(rising(idea["published_at"], filter(None, idea["moments"])))
        assert idea["published_at"] <= idea["first"] <= idea["last"] <= now


async def test_a_second_load_adds_to_the_first(connection: asyncpg.Connection) -> None:
    await seed_at_scale(50, quiet=True)
    await seed_at_scale(70, quiet=True)
    assert await connection.fetchval("select count(*) from idea") == 120
    assert await connection.fetchval("select count(*) from vote") == 120 * VOTES_EACH


async def test_every_index_and_constraint_is_back_and_people_vote_on(connection: asyncpg.Connection) -> None:
    before = await connection.fetchval(INDEXES), await connection.fetchval(CONSTRAINTS)
    await seed_at_scale(50, quiet=True)
    assert (await connection.fetchval(INDEXES), await connection.fetchval(CONSTRAINTS)) == before
    await connection.execute("set enable_seqscan = off")
    assert "idea_listed_newest" in str(await connection.fetch(NEWEST))
    idea = await connection.fetchrow("select id, public_id, vote_count from idea order by vote_count limit 1")
    stranger = await connection.fetchval(
        """select id from member m where not exists (select from vote where idea = $1 and member = m.id)
        and id <> (select author from idea where id = $1) limit 1""",
        idea["id"],
    )
    viewer = await find_member(stranger)
    assert await cast_vote(viewer, idea["public_id"]) == idea["vote_count"] + 1
    assert await cast_vote(viewer, idea["public_id"]) == idea["vote_count"] + 1


async def test_each_idea_leaves_the_steps_and_the_wording_that_publishing_leaves(connection: asyncpg.Connection) -> None:
    await seed_at_scale(50, quiet=True)
    assert await connection.fetchval("select count(*) from idea_event") == 100
    assert await connection.fetchval("select count(*) from idea_revision") == 50


async def test_ideas_stand_on_the_ladder_where_their_votes_say_and_nothing_is_due(connection: asyncpg.Connection) -> None:
    await seed_at_scale(IDEAS, quiet=True)
    standing = await connection.fetch(
        """select i.vote_count, i.rung_look, i.challenge, c.rung, c.votes, c.ends_at > app_now() as is_ahead,
          array(select m.votes from milestone m where m.idea = i.id order by 1) as reached,
          (select bool_and(m.created_at between i.published_at and app_now()) from milestone m where m.idea = i.id) as in_time
        from idea i left join climb c on c.idea = i.id"""
    )
    assert any(one["reached"] for one in standing) and any(one["challenge"] for one in standing)
    for one in standing:
        if one["challenge"]:
            assert one["rung"] is None and one["rung_look"] is None, "challenges have no ladder of their own"
            continue
        ahead = next(rung for rung in DEFAULT if rung.votes > one["vote_count"])
        assert one["reached"] == [rung.votes for rung in DEFAULT if rung.votes <= one["vote_count"]]
        assert (one["rung"], one["votes"]) == (len(one["reached"]) + 1, ahead.votes)
        assert one["rung_look"] == look(ahead.votes, one["vote_count"]) and one["is_ahead"] and one["in_time"] is not False
    assert await due() == []


async def test_the_marks_among_the_terms_are_those_that_the_database_writes(connection: asyncpg.Connection) -> None:
    await seed_at_scale(50, quiet=True)
    loaded = {one["idea"]: set(one["terms"]) for one in await connection.fetch("select idea, terms from idea_terms")}
    await connection.execute("update idea_terms set terms = terms")
    written = {one["idea"]: set(one["terms"]) for one in await connection.fetch("select idea, terms from idea_terms")}
    assert loaded == written
    idea = await connection.fetchrow(
        """select i.id, i.tags[1] as tag, b.public_id as brand, i.challenge from idea i join challenge c on c.id = i.challenge
        join brand b on b.id = c.brand where cardinality(i.tags) > 0 limit 1"""
    )
    wanted = Wanted(tag=idea["tag"], brand=idea["brand"], challenge=idea["challenge"], group="voting")
    assert idea["id"] in [one["id"] for one in (await find_ideas(wanted)).ideas]


async def test_search_finds_them(connection: asyncpg.Connection) -> None:
    await seed_at_scale(IDEAS, quiet=True)
    title = await connection.fetchval("select title from idea order by id limit 1")
    found = await find_ideas(Wanted(q=title))
    assert title in [idea["title"] for idea in found.ideas]
    assert len((await find_ideas(Wanted(q="水杯"))).ideas) > 1
