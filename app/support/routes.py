"""The entrance of the staff's desk."""

from litestar import Request, get
from litestar.response import Response

from app.accounts.guards import staff
from app.support.staff_desk import staff_page
from app.web import slots


@get("/staff", guards=[staff])
async def show_staff(request: Request) -> Response:
    return await staff_page(request, "support/index.html", tasks=await slots.render("staff.tasks", request))


ROUTES = [show_staff]
