"""Rate limits that hold across processes: counted in the database, one statement each."""

from datetime import timedelta

from app.foundation.database import value
from app.foundation.refusals import SlowDown

A_WHILE = timedelta(minutes=15)


async def limit(what: str, key: str, *, most: int, within: timedelta) -> None:
    """SlowDown when `what` is done by `key` more than `most` times in the current window."""
    times = await value(
        """insert into rate_limit as l (key, ends_at, times) values ({}, app_now() + {}::interval, 1)
        on conflict (key) do update set
          times = case when l.ends_at <= app_now() then 1 else l.times + 1 end,
          ends_at = case when l.ends_at <= app_now() then excluded.ends_at else l.ends_at end
        returning times""",
        f"{what}:{key}"[:120], within,
    )  # fmt: skip
    if times > most:
        raise SlowDown


async def limit_for(address: str, place: str, what: str, *, most: int, in_all: int) -> None:
    """Of one address, from one place and in all: a single stranger elsewhere can't use up what its owner needs."""
    await limit(what, f"{place} {address}", most=most, within=A_WHILE)
    await limit(what, address, most=in_all, within=A_WHILE)
