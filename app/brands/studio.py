"""Pages of the brand's desk: each in the same frame, with the list of rooms that higher slices add to."""

from typing import Any

from litestar import Request
from litestar.response import Response

from app.brands.desk import Desk
from app.foundation.i18n import N_
from app.web.navigation import DeskRooms
from app.web.pages import page

desk_rooms = DeskRooms()
desk_rooms.add(N_("概览"), "", icon="house", order=0)
desk_rooms.add(N_("团队"), "team", icon="users", order=90)
desk_rooms.add(N_("品牌资料"), "profile", icon="store", deed="edit", order=95)


async def studio_page(request: Request, desk: Desk, template: str, *, status: int = 200, **context: Any) -> Response:
    """A page that extends layouts/studio.html."""
    nav = desk_rooms.links(desk.url, request.url.path, desk.may)
    return await page(request, template, status=status, desk=desk, desk_nav=nav, **context)
