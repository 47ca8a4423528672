"""The two answers to "who may call this route" that need to know nobody; app.accounts.guards has the others."""

from litestar.connection import ASGIConnection
from litestar.handlers import BaseRouteHandler

from app.foundation.refusals import NotFound
from app.settings import settings


async def anyone(connection: ASGIConnection, handler: BaseRouteHandler) -> None:
    """Open to all; what they see is decided by queries that start from the viewer."""


async def in_development(connection: ASGIConnection, handler: BaseRouteHandler) -> None:
    if settings.is_production:
        raise NotFound
