"""A member's inbox, and the outbox that development reads in the browser."""

from dataclasses import dataclass
from typing import Any

from app.accounts.viewer import Viewer
from app.foundation.database import row, rows
from app.foundation.gathering import Gathering
from app.foundation.planned import planned_rows
from app.foundation.refusals import NotFound
from app.notifications.addresses import address_of
from app.notifications.completing import complete
from app.notifications.events import known_events
from app.notifications.mails import line_of
from app.notifications.params import names_in
from app.settings import settings

A_PAGE = 30
MOST_COUNTED = 100


async def inbox(viewer: Viewer, page: int) -> list[dict[str, Any]]:
    """A page of notices, newest first, in the reader's language; one more than a page where there are older ones."""
    found = await rows(
        """select id, event, url, params, times, read_at, created_at from notice where member = {} and in_app
        order by id desc limit {} offset {}""",
        viewer.id, A_PAGE + 1, A_PAGE * (page - 1),
    )  # fmt: skip
    known = [one for one in found if one["event"] in known_events()]
    names = await names_in(one["params"] for one in known)
    return [one | {"line": line_of(one, names)} for one in known]


@dataclass(frozen=True, slots=True)
class Bell:
    """How many are unread, counted up to a hundred, and a mark that changes with every new or read notice."""

    unread: int
    mark: str


async def _bells_of(members: list[int]) -> list[Bell]:
    found = await planned_rows(
        """select n.unread, n.newest from unnest({}::bigint[]) with ordinality as a (member, place)
        cross join lateral (select count(*) as unread, coalesce(max(id), 0) as newest from
          (select id from notice where member = a.member and read_at is null and in_app order by id desc limit {}) latest) n
        order by a.place""",
        members, MOST_COUNTED,
    )  # fmt: skip
    return [Bell(one["unread"], f"{one['unread']}-{one['newest']}") for one in found]


# Every page asks this of everybody signed in; it is answered from one index.
_bell = Gathering(_bells_of)


async def bell_of(member: int) -> Bell:
    return await _bell(member)


_OUTBOX = f"""select m.id, m.created_at, m.member, m.event, m.url, m.params, m.sent_at, m.tries, m.fault,
  coalesce(p.lang, m.lang) as lang,
  coalesce(p.time_zone, {{}}) as time_zone, coalesce(nullif(m.address, ''), {address_of("m.member", "email")}, '') as address
from mail m left join member_profile p on p.member = m.member"""


async def outbox(to: str = "") -> list[dict[str, Any]]:
    """The latest mails, whether sent or still waiting."""
    found = await rows(
        f"select * from ({_OUTBOX}) o where {{}} = '' or address = {{}} order by id desc limit 100",
        settings.time_zone.key, to, to,
    )  # fmt: skip
    return await complete([mail for mail in found if mail["event"] in known_events()], making=False)


async def outgoing(mail_id: int) -> dict[str, Any]:
    found = await row(f"select * from ({_OUTBOX}) o where id = {{}}", settings.time_zone.key, mail_id)
    if found is None or found["event"] not in known_events():
        raise NotFound
    return (await complete([found], making=False))[0]
