"""What can be followed: each package's `followed.py` declares FOLLOWED, found here by that name."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from functools import cache

from app.accounts.viewer import Viewer
from app.foundation.refusals import NotFound
from app.foundation.schema import declared


@dataclass(frozen=True, slots=True)
class Subject:
    """Something that can be followed, as its follower sees it."""

    id: int
    title: str
    url: str


@dataclass(frozen=True, slots=True)
class Followed:
    """`find` by public id, NotFound where the viewer may not see it; `named` for lists, what is gone or hidden left out."""

    find: Callable[[Viewer, str], Awaitable[Subject]]
    named: Callable[[list[int]], Awaitable[list[Subject]]]


@cache
def followed_kinds() -> dict[str, Followed]:
    return declared("followed", "FOLLOWED")


async def find_followed(viewer: Viewer, kind: str, public_id: str) -> Subject:
    known = followed_kinds().get(kind)
    if known is None:
        raise NotFound
    return await known.find(viewer, public_id)
