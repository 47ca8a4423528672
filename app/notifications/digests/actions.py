"""Collecting: a digest is expected once something waits for it, and goes out with what is still unread."""

import json
import logging
from datetime import datetime
from typing import Any

from app.foundation.database import execute, row, rows, transaction, value
from app.foundation.queue import enqueue
from app.notifications.addresses import has_address
from app.notifications.rules import Hours, digest_time

log = logging.getLogger("zhizao.digests")

MOST_LINES = 30
BATCH = 200


async def expect_digest(members: list[int], rhythm: str, hours: Hours, now: datetime) -> None:
    await execute(
        "insert into digest (member, rhythm, due_at) select m, {}, {} from unnest({}::bigint[]) as m on conflict do nothing",
        rhythm, digest_time(now, hours, rhythm), members,
    )  # fmt: skip


async def reschedule(member: int, hours: Hours, now: datetime) -> None:
    """After the hours were changed."""
    for rhythm in ("daily", "weekly"):
        await execute(
            "update digest set due_at = {} where member = {} and rhythm = {}", digest_time(now, hours, rhythm), member, rhythm
        )


async def send_due() -> None:
    """In the order of their rows, so that one which can't be made keeps none waiting."""
    last = 0
    while due := await rows("select id from digest where due_at <= app_now() and id > {} order by id limit {}", last, BATCH):
        for one in due:
            try:
                await send_digest(one["id"])
            except Exception:
                log.exception("digest %s", one["id"])
        last = due[-1]["id"]


async def send_digest(digest_id: int) -> None:
    """Whoever takes the row sends it; what was read meanwhile is left out, and with nothing left there is no mail."""
    async with transaction():
        taken = await row("delete from digest where id = {} and due_at <= app_now() returning member, rhythm", digest_id)
        if taken is None:
            return
        waiting = await _take(taken["member"], taken["rhythm"])
        if waiting and await value(
            f"select {has_address('p.member', 'email')} from member_profile p where p.member = {{}}", taken["member"]
        ):
            await _mail(taken["member"], waiting)


async def _take(member: int, rhythm: str) -> list[dict[str, Any]]:
    taken = await rows(
        "update notice set digest = '' where member = {} and digest = {} returning id, event, url, params, times, read_at",
        member, rhythm,
    )  # fmt: skip
    unread = [one for one in taken if one["read_at"] is None]
    return sorted(unread, key=lambda one: one["id"], reverse=True)


async def _mail(member: int, waiting: list[dict[str, Any]]) -> None:
    """Its lines are kept as the notices have them: names and words are looked up when it is written."""
    kept = json.dumps({"count": len(waiting), "notices": [one["id"] for one in waiting[:MOST_LINES]]})
    made = await row(
        """insert into mail (member, event, url, params, lang, next_try_at)
        select member, 'digest', '/inbox', {}::jsonb, lang, app_now() from member_profile where member = {} returning id""",
        kept, member,
    )  # fmt: skip
    assert made is not None
    await enqueue("send_mail", {"mail": made["id"]})
