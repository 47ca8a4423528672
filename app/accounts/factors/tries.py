"""How often somebody may guess: a few times a quarter of an hour, a few dozen a day, whatever network they come from."""

from datetime import timedelta

from app.accounts.limits import limit
from app.foundation.database import execute
from app.foundation.i18n import N_
from app.foundation.refusals import SlowDown

A_WHILE, A_DAY = timedelta(minutes=15), timedelta(days=1)


async def count_try(what: str, member: int, *, most: int = 6, in_a_day: int = 40) -> None:
    """Before anything is compared."""
    try:
        await limit(what, str(member), most=most, within=A_WHILE)
        await limit(f"{what}-day", str(member), most=in_a_day, within=A_DAY)
    except SlowDown:
        raise SlowDown(N_("试得太多次了。过一刻钟再来，或者换一种方式验证。")) from None


async def forget_tries(what: str, member: int) -> None:
    """It was them."""
    await execute("delete from rate_limit where key in ({}, {})", f"{what}:{member}", f"{what}-day:{member}")
