"""Which pictures are out of sight: few, so each process holds them all, at most two seconds old."""

import time
from dataclasses import dataclass, field

from app.foundation.database import rows

LASTING = 2.0


@dataclass(slots=True)
class _Copy:
    ids: frozenset[str] = field(default_factory=frozenset)
    until: float = 0.0


_copy = _Copy()


async def renew() -> None:
    _copy.until = time.monotonic() + LASTING  # the others go on with what there is while this one reads
    _copy.ids = frozenset(one["public_id"] for one in await rows("select public_id from withheld_picture"))


async def is_withheld(public_id: str) -> bool:
    if _copy.until <= time.monotonic():
        await renew()
    return public_id in _copy.ids


async def withheld_among(public_ids: list[str]) -> list[str]:
    return [
        one["public_id"] for one in await rows("select public_id from withheld_picture where public_id = any({})", public_ids)
    ]
