"""Members with addresses and wishes for the tests of notices, and words for what reached them."""

import itertools
from datetime import datetime, timedelta

from app.accounts.viewer import Viewer
from app.foundation import clock
from app.foundation.database import execute, rows, value
from app.notifications.rules import Hours, Wish
from tests.people import make_member

_numbers = itertools.count(1)


async def make_reader(
    *, mail: bool = True, phone: bool = False, kind: str = "", wish: Wish | None = None, hours: Hours | None = None
) -> Viewer:
    zone = hours.time_zone if hours else "Asia/Shanghai"
    member = await make_member(time_zone=zone)
    if not mail:
        await execute("delete from identity where member = {}", member.id)
    if phone:
        await execute(
            "insert into identity (member, kind, address, verified_at, is_first) values ({}, 'phone', {}, app_now(), true)",
            member.id, f"+86139{next(_numbers):08}",
        )  # fmt: skip
    if wish:
        await execute(
            "insert into notice_preference (member, kind, in_app, mail, sms) values ({}, {}, {}, {}, {})",
            member.id, kind, wish.in_app, wish.mail, wish.sms,
        )  # fmt: skip
    if hours:
        await execute(
            "insert into notice_hours (member, quiet_from, quiet_until, digest_at) values ({}, {}, {}, {})",
            member.id, hours.quiet_from, hours.quiet_until, hours.digest_at,
        )  # fmt: skip
    return member


async def at_noon(zone_hours_ahead: int = 8, hour: int = 12) -> datetime:
    """Move the clock to the next noon in Shanghai: nobody's night."""
    now = await clock.now()
    local = now + timedelta(hours=zone_hours_ahead)
    wanted = local.replace(hour=hour, minute=0, second=0, microsecond=0)
    if wanted <= local:
        wanted += timedelta(days=1)
    await clock.shift(wanted - local)
    return await clock.now()


async def states() -> list[str]:
    return [one["state"] for one in await rows("select state from must_reach order by id")]


async def steps() -> list[tuple[str, str]]:
    return [(one["state"], one["why"]) for one in await rows("select state, why from must_reach_event order by id")]


async def count(table: str) -> int:
    return await value(f"select count(*) from {table}")
