"""Mail on its way: claimed before it is sent, tried again ever later, kept with its fault in the end."""

import logging
import re
from dataclasses import dataclass
from typing import Any
from urllib.parse import unquote, urlsplit

import aiosmtplib

from app.foundation.database import execute
from app.notifications.addresses import address_of
from app.notifications.completing import complete
from app.notifications.events import known_events
from app.notifications.mails import message, write
from app.notifications.outbox import Outbox
from app.notifications.reachability import note_reachable, note_unreachable
from app.settings import settings

OUTBOX = Outbox("mail", waits=(60, 300, 1800, 7200, 21600, 86400), tries=6)
STALE = "interval '1 hour'"  # a secret older than this is no use to anybody
_SHOWN = f"""
select c.id, c.created_at, c.member, c.event, c.url, c.params, c.tries, c.created_at < app_now() - {STALE} as is_stale,
  coalesce(p.lang, c.lang) as lang, coalesce(p.time_zone, {{}}) as time_zone,
  case when c.member is null then c.address else coalesce({address_of("c.member", "email")}, '') end as address,
  c.member is null and exists (select from unreachable u join identity i on i.id = u.identity
    where i.kind = 'email' and i.address = c.address) as is_doubted
from claimed c left join member_profile p on p.member = c.member
"""

log = logging.getLogger("zhizao.mail")


def can_send() -> bool:
    """Without a mail server, development keeps its mail readable in the browser; production keeps it waiting."""
    return bool(settings.smtp_url) or not settings.is_production


async def send_one(mail_id: int) -> None:
    await _send_claimed(only=mail_id)


async def send_waiting() -> None:
    """All that is due, a batch at a time."""
    while await _send_claimed():
        pass


async def _send_claimed(only: int | None = None) -> bool:
    if not can_send():
        log.error("Mail is waiting, but SMTP_URL is not set: nothing can be sent.")
        return False
    claimed = await complete(await OUTBOX.claim(_SHOWN, settings.time_zone.key, only=only))
    return await OUTBOX.send_each(claimed, _fault_of_sending, _note)


@dataclass(frozen=True, slots=True)
class Fault:
    text: str
    for_good: bool = False
    refuses: bool = False  # the mailbox itself, not the server or this one mail


async def _fault_of_sending(mail: dict[str, Any]) -> Fault | None:
    """None when the mail is out."""
    event = known_events().get(mail["event"])
    if event is None:
        return Fault(f"no event is called {mail['event']}", for_good=True)
    if not mail["address"]:
        return Fault("the member has no address any more", for_good=True)
    if event.secret and mail["is_stale"]:
        return Fault("too old to be of use", for_good=True)
    try:
        if settings.smtp_url:
            await _over_smtp(mail)
    except (aiosmtplib.SMTPRecipientsRefused, aiosmtplib.SMTPRecipientRefused) as error:
        return _refusal(error)
    except (aiosmtplib.SMTPException, OSError, TimeoutError, ValueError) as error:
        return Fault(f"{type(error).__name__}: {error}"[:500])
    return None


# “Not here” and its kin; 552 is a full mailbox, 554 and enhanced codes 5.7.x are about us or this mail.
GONE_FOR_GOOD = (550, 551, 553, 556)


def _refusal(error: aiosmtplib.SMTPRecipientsRefused | aiosmtplib.SMTPRecipientRefused) -> Fault:
    """5xx for the recipient ends this mail; where it says that nobody is there, also the address."""
    one = error.recipients[0] if isinstance(error, aiosmtplib.SMTPRecipientsRefused) else error
    for_good = 500 <= one.code < 600
    refuses = one.code in GONE_FOR_GOOD and not re.match(r"5\.[27]\.", one.message)
    return Fault(f"{one.code} {one.message}"[:500], for_good, refuses)


async def _note(mail: dict[str, Any], fault: Fault | None) -> None:
    if fault:
        log.warning("mail %s, try %s of %s: %s", mail["id"], mail["tries"], OUTBOX.tries, fault.text)
        has_others = fault.refuses and mail["member"]  # the next try goes to their next address, if there is one
        ended = "next_try_at = null," if fault.for_good and not has_others else ""
        await execute(f"update mail set {ended} fault = {{}} where id = {{}}", fault.text, mail["id"])
        if fault.refuses:
            await note_unreachable(mail["address"], fault.text)
        return
    if mail["is_doubted"]:
        await note_reachable(mail["address"])
    forgotten = "params = jsonb_build_object(), url = ''," if settings.smtp_url and known_events()[mail["event"]].secret else ""
    await execute(f"update mail set {forgotten} sent_at = app_now(), next_try_at = null, fault = '' where id = {{}}", mail["id"])


async def _over_smtp(mail: dict[str, Any]) -> None:
    server = urlsplit(settings.smtp_url)
    is_tls = server.scheme == "smtps"
    await aiosmtplib.send(
        message(write(mail), mail),
        hostname=server.hostname,
        port=server.port or (465 if is_tls else 587),
        username=unquote(server.username) if server.username else None,
        password=unquote(server.password) if server.password else None,
        use_tls=is_tls,
        timeout=20,
    )
