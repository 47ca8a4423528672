"""Pages that all who are signed in see alike but for a few places: rendered once a second, and each viewer's own put in.

For a page of which nothing but the masthead and places that it names itself depends on who looks (what else asks for the viewer
fails, rather than show one member what belongs to another). The language, the light and the zone are part of what is kept.
"""

import asyncio
import time
from collections import OrderedDict
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

from litestar import Request
from litestar.response import Response
from markupsafe import Markup

from app.accounts.viewer import ANONYMOUS, Viewer
from app.foundation.i18n import zone
from app.foundation.refusals import NotFound
from app.web import slots
from app.web.flash import flash_of
from app.web.page_cache import asked_alike
from app.web.pages import own_headers, own_link, page, render_for, whole

LASTING = 1.0
MOST_PAGES = 64  # of some 60 kB
# No text holds a zero byte: forms drop it, addresses with one are refused, and so does the database.
_EDGE, _BETWEEN = "\x00.", "\x00|"

Particulars = tuple[int, ...]


class Everybody:
    """Who looks while a page for all is rendered. Templates that ask anything else of the viewer can't be such pages."""

    id = 0
    is_signed_in = True


@dataclass(frozen=True, slots=True)
class Choosing:
    """The places that a page names itself: what stands for the viewer's own in its template, and which variant each sees.

    `choose` answers with a variant's number or, where it depends on more, with the very markup. `asked_as` is whose page
    the context is found for, `seen_by` who looks in the template; pages of one address for different `sorts` are kept apart.
    """

    context: dict[str, Any]
    choose: Callable[[Viewer, Sequence[Particulars]], Awaitable[Sequence[int | bytes]]]
    asked_as: Viewer = ANONYMOUS
    seen_by: Any = field(default_factory=Everybody)
    sort: str = ""


@dataclass(frozen=True, slots=True)
class _Place:
    particulars: Particulars
    variants: tuple[bytes, ...]

    def chosen(self, choice: int | bytes) -> bytes:
        return choice if isinstance(choice, bytes) else self.variants[choice]


@dataclass(frozen=True, slots=True)
class _Kept:
    until: float
    pieces: list[bytes | _Place | str]

    @property
    def places(self) -> list[Particulars]:
        return [one.particulars for one in self.pieces if isinstance(one, _Place)]

    def filled(self, named: dict[str, bytes], chosen: Sequence[int | bytes]) -> bytes:
        choice = iter(chosen)
        return b"".join(
            one if isinstance(one, bytes) else named[one] if isinstance(one, str) else one.chosen(next(choice))
            for one in self.pieces
        )


def place(particulars: Particulars, *variants: str) -> Markup:
    """In a page for all: what each viewer sees is one of these."""
    return Markup(_EDGE + _BETWEEN.join((" ".join(map(str, particulars)), *variants)) + _EDGE)  # noqa: S704 - variants are markup


def _named(name: str) -> Markup:
    return Markup(f"{_EDGE}{name}{_EDGE}")  # noqa: S704


_NAMED = {"bell": _named("bell"), "own_link": _named("own_link")}
_pages: OrderedDict[tuple[Any, ...], _Kept] = OrderedDict()
_rendering: dict[tuple[Any, ...], asyncio.Future[_Kept | None]] = {}


def forget() -> None:
    """For tests, each of which has a database of its own."""
    _pages.clear()


async def page_for_all(
    request: Request, template: str, context_for: Callable[[Viewer], Awaitable[dict[str, Any]]], own: Choosing
) -> Response:
    """What `context_for` finds for somebody signed out must be what all see; where it finds nothing, each asks alone.

    It may be kept for less than a second: as `shared_for` in its context says.
    """
    viewer: Viewer = request.scope["state"]["viewer"]
    kept = await _kept(request, template, context_for, own) if viewer.is_signed_in and not flash_of(request) else None
    if kept is None:
        return await page(request, template, **{"shared_for": LASTING} | await context_for(viewer))
    bell = await slots.render("layout.bell", request)
    named = {"bell": bell.encode(), "own_link": own_link(viewer).encode()}
    return whole(kept.filled(named, await own.choose(viewer, kept.places)), headers=own_headers())


async def _kept(request: Request, template: str, context_for: Any, own: Choosing) -> _Kept | None:
    """Rendered once however many ask; None where it can't be for all."""
    key = (template, own.sort, zone.get().key, *asked_alike(request.scope))
    kept = _pages.get(key)
    if kept is not None and kept.until > time.monotonic():
        return kept
    if (under_way := _rendering.get(key)) is not None:
        return await asyncio.shield(under_way)
    future = _rendering[key] = asyncio.get_running_loop().create_future()
    kept = None
    try:
        kept = await _rendered(request, template, context_for, own)
        _pages[key] = kept
        _pages.move_to_end(key)
        while len(_pages) > MOST_PAGES:
            _pages.popitem(last=False)
    except NotFound:
        _pages.pop(key, None)
    finally:
        del _rendering[key]
        future.set_result(kept)
    return kept


async def _rendered(request: Request, template: str, context_for: Any, own: Choosing) -> _Kept:
    begun = time.monotonic()
    context = await context_for(own.asked_as) | own.context | _NAMED
    lasting = context.pop("shared_for", LASTING)
    html = await render_for(request, template, viewer=own.seen_by, flash="", **context)
    return _Kept(begun + lasting, [_piece(text, is_place=n % 2 == 1) for n, text in enumerate(html.split(_EDGE))])


def _piece(text: str, *, is_place: bool) -> bytes | _Place | str:
    if not is_place:
        return text.encode()
    if text in _NAMED:
        return text
    particulars, *variants = text.split(_BETWEEN)
    return _Place(tuple(int(one) for one in particulars.split()), tuple(variant.encode() for variant in variants))
