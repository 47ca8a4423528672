"""The staff's list of people whom nothing has reached."""

from typing import Any

from litestar import Request, get, post
from litestar.params import FromPath
from litestar.response import Response

from app.accounts.guards import staff
from app.accounts.viewer import Viewer
from app.foundation.i18n import N_
from app.foundation.refusals import NotFound
from app.notifications.reaching.actions import settle
from app.notifications.reaching.queries import count_unreached, unreached
from app.support.staff_desk import staff_page, staff_rooms
from app.web import slots
from app.web.pages import go, render_for


@get("/staff/unreached", guards=[staff])
async def show_unreached(request: Request) -> Response:
    return await staff_page(request, "notifications/reaching/index.html", unreached=await unreached())


@post("/staff/unreached/{reaching_id:int}/settlement", guards=[staff])
async def settle_by_hand(viewer: Viewer, reaching_id: FromPath[int]) -> Response:
    if not await settle(reaching_id, "reached by staff", actor=viewer.id):
        raise NotFound(N_("这一条已经处理过了。"))
    return go("/staff/unreached", N_("已记下：联系上了。"))


async def staff_task(request: Request, _: Any) -> str:
    """Fills the slot `staff.tasks`."""
    count = await count_unreached()
    return await render_for(request, "notifications/reaching/_task.html", count=count) if count else ""


def fill_slots() -> None:
    slots.fill("staff.tasks", staff_task, order=40)
    staff_rooms.add(N_("没联系上的人"), "unreached", icon="bell", order=62)


ROUTES = [show_unreached, settle_by_hand]
