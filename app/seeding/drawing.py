"""Pictures of the seeded world: drawn and encoded in processes of their own while the past is being played."""

import asyncio
import io
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from contextlib import contextmanager
from multiprocessing import get_context

from PIL import Image

from app.media.rendering import Rendered, render
from app.web import drawings

# Large enough for a phone and a list; drawing larger ones would make the first start wait.
IDEA, COVER, MARK = (760, 570), (960, 600), 200
_Drawn = tuple[str, str, str]  # what, seed, kind


def _idea(seed: str, kind: str) -> Image.Image:
    return drawings.draw_idea(seed, kind, IDEA)


def _detail(seed: str, kind: str) -> Image.Image:
    return drawings.draw_detail(seed, kind, IDEA)


def _cover(seed: str, kind: str) -> Image.Image:
    return drawings.draw_campaign_cover(seed, kind, COVER)


def _avatar(seed: str, _: str) -> Image.Image:
    return drawings.draw_avatar(seed, MARK)


def _logo(seed: str, _: str) -> Image.Image:
    return drawings.draw_logo(seed, MARK)


PENS: dict[str, Callable[[str, str], Image.Image]] = {
    "idea": _idea, "detail": _detail, "cover": _cover, "avatar": _avatar, "logo": _logo,
}  # fmt: skip


def _draw(what: str, seed: str, kind: str) -> Rendered:
    out = io.BytesIO()
    PENS[what](seed, kind).save(out, "PNG", compress_level=1)
    return render(out.getvalue())


class Studio:
    """Draws what was ordered, in that order; a picture is waited for when it is needed."""

    def __init__(self, pool: ProcessPoolExecutor) -> None:
        self._pool = pool
        self._orders: dict[_Drawn, Future[Rendered]] = {}

    def order(self, what: str, seed: str, kind: str = "") -> None:
        self._orders[what, seed, kind] = self._pool.submit(_draw, what, seed, kind)

    async def picture(self, what: str, seed: str, kind: str = "") -> Rendered:
        return await asyncio.wrap_future(self._orders[what, seed, kind])

    def order_idea(self, seed: str, kinds: Sequence[str]) -> None:
        for picture in pictures_of(seed, kinds):
            self.order(*picture)

    async def idea(self, seed: str, kinds: Sequence[str]) -> list[Rendered]:
        return list(await asyncio.gather(*(self.picture(*picture) for picture in pictures_of(seed, kinds))))


def pictures_of(seed: str, kinds: Sequence[str]) -> list[_Drawn]:
    """The thing itself; a second mention of it shows it from nearer."""
    return [("detail" if kind in kinds[:at] else "idea", seed, kind) for at, kind in enumerate(kinds)]


@contextmanager
def studio() -> Iterator[Studio]:
    pool = ProcessPoolExecutor(max_workers=2, mp_context=get_context("spawn"))
    try:
        yield Studio(pool)
    finally:
        pool.shutdown(cancel_futures=True)
