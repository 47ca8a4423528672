"""Telling people: rows in the caller's transaction; the mail itself goes out later, from the job queue."""

from collections.abc import Iterable
from typing import Any

from app.foundation.database import execute, insert, rows, transaction
from app.foundation.queue import enqueue
from app.notifications.events import known_events
from app.notifications.params import frozen
from app.notifications.sms.port import sms_is_offered
from app.notifications.sms.tables import Sms
from app.notifications.tables import Mail

__all__ = ["mail_to", "mark_read", "notify", "sms_is_offered", "sms_to"]

ONE_JOB_EACH = 20  # beyond so many recipients one job sends all that waits
AT_ONCE = 100  # pgqueuer: higher goes first


async def notify(member_ids: Iterable[int | None], event: str, url: str, **params: Any) -> None:
    """Tell members, in the app and, where the event says so, by mail. `params` may be text, numbers, Money, dates, Said."""
    declared = known_events()[event]
    told = sorted({one for one in member_ids if one})
    if not told:
        return
    kept = frozen(params)
    async with transaction():
        await execute(
            "insert into notice (member, event, url, params) select unnest({}::bigint[]), {}, {}, {}::jsonb",
            told,
            event,
            url,
            kept,
        )
        if declared.mail:
            await _mail_members(told, event, url, kept)


async def _mail_members(told: list[int], event: str, url: str, params: str) -> None:
    """Only those who have an address get a mail's row."""
    mails = await rows(
        """insert into mail (member, address, event, url, params, lang, next_try_at)
        select p.member, '', {}, {}, {}::jsonb, p.lang, app_now() from member_profile p
        where p.member = any({}) and exists (select 1 from identity i
          where i.member = p.member and i.kind = 'email' and i.verified_at is not null)
        returning id""",
        event, url, params, told,
    )  # fmt: skip
    if len(mails) > ONE_JOB_EACH:
        await enqueue("send_waiting_mail", {}, once_key="send_waiting_mail")
        return
    for mail in mails:
        await enqueue("send_mail", {"mail": mail["id"]})


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


async def mark_read(member: int, url: str = "") -> None:
    """All of a member's notices, or those that lead to this address."""
    await execute(
        "update notice set read_at = app_now() where member = {} and read_at is null and ({} = '' or url = {})", member, url, url
    )
