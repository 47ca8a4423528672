"""`python -m app seed --scale N`: N ideas, 40 N votes and half as many members, loaded in bulk and counted exactly."""

import asyncio
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from datetime import datetime, timedelta
from math import sqrt
from multiprocessing import get_context
from random import Random

import asyncpg
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn, TimeRemainingColumn

from app.foundation.database import engine
from app.seeding.beginning import refuse_production
from app.seeding.bulk import public_ids, reserve, without_indexes
from app.seeding.calling import Calls, load_calls
from app.seeding.climbing import load_climbs, open_floors_ladder, rung_look
from app.seeding.composing import Wording, compose, compose_name
from app.seeding.spreading import power_law, stride_for
from ideas.ranking import recounting
from ideas.wording import searched_terms

MOST_IDEAS = 250_000
VOTES_EACH = 40
LEAST_MEMBERS = 200
OLDEST = timedelta(days=420)
CHUNK = 2_500
ALSO = ["member", "member_profile", "brand", "challenge", "challenge_phase", "climb", "milestone", "fresh_idea"]
BARE = ["idea", "idea_terms", "idea_event", "idea_revision", "vote"]

# Votes and the counts and ranks that follow from them in one statement: nothing looks for rows in a table without indexes.
_VOTES = recounting(
    "id >= $1 and id < $2",
    "select idea, at from cast_now",
    """cast_now as (
  insert into vote (idea, member, created_at)
  select i.id, $3::bigint + (i.id * 7919 + j * $5::bigint) % $4::bigint,
    i.published_at + ($6::timestamptz - i.published_at) * ((j + 0.5) / i.vote_count) ^ 2
  from idea i, generate_series(0, i.vote_count - 1) j where i.id >= $1 and i.id < $2
  returning idea, created_at as at),""",
)
_STEPS = """
insert into idea_event (subject, at, actor, origin, state)
select id, created_at, author, '', 'draft' from idea where id >= $1 and id < $2
union all select id, published_at, author, 'draft', 'published' from idea where id >= $1 and id < $2
"""
_FRESH = """
insert into fresh_idea (idea) select id from idea
where id >= $1 and id < $2 and published_at > $3::timestamptz - interval '3 days' order by published_at
"""
_REVISIONS = """
insert into idea_revision (idea, title, summary, body, edited_by, created_at)
select id, title, summary, body, author, published_at from idea where id >= $1 and id < $2
"""


async def seed_at_scale(ideas: int, *, quiet: bool = False) -> None:
    """All of it or nothing, in one transaction; the tables of ideas and votes are locked until it is there."""
    refuse_production()
    ideas = max(1, min(ideas, MOST_IDEAS))
    connection = await engine().get_new_connection()
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn(), TimeRemainingColumn())
    try:
        with Progress(*columns, console=Console(quiet=quiet)) as progress:
            async with connection.transaction():
                await _load(connection, ideas, progress)
            after = progress.add_task("statistics", total=1)
            await connection.execute(f"vacuum (analyze) {', '.join([*BARE, *ALSO])}")
            progress.advance(after)
    finally:
        await connection.close()


async def _load(connection: asyncpg.Connection, ideas: int, progress: Progress) -> None:
    now = await connection.fetchval("select app_now()")
    people = max(ideas // 2, LEAST_MEMBERS)
    first_member = await _load_members(connection, people, now, progress)
    calls = await load_calls(connection, first_member, now - OLDEST, now)
    task = progress.add_task("without indexes", total=1)
    async with without_indexes(connection, BARE, unique_too=["vote"]):
        progress.advance(task)
        first = await _load_ideas(connection, ideas, first_member, people, now, progress, calls)
        bar = progress.add_task("votes", total=ideas * VOTES_EACH)
        stride = stride_for(people)
        for start in range(first, first + ideas, CHUNK // 5):
            end = min(start + CHUNK // 5, first + ideas)
            await connection.execute(_VOTES, start, end, first_member, people, stride, now)
            progress.advance(bar, (end - start) * VOTES_EACH)
        await connection.execute(_STEPS, first, first + ideas)
        await connection.execute(_REVISIONS, first, first + ideas)
        await load_climbs(connection, first, first + ideas, now)
        await connection.execute(_FRESH, first, first + ideas, now)
        indexing = progress.add_task("indexes", total=1)
    progress.advance(indexing)


async def _load_members(connection: asyncpg.Connection, count: int, now: datetime, progress: Progress) -> int:
    first = await reserve(connection, "member", count)
    random = Random(f"members:{first}:{count}")
    joined = [now - OLDEST - timedelta(seconds=random.randrange(86_400 * 300)) for _ in range(count)]
    members = zip(range(first, first + count), public_ids(0, count, random), joined, strict=True)
    await connection.copy_records_to_table("member", records=members, columns=["id", "public_id", "created_at"])
    profiles = ((first + at, compose_name(random), joined[at]) for at in range(count))
    await connection.copy_records_to_table("member_profile", records=profiles, columns=["member", "name", "created_at"])
    progress.advance(progress.add_task("members", total=count), count)
    return first


async def _load_ideas(
    connection: asyncpg.Connection, count: int, first_member: int, people: int, now: datetime, progress: Progress, calls: Calls
) -> int:
    first = await reserve(connection, "idea", count)
    random = Random(f"ideas:{first}:{count}")
    counts = power_law(count, count * VOTES_EACH, people - 1, random)
    ids, stride, bar = public_ids(0, count, random), stride_for(people), progress.add_task("ideas", total=count)
    ladder, loop = await open_floors_ladder(connection), asyncio.get_running_loop()
    await connection.execute("alter table idea_terms disable trigger marked")
    with ProcessPoolExecutor(max_workers=2, mp_context=get_context("spawn")) as pool:
        waiting = [loop.run_in_executor(pool, _worded, f"{first}:{at}", min(CHUNK, count - at)) for at in range(0, count, CHUNK)]
        for at, worded in zip(range(first, first + count, CHUNK), waiting, strict=True):
            ideas, terms = [], []
            for idea, (wording, found_by) in enumerate(await worded, start=at):
                votes = counts[idea - first]
                published = now - timedelta(seconds=1) - OLDEST * sqrt(random.random()) * random.random()
                author = first_member + (idea * 7919 + votes * stride) % people  # the one whose turn to vote never comes
                begun = published - timedelta(minutes=random.randrange(1, 90))
                words = (wording.title, wording.summary, wording.body)
                challenge = calls.drawn(random)
                at_rung = None if challenge else rung_look(ladder, votes)
                found = (challenge, list(wording.tags), at_rung)
                ideas.append((idea, next(ids), author, *words, "published", votes, published, begun, *found))
                terms.append((idea, sorted({*found_by, *calls.marks(challenge)})))
            await connection.copy_records_to_table("idea", records=ideas, columns=_IDEA_COLUMNS)
            await connection.copy_records_to_table("idea_terms", records=terms, columns=["idea", "terms"])
            progress.advance(bar, len(ideas))
    await connection.execute("alter table idea_terms enable trigger marked")
    return first


_IDEA_COLUMNS = [
    "id", "public_id", "author", "title", "summary", "body", "state", "vote_count", "published_at", "created_at", "challenge",
    "tags", "rung_look",
]  # fmt: skip


def _worded(seed: str, count: int) -> list[tuple[Wording, list[str]]]:
    """In a process of its own: folding for search takes the most time."""
    return list(_wordings(Random(seed), count))


def _wordings(random: Random, count: int) -> Iterator[tuple[Wording, list[str]]]:
    for _ in range(count):
        wording = compose(random)
        yield wording, searched_terms(wording.title, wording.summary, wording.body, wording.tags)
