"""A table of messages on their way: claimed before they are sent, several sent at once, each tried again ever later."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from typing import Any

from app.foundation.database import rows

Row = dict[str, Any]


@dataclass(frozen=True)
class Outbox:
    """`waits`: seconds until the next try, from the moment of a claim: what a killed worker held goes out after the same wait."""

    table: str
    waits: Sequence[int]
    tries: int
    batch: int = 50
    at_once: int = 5

    async def anything_waiting(self) -> bool:
        return bool(await rows(f"select 1 from {self.table} where sent_at is null and next_try_at <= app_now() limit 1"))

    async def claim(self, shown: str, *args: Any, only: int | None = None) -> list[Row]:
        """What is due (or that one, if it is), as `shown` selects it from `claimed`: one's own until its next try."""
        return await rows(
            f"""with due as (select id from {self.table} where ({{}}::bigint is null or id = {{}}::bigint)
                and sent_at is null and next_try_at <= app_now() order by id limit {self.batch} for update skip locked),
            claimed as (update {self.table} o set tries = o.tries + 1,
                next_try_at = case when o.tries + 1 < {self.tries}
                  then app_now() + make_interval(secs => ({{}}::int[])[o.tries + 1]) end
                from due where o.id = due.id returning o.*)
            {shown}""",
            only, only, list(self.waits), *args,
        )  # fmt: skip

    async def send_each(
        self, claimed: list[Row], send: Callable[[Row], Awaitable[Any]], note: Callable[[Row, Any], Awaitable[None]]
    ) -> bool:
        """Several on the wire at once, one at a time in the database. Whether there may be more."""
        gate, notes = asyncio.Semaphore(self.at_once), asyncio.Lock()

        async def through(message: Row) -> None:
            async with gate:
                outcome = await send(message)
            async with notes:
                await note(message, outcome)

        await asyncio.gather(*(through(message) for message in claimed))
        return len(claimed) == self.batch
