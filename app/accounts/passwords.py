"""Passwords: argon2id, computed in a thread, a few at a time."""

import asyncio
from functools import cache

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

# OWASP's floor: about 32 ms and 19 MiB each.
_hasher = PasswordHasher(time_cost=2, memory_cost=19456, parallelism=1)
_few = asyncio.Semaphore(4)


@cache
def _nobodys_hash() -> str:
    return _hasher.hash("nobody's")


async def hashed(password: str) -> str:
    async with _few:
        return await asyncio.to_thread(_hasher.hash, password)


async def fits(password: str, kept: str | None) -> bool:
    """Takes as long where there is no password to compare with."""
    async with _few:
        return await asyncio.to_thread(_fits, password, kept)


def _fits(password: str, kept: str | None) -> bool:
    try:
        return _hasher.verify(kept or _nobodys_hash(), password) and kept is not None
    except (VerificationError, InvalidHashError):
        return False


def is_outdated(kept: str) -> bool:
    return _hasher.check_needs_rehash(kept)
