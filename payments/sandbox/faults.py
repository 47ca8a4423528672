"""Faults on demand, seeded: what shall go wrong, where, how often."""

import random
from dataclasses import dataclass
from fnmatch import fnmatchcase
from typing import Any

import asyncpg

API_KINDS = ("error_before", "error_after", "lost_answer", "rate_limited", "slow", "truncated")
WEBHOOK_KINDS = ("duplicated", "shuffled", "late", "lost", "forged")
KINDS = (*API_KINDS, *WEBHOOK_KINDS, "refund_fails")


@dataclass(slots=True)
class Fault:
    """`match`: a pattern over "POST /v1/…", an event's type, or a refund's way of payment. No `times` means always."""

    id: int
    kind: str
    match: str
    times: int | None
    probability: float
    seed: int
    seconds: float
    met: int = 0
    hits: int = 0

    def strikes(self) -> bool:
        """The same seed and the same sequence of requests give the same faults."""
        self.met += 1
        if self.times is not None and self.hits >= self.times:
            return False
        struck = random.Random(f"{self.seed}:{self.met}").random() < self.probability
        self.hits += struck
        return struck

    def shown(self) -> dict[str, Any]:
        return {name: getattr(self, name) for name in self.__slots__}


_faults: list[Fault] = []
_pool: asyncpg.Pool | None = None


def _from_row(row: asyncpg.Record) -> Fault:
    return Fault(id=row["id"], met=row["met"], hits=row["hits"], **row["spec"])


async def load(pool: asyncpg.Pool) -> None:
    global _pool
    _pool = pool
    _faults[:] = [_from_row(row) for row in await pool.fetch("select * from faults order by id")]


def spec_of(asked: dict[str, Any]) -> dict[str, Any]:
    kind = asked.get("kind")
    if kind not in KINDS:
        raise ValueError(f"kind must be one of {', '.join(KINDS)}")
    times = asked.get("times")
    return {
        "kind": kind,
        "match": str(asked.get("match", "*")),
        "times": None if times is None else int(times),
        "probability": float(asked.get("probability", 1)),
        "seed": int(asked.get("seed", 0)),
        "seconds": float(asked.get("seconds", 2)),
    }


async def add(asked: dict[str, Any]) -> Fault:
    assert _pool is not None
    row = await _pool.fetchrow("insert into faults (spec) values ($1) returning *", spec_of(asked))
    _faults.append(_from_row(row))
    return _faults[-1]


async def clear() -> None:
    assert _pool is not None
    _faults.clear()
    await _pool.execute("delete from faults")


def all_faults() -> list[Fault]:
    return list(_faults)


async def strikes(kinds: str | tuple[str, ...], subject: str) -> Fault | None:
    """The first fault of these kinds that hits this subject now."""
    wanted = (kinds,) if isinstance(kinds, str) else kinds
    for fault in _faults:
        if fault.kind in wanted and fnmatchcase(subject, fault.match):
            struck = fault.strikes()
            assert _pool is not None
            await _pool.execute("update faults set met = $2, hits = $3 where id = $1", fault.id, fault.met, fault.hits)
            if struck:
                return fault
    return None
