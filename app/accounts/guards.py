"""Who may call a route: every handler names one of these in `guards` (tests/test_architecture.py insists)."""

from litestar.connection import ASGIConnection
from litestar.handlers import BaseRouteHandler

from app.accounts.viewer import Viewer
from app.foundation.refusals import NotFound, SignInNeeded
from app.settings import settings


def viewer_of(connection: ASGIConnection) -> Viewer:
    return connection.scope["state"]["viewer"]


def anyone(connection: ASGIConnection, handler: BaseRouteHandler) -> None:
    """Open to all; what they see is decided by queries that start from the viewer."""


def members(connection: ASGIConnection, handler: BaseRouteHandler) -> None:
    if not viewer_of(connection).is_signed_in:
        raise SignInNeeded


def staff(connection: ASGIConnection, handler: BaseRouteHandler) -> None:
    """To others the staff's desk doesn't exist."""
    members(connection, handler)
    if not viewer_of(connection).is_staff:
        raise NotFound


def in_development(connection: ASGIConnection, handler: BaseRouteHandler) -> None:
    if settings.environment != "development":
        raise NotFound


def providers(connection: ASGIConnection, handler: BaseRouteHandler) -> None:
    """Called by a provider's server; the handler verifies its signature."""
