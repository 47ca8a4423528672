"""Pages of the staff's desk: one frame, with the list of rooms that higher slices add to."""

from dataclasses import dataclass
from typing import Any

from litestar import Request
from litestar.response import Response

from app.foundation.i18n import N_, gettext
from app.web.navigation import DeskRooms
from app.web.pages import page

staff_rooms = DeskRooms()
staff_rooms.add(N_("概览"), "", icon="house", order=0)

BASE = "/staff"


@dataclass(frozen=True, slots=True)
class StaffDesk:
    """What the layout `studio` shows at its head."""

    name: str
    href: str = ""
    avatar_url: str = ""


async def staff_page(request: Request, template: str, *, status: int = 200, **context: Any) -> Response:
    """A page that extends layouts/studio.html; its route is guarded by `staff`."""
    nav = staff_rooms.links(BASE, request.url.path, lambda deed: True)
    return await page(request, template, status=status, desk=StaffDesk(gettext("平台运营")), desk_nav=nav, **context)
