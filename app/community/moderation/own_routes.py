"""What an author sees of moderation: what of theirs isn't shown and why, and the place to answer or appeal."""

from typing import Any

from litestar import Request, get, post
from litestar.params import FromPath
from litestar.response import Response

from app.accounts.guards import members
from app.accounts.viewer import Viewer
from app.community.moderation import showing
from app.community.moderation.forms import StatementForm
from app.community.moderation.queries import case_for_author, last_cases, statements_of
from app.community.moderation.statements import say
from app.community.moderation.things import of_author
from app.community.reporting.queries import claims_of
from app.foundation.i18n import N_
from app.web.forms import Form, blank, read_form
from app.web.pages import go, page, render_for


@get("/me/moderation", guards=[members])
async def show_own(request: Request, viewer: Viewer) -> Response:
    found = await of_author(viewer)
    return await page(request, "community/moderation/mine.html", found=found, cases=await last_cases(found), say=showing)


async def _case_page(request: Request, viewer: Viewer, case_id: str, form: Form[Any]) -> Response:
    case, thing = await case_for_author(viewer, case_id)
    statements = await statements_of(case["id"])
    may_appeal = case["state"] == "upheld" and case["appeal_until"] is not None and case["appeal_until"] > case["now"]
    return await page(
        request, "community/moderation/case.html", status=form.status, form=form, case=case, thing=thing, statements=statements,
        claims=await claims_of(case["id"]), may_appeal=may_appeal, say=showing,
        may_answer=case["state"] == "open" and case["asked_at"] is not None and "answer" not in statements,
    )  # fmt: skip


@get("/cases/{case_id:str}", guards=[members])
async def show_case(request: Request, viewer: Viewer, case_id: FromPath[str]) -> Response:
    return await _case_page(request, viewer, case_id, blank())


@post("/cases/{case_id:str}/statements", guards=[members])
async def make_statement(request: Request, viewer: Viewer, case_id: FromPath[str]) -> Response:
    case, thing = await case_for_author(viewer, case_id)
    form = await read_form(request, StatementForm)
    if form.ok:
        with form.catching(at="text"):
            kind = await say(viewer, thing, case["id"], form.data.text)
            sentence = N_("申诉收到了，有结果会通知你。") if kind == "appeal" else N_("说明收到了，谢谢。")
            return go(f"/cases/{case_id}", sentence)
    return await _case_page(request, viewer, case_id, form)


async def my_section(request: Request, viewer: Viewer) -> str:
    """Fills the slot `me.sections`: only where there is something."""
    found = await of_author(viewer)
    return await render_for(request, "community/moderation/_mine.html", count=len(found)) if found else ""


ROUTES = [show_own, show_case, make_statement]
