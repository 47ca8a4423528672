"""The second chance, and the staff's page where the open floor's ladder is set."""

from litestar import Request, get, post
from litestar.params import FromPath
from litestar.response import Response

from app.accounts.guards import members, staff
from app.accounts.queries import people
from app.accounts.viewer import Viewer
from app.foundation.i18n import N_
from app.support.staff_desk import staff_page, staff_rooms
from app.web.forms import Form, blank, read_form
from app.web.pages import go
from ideas.ladder.actions import set_ladder, take_second_chance
from ideas.ladder.forms import LadderForm, rung_values, typed_rungs
from ideas.ladder.queries import ladders_before, rungs_of
from ideas.queries import idea_by_public_id

staff_rooms.add(N_("门槛"), "ladder", icon="flag", order=60)


@post("/ideas/{idea_id:str}/second-chance", guards=[members])
async def give_second_chance(viewer: Viewer, idea_id: FromPath[str]) -> Response:
    await take_second_chance(viewer, await idea_by_public_id(viewer, idea_id))
    return go(f"/ideas/{idea_id}", N_("重新开放了，这一级的时间从现在算起。"))


async def _ladder_page(request: Request, form: Form[LadderForm]) -> Response:
    before = await ladders_before()
    known = await people(one["made_by"] for one in before if one["made_by"])
    return await staff_page(request, "ideas/ladder/edit.html", status=form.status, form=form, ladders=before, makers=known)


@get("/staff/ladder", guards=[staff])
async def edit_ladder(request: Request) -> Response:
    return await _ladder_page(request, blank(**rung_values(await rungs_of(None))))


@post("/staff/ladder", guards=[staff])
async def change_ladder(request: Request, viewer: Viewer) -> Response:
    form = await read_form(request, LadderForm)
    if form.ok:
        with form.catching():
            rungs = typed_rungs(form.data.rung_votes, form.data.rung_days)
            changed = await set_ladder(rungs, by=viewer.id)
            return go("/staff/ladder", N_("门槛改好了，从现在起发布的创意按它走。") if changed else N_("没有改动。"))
    return await _ladder_page(request, form)


ROUTES = [give_second_chance, edit_ladder, change_ladder]
