"""Which rooms there are: each slice's routes, and the slots that higher rooms fill in lower ones."""

from collections.abc import Sequence

from litestar.handlers import HTTPRouteHandler

from app.media import routes as media
from app.running import health
from app.web import assets, language, patterns
from payments.webhooks import routes as webhooks


def route_handlers() -> Sequence[HTTPRouteHandler]:
    rooms = [health, assets, language, patterns, media, webhooks]
    return [handler for room in rooms for handler in room.ROUTES]


def fill_slots() -> None:
    """Named places in lower rooms' pages, filled by higher rooms."""
