"""Who is told how: recipients with the same wishes, hours and addresses are one group, planned once and written at once."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from app.foundation.database import rows
from app.notifications.events import Event
from app.notifications.kinds import kind_named
from app.notifications.rules import Hours, Plan, Reach, Told, Wish, plan
from app.notifications.sms.port import sms_is_offered

# Each table is asked once for all of them: looked up one by one, fifty thousand take minutes.
_GROUPS = """with told as (select distinct coalesce(merged_into, id) as member from member where id = any({})),
reachable as (select member, bool_or(kind = 'email') as by_mail, bool_or(kind = 'phone') as by_phone from (
    select i.member, i.kind from identity i join told using (member) left join unreachable u on u.identity = i.id
    where i.verified_at is not null and u.id is null
    union all select g.member, 'email' from guest g join told using (member)) as known group by member)
select coalesce(w.in_app, true) as in_app, coalesce(w.mail, '') as mail, coalesce(w.sms, false) as sms,
  h.quiet_from, h.quiet_until, coalesce(h.digest_at, 540) as digest_at, p.time_zone,
  coalesce(r.by_mail, false) as has_mail, coalesce(r.by_phone, false) as has_phone,
  array_agg(p.member order by p.member) as members
from told join member_profile p using (member)
left join reachable r using (member)
left join notice_preference w on w.member = p.member and w.kind = {}
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
