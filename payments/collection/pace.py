"""One pace for all workers: confirms go out so many a second, and everybody waits after refusals for haste."""

import asyncio

from app.foundation.database import execute, value
from payments.collection.rules import CONFIRMS_A_SECOND, pause_after

NAME = "confirm"


async def wait_for_turn() -> None:
    """A place in the row, taken in one statement by the machine's clock; then the wait until it comes."""
    seconds = await value(
        """insert into pace as p (name, next_at) values ({}, clock_timestamp() + {} * interval '1 second')
        on conflict (name) do update set next_at = greatest(p.next_at, clock_timestamp()) + {} * interval '1 second'
        returning extract(epoch from next_at - clock_timestamp())::float - {}""",
        NAME, 1 / CONFIRMS_A_SECOND, 1 / CONFIRMS_A_SECOND, 1 / CONFIRMS_A_SECOND,
    )  # fmt: skip
    if seconds > 0:
        await asyncio.sleep(seconds)


async def was_busy() -> None:
    """The provider refused for haste: at the third in a row the whole batch pauses."""
    times = await value("update pace set busy_in_a_row = busy_in_a_row + 1 where name = {} returning busy_in_a_row", NAME)
    await execute(
        "update pace set next_at = greatest(next_at, clock_timestamp() + {}::interval) where name = {}",
        pause_after(times or 0),
        NAME,
    )


async def was_heard() -> None:
    await execute("update pace set busy_in_a_row = 0 where name = {} and busy_in_a_row > 0", NAME)


async def pauses() -> bool:
    """Whether the batch should rather come back later than wait here."""
    return bool(await value("select next_at > clock_timestamp() + interval '5 seconds' from pace where name = {}", NAME))
