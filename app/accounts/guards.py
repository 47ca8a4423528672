"""Who may call a route: every handler names one of these in `guards` (tests/test_architecture.py insists).

Coroutines all: a plain function would be sent to a thread and back for each request.
"""

from litestar.connection import ASGIConnection
from litestar.handlers import BaseRouteHandler

from app.accounts.viewer import Viewer
from app.foundation.refusals import NotFound, SecondFactorNeeded, SignInNeeded
from app.web.access import anyone as anyone
from app.web.access import in_development as in_development


def viewer_of(connection: ASGIConnection) -> Viewer:
    return connection.scope["state"]["viewer"]


async def members(connection: ASGIConnection, handler: BaseRouteHandler) -> None:
    if not viewer_of(connection).is_signed_in:
        raise SignInNeeded


async def staff(connection: ASGIConnection, handler: BaseRouteHandler) -> None:
    """To others the staff's desk doesn't exist."""
    await members(connection, handler)
    if not viewer_of(connection).is_staff:
        raise NotFound
    await proven(connection)


async def proven(connection: ASGIConnection) -> None:
    """Who handles others' money and addresses has shown more than a code, in this browser."""
    if not viewer_of(connection).has_second_factor:
        raise SecondFactorNeeded


async def providers(connection: ASGIConnection, handler: BaseRouteHandler) -> None:
    """Called by a provider's server; the handler verifies its signature."""
