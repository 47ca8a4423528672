"""Who is told how: recipients with the same wishes, hours and addresses are one group, planned once and written at once."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from app.foundation.database import rows
from app.notifications.addresses import has_address
from app.notifications.events import Event
from app.notifications.kinds import kind_named
from app.notifications.rules import Hours, Plan, Reach, Told, Wish, plan
from app.notifications.sms.port import sms_is_offered

_GROUPS = f"""select coalesce(w.in_app, true) as in_app, coalesce(w.mail, '') as mail, coalesce(w.sms, false) as sms,
  h.quiet_from, h.quiet_until, coalesce(h.digest_at, 540) as digest_at, p.time_zone,
  {has_address("p.member", "email")} as has_mail, {has_address("p.member", "phone")} as has_phone,
  array_agg(p.member order by p.member) as members
from (select distinct coalesce(merged_into, id) as id from member where id = any({{}})) m
join member_profile p on p.member = m.id
left join notice_preference w on w.member = p.member and w.kind = {{}}
left join notice_hours h on h.member = p.member
group by 1, 2, 3, 4, 5, 6, 7, 8, 9"""


@dataclass(frozen=True, slots=True)
class Group:
    members: list[int]
    hours: Hours
    reach: Reach
    plan: Plan


def told_of(event: Event) -> Told:
    """Without a provider no event has a short message."""
    return Told(kind_named(event.kind), event.mail, bool(event.sms) and sms_is_offered(), event.falls)


def hours_of(found: dict[str, Any]) -> Hours:
    return Hours(found["time_zone"], found["quiet_from"], found["quiet_until"], found["digest_at"])


async def groups_of(member_ids: Iterable[int], event: Event, now: datetime) -> list[Group]:
    told = told_of(event)
    groups = []
    for found in await rows(_GROUPS, sorted(set(member_ids)), event.kind):
        hours, reach = hours_of(found), Reach(found["has_mail"], found["has_phone"])
        wish = Wish(found["in_app"], found["mail"], found["sms"])
        groups.append(Group(list(found["members"]), hours, reach, plan(told, wish, hours, reach, now)))
    return groups
