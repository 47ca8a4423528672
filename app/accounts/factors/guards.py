"""Changing how one proves oneself wants the proof, from whoever has one: else a stolen browser would make itself at home."""

from litestar.connection import ASGIConnection
from litestar.handlers import BaseRouteHandler

from app.accounts.factors.queries import has_factors
from app.accounts.guards import members, viewer_of
from app.foundation.refusals import SecondFactorNeeded


async def careful_members(connection: ASGIConnection, handler: BaseRouteHandler) -> None:
    await members(connection, handler)
    viewer = viewer_of(connection)
    if not viewer.has_second_factor and await has_factors(viewer.id):
        raise SecondFactorNeeded
