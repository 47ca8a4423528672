"""A telling: so many members a transaction, the next batch a job of its own, so that it is soon done and nobody waits for it.

A batch is the first thousand members, by id, beyond those reached: each query gives its own first thousand from an index and
the merged beginning of them is exact, so half a million are never held or sorted anywhere. Where it has come to stands in the
telling's row, which the batch locks: killed or run twice, it goes on from there and tells nobody twice.
"""

from typing import Any

from app.foundation.database import execute, row, rows, transaction
from app.foundation.queue import enqueue
from app.notifications.actions import notify
from campaigns.announcing.kinds import NOTHING, Hearers, News, known_tellings

TASK = "tell_many"
BATCH = 1000


async def tell_later(kind: str, subject: int, edition: str = "") -> None:
    """Part of the current transaction."""
    await enqueue(TASK, {"kind": kind, "subject": subject, "edition": edition})


async def tell_now(kind: str, subject: int, edition: str = "") -> None:
    """The first batch here and now; the rest, where there is one, by jobs."""
    async with transaction():
        at = await _tell_batch(kind, subject, edition)
        if at is not None:
            await _go_on(kind, subject, edition, at)


async def tell_many(payload: dict[str, Any]) -> None:
    """The job: one batch, and the next one enqueued with it."""
    await tell_now(payload["kind"], payload["subject"], payload["edition"])


async def _go_on(kind: str, subject: int, edition: str, at: tuple[int, int]) -> None:
    """One job for each place that a telling comes to, however many ask for it."""
    place = f"{TASK}:{kind}:{subject}:{edition}:{at[0]}:{at[1]}"
    await enqueue(TASK, {"kind": kind, "subject": subject, "edition": edition}, once_key=place)


async def go_on_with_unfinished() -> None:
    """What a lost job left in the middle."""
    for one in await rows(
        """select kind, subject, edition, round, reached from telling
        where done_at is null and created_at < app_now() - interval '1 minute'"""
    ):
        await _go_on(one["kind"], one["subject"], one["edition"], (one["round"], one["reached"]))


async def _tell_batch(kind: str, subject: int, edition: str) -> tuple[int, int] | None:
    """Where it has come to; None when there is nobody left."""
    telling = await _held(kind, subject, edition)
    if telling["done_at"] is not None:
        return None
    news = await known_tellings()[kind](subject, edition)
    round_, reached, told = telling["round"], telling["reached"], 0
    while news is not None and round_ < len(news.rounds) and told < BATCH:
        found = await _next(news.rounds[round_], reached, BATCH - told)
        await _notify(news, news.rounds[round_], found)
        told += len(found)
        if told < BATCH:
            round_, reached = round_ + 1, 0
        else:
            reached = found[-1]["member"]
    is_done = news is None or round_ >= len(news.rounds)
    await execute(
        """update telling set round = {}, reached = {}, told = told + {}, done_at = case when {} then app_now() end
        where id = {}""",
        round_, reached, told, is_done, telling["id"],
    )  # fmt: skip
    return None if is_done else (round_, reached)


async def _held(kind: str, subject: int, edition: str) -> dict[str, Any]:
    of = (kind, subject, edition)
    await execute("insert into telling (kind, subject, edition) values ({}, {}, {}) on conflict do nothing", *of)
    found = await row("select * from telling where kind = {} and subject = {} and edition = {} for update", *of)
    assert found is not None
    return found


async def _next(hearers: tuple[Hearers, ...], reached: int, most: int) -> list[dict[str, Any]]:
    """The next members of a round, each with the number of the first query that finds them."""
    each = (
        f"""(select {n} as tie, member from (select distinct member from ({one.query}) as all_{n}
        where member > {{}} order by member limit {{}}) as next_{n})"""
        for n, one in enumerate(hearers)
    )
    args = [arg for one in hearers for arg in (*one.args, reached, most)]
    return await rows(
        f"select member, min(tie) as tie from ({' union all '.join(each)}) as found group by member order by member limit {{}}",
        *args, most,
    )  # fmt: skip


async def _notify(news: News, hearers: tuple[Hearers, ...], found: list[dict[str, Any]]) -> None:
    for n, one in enumerate(hearers):
        members = [each["member"] for each in found if each["tie"] == n]
        if members and one.event != NOTHING:
            await notify(members, one.event, one.url or news.url, not_after=news.not_after, **news.params)
