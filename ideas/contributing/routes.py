"""Improvements of an idea: chosen by passage, offered by anyone, answered by those who write it."""

from typing import Any

from litestar import Request, get, post
from litestar.params import FromPath
from litestar.response import Response

from app.accounts.guards import anyone, members
from app.accounts.viewer import Viewer
from app.foundation.i18n import N_
from app.web.forms import Form, blank, read_form
from app.web.pages import go, page
from app.web.sent import sent_values
from app.web.visit import first_ref
from ideas.contributing.actions import answer_improvement, offer_improvement, withdraw_improvement
from ideas.contributing.forms import AcceptForm, DeclineForm, read_improvement
from ideas.contributing.passages import LONGEST_PASSAGE, paragraphs, passage_of
from ideas.contributing.queries import improvement_by_public_id, may_edit
from ideas.queries import idea_by_public_id, takes_improvements
from ideas.rules import EDITABLE


async def _offer_page(request: Request, viewer: Viewer, idea: dict[str, Any], form: Form[Any]) -> Response:
    return await page(
        request, "ideas/contributing/offer.html", status=form.status, form=form, idea=idea, passages=paragraphs(idea["body"]),
        passage=form.text("passage"), is_open=takes_improvements(idea), is_own=await may_edit(viewer, idea),
    )  # fmt: skip


@get("/ideas/{idea_id:str}/improvements/new", guards=[anyone])
async def new_improvement(request: Request, viewer: Viewer, idea_id: FromPath[str]) -> Response:
    """`?passage=` what was marked on the page, `?paragraph=` the number of one chosen here; neither: the idea as a whole."""
    idea = await idea_by_public_id(viewer, idea_id)
    asked = request.query_params
    shown, number = paragraphs(idea["body"]), asked.get("paragraph", "")
    chosen = passage_of(idea["body"], asked.get("passage", "")[:LONGEST_PASSAGE])
    if number.isascii() and number.isdigit() and len(number) < 5 and int(number) < len(shown):
        chosen = shown[int(number)]
    text = asked.get("text", "")[:200]
    form = blank(text=text, passage=chosen.text, wording=chosen.text) if chosen else blank(text=text)
    return await _offer_page(request, viewer, idea, form)


@post("/ideas/{idea_id:str}/improvements", guards=[members], intent="improvement")
async def offer(request: Request, viewer: Viewer, idea_id: FromPath[str]) -> Response:
    idea = await idea_by_public_id(viewer, idea_id)
    form = read_improvement(await sent_values(request))
    if form.ok:
        with form.catching():
            await offer_improvement(viewer, idea, form.data, first_ref(request.scope))
            return go(f"/ideas/{idea_id}#improvements", N_("提给作者了，有答复就告诉你。"))
    return await _offer_page(request, viewer, idea, form)


@post("/improvements/{improvement_id:str}/acceptance", guards=[members])
async def accept(request: Request, viewer: Viewer, improvement_id: FromPath[str]) -> Response:
    improvement = await improvement_by_public_id(improvement_id)
    form = await read_form(request, AcceptForm)
    is_woven = await answer_improvement(viewer, improvement, "accepted", form.data.answer)
    here = f"/ideas/{improvement['idea_id']}"
    if is_woven:
        return go(f"{here}#improvements", N_("采纳了，正文已经换成新的写法，对方署名在这个创意上。"))
    if improvement["idea_state"] not in EDITABLE:
        return go(f"{here}#improvements", N_("采纳了，对方署名在这个创意上。正文已经定稿，没有改动。"))
    if improvement["passage"]:
        to = f"{here}/edit?improvement={improvement_id}"
        return go(to, N_("采纳了，对方会署名。原来那段已经改过，请你把新写法放进正文。"))
    return go(f"{here}#improvements", N_("采纳了，对方会署名在这个创意上。"))


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


ROUTES = [new_improvement, offer, accept, decline, withdraw]
