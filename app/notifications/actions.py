"""Telling people: rows in the caller's transaction; mails and short messages go out later, from the job queue."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime
from typing import Any

from app.foundation import clock
from app.foundation.database import execute, insert, rows, transaction
from app.foundation.queue import enqueue
from app.notifications.digests.actions import expect_digest
from app.notifications.events import Event, known_events
from app.notifications.params import Named, frozen
from app.notifications.planning import Group, groups_of
from app.notifications.reaching.actions import begin_reaching
from app.notifications.rules import still_of_use
from app.notifications.sms.port import sms_is_offered
from app.notifications.sms.tables import Sms
from app.notifications.tables import Mail

__all__ = ["Named", "mail_to", "mark_all_read", "mark_read", "notify", "sms_is_offered", "sms_to"]

ONE_JOB_EACH = 20  # beyond so many recipients one job sends all that waits
AT_ONCE = 100  # pgqueuer: higher goes first


async def notify(
    member_ids: Iterable[int | None],
    event: str,
    url: str,
    *,
    about: str = "",
    times: int = 1,
    not_after: datetime | None = None,
    **params: Any,
) -> None:
    """Tell members over the channels that the event's kind, their wishes and their addresses leave open.

    `params` may be text, numbers, Money, dates, Said, Named(member_id). `about` is the public id of what it concerns:
    while the event's `is_open` says so of it, an unanswered notice goes on to the next channel. `times`: so often at once.
    `not_after`: mails, short messages and digests that quiet hours would put off beyond it are not sent.
    """
    declared = known_events()[event]
    told = {one for one in member_ids if one}
    if not told:
        return
    kept = frozen(params)
    async with transaction():
        now = await clock.now()
        for group in await groups_of(told, declared, now):
            group = replace(group, plan=still_of_use(group.plan, group.hours, now, not_after))
            await _tell(group, event, declared, url, kept, about, now, times)


async def _tell(group: Group, event: str, declared: Event, url: str, params: str, about: str, now: datetime, times: int) -> None:
    chosen = group.plan
    if chosen.in_app or chosen.digest:
        await _note(group, event, declared, url, params, times)
    if chosen.digest:
        await expect_digest(group.members, chosen.digest, group.hours, now)
    mails = await _outgoing("mail", group.members, event, url, params, chosen.mail_at, now) if chosen.mail_at else {}
    messages = await _outgoing("sms", group.members, event, url, params, chosen.sms_at, now) if chosen.sms_at else {}
    if chosen.chase:
        await begin_reaching(group.members, event, url, params, about, chosen.chase, mails, messages)


async def _note(group: Group, event: str, declared: Event, url: str, params: str, times: int) -> None:
    """In the inbox; where several of them make one line, those not yet read go up in the new one."""
    before = await _merged(group, event, url) if declared.many else {}
    await execute(
        """insert into notice (member, event, url, params, in_app, digest, times)
        select m, {}, {}, {}::jsonb, {}, {}, times from unnest({}::bigint[], {}::int[]) as told (m, times)""",
        event, url, params, group.plan.in_app, group.plan.digest, group.members,
        [times + before.get(member, 0) for member in group.members],
    )  # fmt: skip


async def _merged(group: Group, event: str, url: str) -> dict[int, int]:
    """How many, by member, the unread lines stood for that were taken away."""
    gone = await rows(
        """delete from notice where member = any({}) and event = {} and url = {} and read_at is null and in_app and digest = {}
        returning member, times""",
        group.members, event, url, group.plan.digest,
    )  # fmt: skip
    times: Counter[int] = Counter()
    for one in gone:
        times[one["member"]] += one["times"]
    return times


async def _outgoing(
    table: str, members: list[int], event: str, url: str, params: str, at: datetime, now: datetime
) -> dict[int, int]:
    """A row each in the outbox of mails or short messages, by member; those that are due have their job."""
    made = await rows(
        f"""insert into {table} (member, event, url, params, lang, next_try_at)
        select p.member, {{}}, {{}}, {{}}::jsonb, p.lang, {{}} from member_profile p
        where p.member = any({{}}) returning id, member""",
        event, url, params, at, members,
    )  # fmt: skip
    if at <= now and len(made) > ONE_JOB_EACH:
        await enqueue(f"send_waiting_{table}", {}, once_key=f"send_waiting_{table}")
    elif at <= now:
        for one in made:
            await enqueue(f"send_{table}", {table: one["id"]})
    return {one["member"]: one["id"] for one in made}


async def mail_to(address: str, event: str, url: str, *, lang: str, **params: Any) -> None:
    """A mail to an address, whether a member has it or not (a sign-in code, an invitation); sent before others."""
    async with transaction():
        made = await insert(Mail, address=address, event=event, url=url, params=frozen(params), lang=lang)
        await execute("update mail set next_try_at = app_now() where id = {}", made["id"])
        await enqueue("send_mail", {"mail": made["id"]}, priority=AT_ONCE)


async def sms_to(phone: str, event: str, url: str = "", *, lang: str, **params: Any) -> None:
    """A short message to a number (E.164), whether a member has it or not; sent before others."""
    async with transaction():
        made = await insert(Sms, phone=phone, event=event, url=url, params=frozen(params), lang=lang)
        await execute("update sms set next_try_at = app_now() where id = {}", made["id"])
        await enqueue("send_sms", {"sms": made["id"]}, priority=AT_ONCE)


async def mark_read(member: int, url: str) -> None:
    """A member's notices that lead to this address."""
    await execute(
        "update notice set read_at = app_now() where member = {} and read_at is null and in_app and url = {}", member, url
    )


async def mark_all_read(member: int) -> None:
    await execute("update notice set read_at = app_now() where member = {} and read_at is null and in_app", member)
