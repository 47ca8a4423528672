"""The frame of the brand's desk: who may enter with which role, and which brand it is."""

from dataclasses import dataclass

from litestar import Request
from litestar.connection import ASGIConnection
from litestar.handlers import BaseRouteHandler
from litestar.types import Guard

from app.accounts.guards import members, proven, viewer_of
from app.foundation.database import row
from app.foundation.refusals import Forbidden, NotFound

# What each role may do beside reading the desk; an owner may do everything.
MAY = {
    "owner": frozenset({"read", "edit", "ship", "answer", "team"}),
    "editor": frozenset({"read", "edit"}),
    "fulfilment": frozenset({"read", "ship"}),
    "support": frozenset({"read", "answer"}),
}


@dataclass(frozen=True, slots=True)
class Desk:
    """A brand seen by someone of its team; the dependency `desk` of handlers below /brands/{brand_id}/studio."""

    brand: int
    public_id: str
    name: str
    role: str
    logo: str = ""

    def may(self, deed: str) -> bool:
        return deed in MAY[self.role]

    @property
    def url(self) -> str:
        return f"/brands/{self.public_id}/studio"

    @property
    def href(self) -> str:
        """The brand's public page."""
        return f"/brands/{self.public_id}"

    @property
    def avatar_url(self) -> str:
        return f"/media/{self.logo}/160.webp" if self.logo else ""


def team(deed: str = "read") -> Guard:
    """A guard for routes with {brand_id} in their path: the viewer's role in that brand allows the deed."""

    async def guard(connection: ASGIConnection, handler: BaseRouteHandler) -> None:
        await members(connection, handler)
        found = await row(
            """select b.id as brand, b.public_id, b.name, b.logo, t.role from brand b
            join brand_member t on t.brand = b.id and t.member = {} where b.public_id = {}""",
            viewer_of(connection).id, connection.path_params.get("brand_id", ""),
        )  # fmt: skip
        if found is None:
            raise NotFound
        desk = Desk(**found)
        if not desk.may(deed):
            raise Forbidden
        await proven(connection)
        connection.scope["state"]["desk"] = desk

    return guard


async def provide_desk(request: Request) -> Desk:
    return request.scope["state"]["desk"]
