"""The past, played at high speed: app_now() is set back, walks forward from step to step, and ends where it was."""

from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from datetime import timedelta

from app.foundation.database import execute, value

Step = Callable[[], Awaitable[object]]


class Timeline:
    """Steps with the day on which they happen; those of one moment keep their order."""

    def __init__(self) -> None:
        self._steps: list[tuple[float, Step]] = []

    def at(self, day: float, step: Step) -> None:
        assert day <= 0, "the seeded world has no future"
        self._steps.append((day, step))

    async def play(self, told: Callable[[float], None] = lambda share: None) -> None:
        async with _own_clock() as set_back:
            for number, (day, step) in enumerate(sorted(self._steps, key=lambda one: one[0]), start=1):
                await set_back(day)
                await step()
                told(number / len(self._steps))


@asynccontextmanager
async def _own_clock() -> AsyncIterator[Callable[[float], Awaitable[None]]]:
    before: timedelta | None = await value("select shift from clock_shift")

    async def set_back(day: float) -> None:
        await _shift_to((before or timedelta()) + timedelta(days=day))

    try:
        yield set_back
    finally:
        if before is None:
            await execute("delete from clock_shift")
        else:
            await _shift_to(before)


async def _shift_to(shift: timedelta) -> None:
    await execute(
        "insert into clock_shift (shift) values ({}) on conflict (only_row) do update set shift = excluded.shift", shift
    )
