"""The agreement as those named in it read and answer it."""

from typing import Any

from litestar import Request, get, post
from litestar.params import FromPath
from litestar.response import Response

from app.accounts.guards import members
from app.accounts.viewer import Viewer
from app.foundation.i18n import N_
from app.papers.queries import version_by_id
from app.web.forms import Form, blank, read_form
from app.web.pages import go, page, render_for
from ideas.agreeing.actions import accept_agreement, decline_agreement
from ideas.agreeing.forms import AcceptForm, DeclineForm
from ideas.agreeing.queries import Agreed, accepted_agreement, agreement_by_public_id, own_agreements
from ideas.agreeing.rules import PART_TONES, PART_WORDS, ROLE_WORDS, STATE_TONES, STATE_WORDS

WORDS: dict[str, Any] = {
    "states": STATE_WORDS, "tones": STATE_TONES, "part_words": PART_WORDS, "part_tones": PART_TONES, "roles": ROLE_WORDS,
}  # fmt: skip


async def _page(request: Request, viewer: Viewer, agreement: Agreed, form: Form[Any], refusal: Form[Any]) -> Response:
    return await page(
        request, "ideas/agreeing/show.html", status=max(form.status, refusal.status), agreement=agreement,
        mine=agreement.of(viewer.id), paper=await version_by_id(agreement.version), form=form, refusal=refusal, **WORDS,
    )  # fmt: skip


@get("/agreements/{agreement_id:str}", guards=[members])
async def show(request: Request, viewer: Viewer, agreement_id: FromPath[str]) -> Response:
    agreement = await agreement_by_public_id(viewer, agreement_id)
    return await _page(request, viewer, agreement, blank(named="named", shown_name=viewer.name), blank())


@post("/agreements/{agreement_id:str}/acceptance", guards=[members])
async def accept(request: Request, viewer: Viewer, agreement_id: FromPath[str]) -> Response:
    agreement = await agreement_by_public_id(viewer, agreement_id)
    form = await read_form(request, AcceptForm)
    if form.ok:
        with form.catching():
            name = (form.data.shown_name or viewer.name) if form.data.named == "named" else ""
            is_last = await accept_agreement(viewer, agreement, name)
            said = N_("都同意了，约定生效。") if is_last else N_("记下了，等其他人答复。")
            return go(agreement.url, said)
    return await _page(request, viewer, agreement, form, blank())


@post("/agreements/{agreement_id:str}/refusal", guards=[members])
async def decline(request: Request, viewer: Viewer, agreement_id: FromPath[str]) -> Response:
    agreement = await agreement_by_public_id(viewer, agreement_id)
    form = await read_form(request, DeclineForm)
    if form.ok:
        with form.catching():
            await decline_agreement(viewer, agreement, form.data.reason)
            return go(agreement.url, N_("告诉品牌了。他们改好会再发给你。"))
    return await _page(request, viewer, agreement, blank(named="named", shown_name=viewer.name), form)


async def waiting_line(request: Request, subject: Any) -> str:
    """On one's own page: agreements that wait for an answer."""
    found = await own_agreements(request.scope["state"]["viewer"])
    return await render_for(request, "ideas/agreeing/_mine.html", agreements=found) if found else ""


async def credits_section(request: Request, idea: Any) -> str:
    """On the idea's page: its people as they agreed to be named."""
    agreement = await accepted_agreement(idea["id"])
    return await render_for(request, "ideas/agreeing/_of_idea.html", agreement=agreement) if agreement else ""


ROUTES = [show, accept, decline]
