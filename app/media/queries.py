"""Sizes of pictures, so that pages can hold their place before they arrive; and who may see one."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from app.foundation.database import rows
from app.foundation.gathering import Gathering
from app.media.withholding.queries import is_withheld


@dataclass(frozen=True, slots=True)
class Shown:
    """A picture for the macro `picture` of templates/media/_picture.html."""

    public_id: str
    width: int
    height: int


async def pictures(public_ids: Iterable[str]) -> dict[str, Shown]:
    found = await rows("select public_id, width, height from picture where public_id = any({})", list(public_ids))
    return {one["public_id"]: Shown(**one) for one in found}


async def _look_up(public_ids: list[str]) -> list[dict[str, Any] | None]:
    found = await rows("select public_id, owner, attached from picture where public_id = any({})", public_ids)
    by_id = {one["public_id"]: one for one in found}
    return [by_id.get(each) for each in public_ids]


_picture = Gathering(_look_up)
_public: set[str] = set()  # what is attached stays so: asked once in each process
MOST_KNOWN = 200_000


async def is_on_view(public_id: str) -> bool:
    """Attached to something, so shown to everybody; drops out of sight with its file, or when staff withholds it."""
    if await is_withheld(public_id):
        return False
    if public_id in _public:
        return True
    found = await _picture(public_id)
    if found is None or not found["attached"]:
        return False
    if len(_public) >= MOST_KNOWN:
        _public.clear()
    _public.add(public_id)
    return True


async def is_owned_by(public_id: str, member: int) -> bool:
    found = await _picture(public_id)
    return found is not None and found["owner"] == member
