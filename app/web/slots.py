"""Named places on a page that a higher room fills at the roof; rendered on the server, so no import points up."""

from collections import defaultdict
from collections.abc import Awaitable, Callable
from typing import Any

from litestar import Request
from markupsafe import Markup

# A filler gets the request and the page's subject (a public id, a row: what the page says) and answers HTML.
Filler = Callable[[Request, Any], Awaitable[str]]

_fillers: defaultdict[str, list[tuple[int, Filler]]] = defaultdict(list)


def fill(name: str, filler: Filler, *, order: int = 0) -> None:
    """Called once at the roof; lower orders come first."""
    if all(known is not filler for _, known in _fillers[name]):
        _fillers[name].append((order, filler))
        _fillers[name].sort(key=lambda pair: pair[0])


async def render(name: str, request: Request, subject: Any = None) -> Markup:
    return Markup("").join([Markup(await filler(request, subject)) for _, filler in _fillers[name]])  # noqa: S704
