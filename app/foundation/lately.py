"""Public numbers that many look at: summed once in a moment, however many ask."""

import asyncio
import time
from collections import OrderedDict
from collections.abc import Awaitable, Callable
from contextvars import Context
from typing import Generic, TypeVar

from app.foundation.database import engine

Key = TypeVar("Key")
Found = TypeVar("Found")
MOST_KEPT = 4096

_all: list["Lately"] = []


class Lately(Generic[Key, Found]):
    """Inside a transaction it is asked anew: a verb sees what it wrote."""

    def __init__(self, find: Callable[[Key], Awaitable[Found]], seconds: float = 2.0) -> None:
        self.find, self.seconds = find, seconds
        self.kept: OrderedDict[Key, tuple[float, Found]] = OrderedDict()
        self.finding: dict[Key, asyncio.Task[Found]] = {}
        _all.append(self)

    async def __call__(self, key: Key) -> Found:
        if engine().current_transaction.get() is not None:
            return await self.find(key)
        kept = self.kept.get(key)
        if kept is not None and kept[0] > time.monotonic():
            return kept[1]
        under_way = self.finding.get(key)
        if under_way is None:
            # A context of its own: nothing of whoever happened to come first belongs to the answer.
            under_way = self.finding[key] = asyncio.get_running_loop().create_task(self._find(key), context=Context())
            under_way.add_done_callback(lambda _: self.finding.pop(key, None))
        return await asyncio.shield(under_way)

    async def _find(self, key: Key) -> Found:
        begun = time.monotonic()
        found = await self.find(key)
        self.kept[key] = (begun + self.seconds, found)
        self.kept.move_to_end(key)
        while len(self.kept) > MOST_KEPT:
            self.kept.popitem(last=False)
        return found


def forget() -> None:
    """For tests, each of which has a database of its own."""
    for one in _all:
        one.kept.clear()
        one.finding.clear()
