"""Choosing: how each kind is told, when to be left alone; stopping a mail's kind by its link, and taking that back."""

from collections.abc import Mapping

from app.accounts.viewer import Viewer
from app.foundation import clock
from app.foundation.database import execute, transaction
from app.notifications.choosing.queries import whose_mail, wishes_of
from app.notifications.completing import DIGEST
from app.notifications.digests.actions import reschedule
from app.notifications.events import known_events
from app.notifications.kinds import DAILY, NEVER, WEEKLY
from app.notifications.rules import Hours, Wish


async def choose(viewer: Viewer, wishes: Mapping[str, Wish], hours: Hours) -> None:
    async with transaction():
        for kind, wish in wishes.items():
            await execute(
                """insert into notice_preference (member, kind, in_app, mail, sms) values ({}, {}, {}, {}, {})
                on conflict (member, kind) do update
                set in_app = excluded.in_app, mail = excluded.mail, sms = excluded.sms, mail_before = ''""",
                viewer.id, kind, wish.in_app, wish.mail, wish.sms,
            )  # fmt: skip
            if wish.mail not in (DAILY, WEEKLY):
                await _collect_no_more(viewer.id, kind)
        await execute(
            """insert into notice_hours (member, quiet_from, quiet_until, digest_at) values ({}, {}, {}, {})
            on conflict (member) do update set quiet_from = excluded.quiet_from, quiet_until = excluded.quiet_until,
              digest_at = excluded.digest_at""",
            viewer.id, hours.quiet_from, hours.quiet_until, hours.digest_at,
        )  # fmt: skip
        await reschedule(viewer.id, hours, await clock.now())


async def _collect_no_more(member: int, kind: str) -> None:
    events = [name for name, event in known_events().items() if event.kind == kind]
    await execute("update notice set digest = '' where member = {} and digest <> '' and event = any({})", member, events)


async def stop_mails(subject: str, key: str) -> None:
    """No more mails of this kind; what it was before is kept, to be taken back. Safe to ask twice."""
    member, kind = await whose_mail(subject, key)
    wishes = await wishes_of(member)
    kinds = [name for name, wish in wishes.items() if wish.mail in (DAILY, WEEKLY)] if kind == DIGEST else [kind]
    async with transaction():
        for name in kinds:
            await execute(
                """insert into notice_preference as p (member, kind, mail, mail_before) values ({}, {}, {}, {})
                on conflict (member, kind) do update set mail = excluded.mail, mail_before = p.mail
                where p.mail <> excluded.mail""",
                member, name, NEVER, wishes[name].mail,
            )  # fmt: skip
            await _collect_no_more(member, name)


async def resume_mails(subject: str, key: str) -> None:
    """What the link had stopped comes again as before."""
    member, kind = await whose_mail(subject, key)
    before = [DAILY, WEEKLY] if kind == DIGEST else []
    await execute(
        """update notice_preference set mail = mail_before, mail_before = ''
        where member = {} and mail = {} and mail_before <> '' and (kind = {} or mail_before = any({}))""",
        member, NEVER, kind, before,
    )  # fmt: skip
