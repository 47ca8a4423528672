"""Sizes of pictures, so that pages can hold their place before they arrive."""

from collections.abc import Iterable
from dataclasses import dataclass

from app.foundation.database import rows


@dataclass(frozen=True, slots=True)
class Shown:
    """A picture for the macro `picture` of templates/media/_picture.html."""

    public_id: str
    width: int
    height: int


async def pictures(public_ids: Iterable[str]) -> dict[str, Shown]:
    found = await rows("select public_id, width, height from picture where public_id = any({})", list(public_ids))
    return {one["public_id"]: Shown(**one) for one in found}
