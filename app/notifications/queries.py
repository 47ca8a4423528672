"""A member's inbox, and the outbox that development reads in the browser."""

from typing import Any

from app.accounts.viewer import Viewer
from app.foundation.database import row, rows, value
from app.foundation.i18n import translate
from app.foundation.refusals import NotFound
from app.notifications.events import known_events
from app.notifications.params import shown
from app.settings import settings

A_PAGE = 30
MOST_COUNTED = 100


async def inbox(viewer: Viewer, page: int) -> list[dict[str, Any]]:
    """A page of notices, newest first, in the reader's language; one more than a page where there are older ones."""
    found = await rows(
        "select event, url, params, read_at, created_at from notice where member = {} order by id desc limit {} offset {}",
        viewer.id, A_PAGE + 1, A_PAGE * (page - 1),
    )  # fmt: skip
    events = known_events()
    return [
        one | {"line": translate(events[one["event"]].line, **shown(one["params"]))} for one in found if one["event"] in events
    ]


async def unread(member: int) -> int:
    """Counted up to a hundred."""
    return await value(
        "select count(*) from (select 1 from notice where member = {} and read_at is null limit {}) n", member, MOST_COUNTED
    )


_OUTBOX = """select m.id, m.created_at, m.event, m.url, m.params, m.sent_at, m.tries, m.fault, coalesce(p.lang, m.lang) as lang,
  coalesce(p.time_zone, {}) as time_zone, coalesce(nullif(m.address, ''), (select i.address from identity i
    where i.member = m.member and i.kind = 'email' order by i.id limit 1), '') as address
from mail m left join member_profile p on p.member = m.member"""


async def outbox(to: str = "") -> list[dict[str, Any]]:
    """The latest mails, whether sent or still waiting."""
    found = await rows(
        f"select * from ({_OUTBOX}) o where {{}} = '' or address = {{}} order by id desc limit 100",
        settings.time_zone.key, to, to,
    )  # fmt: skip
    return [mail for mail in found if mail["event"] in known_events()]


async def outgoing(mail_id: int) -> dict[str, Any]:
    found = await row(f"select * from ({_OUTBOX}) o where id = {{}}", settings.time_zone.key, mail_id)
    if found is None or found["event"] not in known_events():
        raise NotFound
    return found
