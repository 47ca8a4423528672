"""Improvements on an idea's page: offered by anyone, answered by its author."""

from litestar import Request, post
from litestar.params import FromPath
from litestar.response import Response

from app.accounts.guards import members
from app.accounts.viewer import Viewer
from app.foundation.i18n import N_
from app.web.forms import read_form
from app.web.pages import go, page
from app.web.visit import first_ref
from ideas.contributing.actions import answer_improvement, offer_improvement, withdraw_improvement
from ideas.contributing.forms import AcceptForm, DeclineForm, ImprovementForm
from ideas.contributing.queries import improvement_by_public_id
from ideas.queries import idea_by_public_id


@post("/ideas/{idea_id:str}/improvements", guards=[members], intent="improvement")
async def offer(request: Request, viewer: Viewer, idea_id: FromPath[str]) -> Response:
    idea = await idea_by_public_id(viewer, idea_id)
    form = await read_form(request, ImprovementForm)
    if form.ok:
        with form.catching():
            await offer_improvement(viewer, idea, form.data.text, first_ref(request.scope))
            return go(f"/ideas/{idea_id}#improvements", N_("提给作者了，有答复就告诉你。"))
    return await page(request, "ideas/contributing/offer.html", status=form.status, form=form, idea=idea)


@post("/improvements/{improvement_id:str}/acceptance", guards=[members])
async def accept(request: Request, viewer: Viewer, improvement_id: FromPath[str]) -> Response:
    improvement = await improvement_by_public_id(improvement_id)
    form = await read_form(request, AcceptForm)
    await answer_improvement(viewer, improvement, "accepted", form.data.answer)
    return go(f"/ideas/{improvement['idea_id']}#improvements", N_("采纳了，对方会署名在这个创意上。"))


@post("/improvements/{improvement_id:str}/refusal", guards=[members])
async def decline(request: Request, viewer: Viewer, improvement_id: FromPath[str]) -> Response:
    improvement = await improvement_by_public_id(improvement_id)
    form = await read_form(request, DeclineForm)
    await answer_improvement(viewer, improvement, "declined", form.data.answer)
    return go(f"/ideas/{improvement['idea_id']}#improvements", N_("答复了，对方会看到你的话。"))


@post("/improvements/{improvement_id:str}/withdrawal", guards=[members])
async def withdraw(viewer: Viewer, improvement_id: FromPath[str]) -> Response:
    improvement = await improvement_by_public_id(improvement_id)
    await withdraw_improvement(viewer, improvement)
    return go(f"/ideas/{improvement['idea_id']}#improvements", N_("撤回了。"))


ROUTES = [offer, accept, decline, withdraw]
