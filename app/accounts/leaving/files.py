"""Where a packed export lies: in the storage, under a name that can't be guessed."""

from collections.abc import AsyncIterator
from functools import cache
from pathlib import Path

import obstore
from obstore.store import ObjectStore, from_url

from app.settings import settings


@cache
def _store() -> ObjectStore:
    url = settings.storage_url
    return from_url(url, mkdir=True) if url.startswith("file:") else from_url(url)


async def put(name: str, file: Path) -> None:
    await obstore.put_async(_store(), f"exports/{name}", file)


async def stream(name: str) -> AsyncIterator[bytes] | None:
    """A piece at a time; None where it is gone."""
    try:
        found = await obstore.get_async(_store(), f"exports/{name}")
    except FileNotFoundError:
        return None
    return _pieces(found)


async def _pieces(found: "obstore.GetResult") -> AsyncIterator[bytes]:
    async for piece in found.stream(min_chunk_size=256 * 1024):
        yield bytes(piece)


async def delete(name: str) -> None:
    """Gone already is as good."""
    try:
        await obstore.delete_async(_store(), f"exports/{name}")
    except FileNotFoundError:
        return
