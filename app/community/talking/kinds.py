"""What can be talked about: each package's `talked.py` declares TALKED = {"idea": Talked(…)}, found here by that name."""

from collections.abc import Awaitable, Callable, Iterable
from dataclasses import dataclass
from functools import cache

from app.accounts.viewer import Viewer
from app.foundation.refusals import NotFound
from app.foundation.schema import declared


@dataclass(frozen=True, slots=True)
class Subject:
    """Something that is talked about, and whose it is.

    `author` and `co_authors` wear a badge, so does the brand's team; the author and the team may pin. `told`: who hears of
    new comments. `open`: whether comments are taken.
    """

    kind: str
    id: int
    public_id: str
    title: str
    url: str
    author: int | None = None
    co_authors: tuple[int, ...] = ()
    brand: int | None = None
    brand_name: str = ""
    told: tuple[int, ...] = ()
    is_open: bool = True

    @property
    def talk_url(self) -> str:
        return f"/threads/{self.kind}/{self.public_id}"


@dataclass(frozen=True, slots=True)
class Talked:
    """`find` by public id, NotFound where the viewer may not see it; `named` by ids, what is gone or hidden left out.

    `is_for_some`: not even that somebody spoke is told to whom `find` doesn't find it.
    """

    find: Callable[[Viewer, str], Awaitable[Subject]]
    named: Callable[[Iterable[int]], Awaitable[list[Subject]]]
    is_for_some: bool = False


@cache
def talked_kinds() -> dict[str, Talked]:
    return declared("talked", "TALKED")


async def find_subject(viewer: Viewer, kind: str, public_id: str) -> Subject:
    known = talked_kinds().get(kind)
    if known is None:
        raise NotFound
    return await known.find(viewer, public_id)
