"""Whom nothing has reached: for staff, with what they need to reach them by hand."""

from typing import Any

from app.foundation.database import rows, value
from app.notifications.events import known_events
from app.notifications.mails import line_of
from app.notifications.params import names_in


async def count_unreached() -> int:
    return await value("select count(*) from (select from must_reach where state = 'staff' limit 100) n")


async def unreached() -> list[dict[str, Any]]:
    """The oldest first; addresses also where they refuse, since a person may know better."""
    found = await rows(
        """select r.id, r.member, r.event, r.url, r.params, 1 as times, r.created_at, e.why, e.at as since,
          array(select i.address from identity i where i.member = r.member and i.kind in ('email', 'phone')
            order by i.kind desc, i.is_first desc) as addresses
        from must_reach r join lateral (select why, at from must_reach_event e where e.subject = r.id order by id desc limit 1) e
          on true
        where r.state = 'staff' order by r.id limit 100"""
    )
    known = [one for one in found if one["event"] in known_events()]
    names = await names_in([*(one["params"] for one in known), *({"who": {"member": one["member"]}} for one in known)])
    return [one | {"line": line_of(one, names), "name": str(names.get(one["member"], ""))} for one in known]
