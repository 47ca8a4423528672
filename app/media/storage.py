"""Where picture files lie: a folder or a bucket, as the settings say; one name per picture and width."""

from functools import cache

import obstore
from obstore.store import ObjectStore, from_url

from app.settings import settings

MEDIA_TYPE = "image/webp"


@cache
def _store() -> ObjectStore:
    url = settings.storage_url
    return from_url(url, mkdir=True) if url.startswith("file:") else from_url(url)


def _path(public_id: str, width: int) -> str:
    return f"{public_id}/{width}.webp"


async def put(public_id: str, width: int, data: bytes) -> None:
    attributes = None if settings.storage_url.startswith("file:") else {"Content-Type": MEDIA_TYPE}
    await obstore.put_async(_store(), _path(public_id, width), data, attributes=attributes)


async def get(public_id: str, width: int) -> bytes | None:
    try:
        found = await obstore.get_async(_store(), _path(public_id, width))
    except FileNotFoundError:
        return None
    return bytes(await found.bytes_async())


async def delete(public_id: str, width: int) -> None:
    """Gone already is as good."""
    try:
        await obstore.delete_async(_store(), _path(public_id, width))
    except FileNotFoundError:
        return
