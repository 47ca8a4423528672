"""Where drawn pictures lie: beside the uploaded ones, in a folder of their own."""

from functools import cache

import obstore
from obstore.store import ObjectStore, from_url

from app.settings import settings

MEDIA_TYPE = "image/jpeg"


@cache
def _store() -> ObjectStore:
    url = settings.storage_url
    return from_url(url, mkdir=True) if url.startswith("file:") else from_url(url)


def _path(name: str, digest: str) -> str:
    return f"drawn/{name}/{digest}.jpg"


async def put(name: str, digest: str, data: bytes) -> None:
    attributes = None if settings.storage_url.startswith("file:") else {"Content-Type": MEDIA_TYPE}
    await obstore.put_async(_store(), _path(name, digest), data, attributes=attributes)


async def get(name: str, digest: str) -> bytes | None:
    try:
        found = await obstore.get_async(_store(), _path(name, digest))
    except FileNotFoundError:
        return None
    return bytes(await found.bytes_async())


async def delete(name: str, digest: str) -> None:
    """Gone already is as good."""
    try:
        await obstore.delete_async(_store(), _path(name, digest))
    except FileNotFoundError:
        return
