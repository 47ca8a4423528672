"""/staff/ideas: going through what was published, hiding and showing again."""

from litestar import Request, get, post
from litestar.params import FromPath
from litestar.response import Response

from app.accounts.guards import staff
from app.accounts.queries import people
from app.accounts.viewer import Viewer
from app.foundation.i18n import N_
from app.support.staff_desk import staff_page
from app.web.forms import read_form
from app.web.pages import go
from ideas.moderating.actions import hide_idea, show_idea
from ideas.moderating.forms import HidingForm
from ideas.moderating.queries import PAGE, idea_for_staff, ideas_for_staff


@get("/staff/ideas", guards=[staff])
async def list_for_staff(request: Request) -> Response:
    hidden_only = request.query_params.get("show") == "hidden"
    number = max(1, int(text) if (text := request.query_params.get("page", "")).isdecimal() and len(text) < 5 else 1)
    found = await ideas_for_staff(hidden_only, number)
    show = "show=hidden&" if hidden_only else ""
    return await staff_page(
        request, "ideas/moderating/board.html", ideas=found[:PAGE], hidden_only=hidden_only,
        authors=await people(one["author"] for one in found),
        newer=f"/staff/ideas?{show}page={number - 1}" if number > 1 else "",
        older=f"/staff/ideas?{show}page={number + 1}" if len(found) > PAGE else "",
    )  # fmt: skip


@post("/staff/ideas/{idea_id:str}/hiding", guards=[staff])
async def hide(request: Request, viewer: Viewer, idea_id: FromPath[str]) -> Response:
    idea = await idea_for_staff(idea_id)
    form = await read_form(request, HidingForm)
    await hide_idea(viewer, idea, form.data.reason)
    return go("/staff/ideas", N_("隐藏了，作者会看到原因。"))


@post("/staff/ideas/{idea_id:str}/showing", guards=[staff])
async def show_again(viewer: Viewer, idea_id: FromPath[str]) -> Response:
    idea = await idea_for_staff(idea_id)
    await show_idea(viewer, idea)
    return go("/staff/ideas", N_("恢复展示了。"))


ROUTES = [list_for_staff, hide, show_again]
