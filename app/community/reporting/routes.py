"""The form to report something, open to everybody, and the page on which its sender reads what came of it."""

from typing import Any

from litestar import Request, get, post
from litestar.params import FromPath
from litestar.response import Response

from app.accounts.capabilities import by_link
from app.accounts.guards import anyone
from app.accounts.rules import place_of
from app.accounts.viewer import Viewer
from app.community.moderation.kinds import kind_named
from app.community.moderation.things import Thing, reportable, things
from app.community.reporting.actions import report
from app.community.reporting.forms import ReportForm, SignedOutReportForm
from app.community.reporting.queries import own_report
from app.community.reporting.rules import KIND_WORDS, KINDS
from app.foundation.i18n import N_, gettext
from app.web.forms import Form, blank, read_form
from app.web.pages import go, page
from app.web.security import client_address


def _asked(request: Request) -> tuple[str, str]:
    return request.query_params.get("kind", "")[:24], request.query_params.get("id", "")[:12]


async def _reportable(viewer: Viewer, kind: str, public_id: str) -> Thing:
    """Nobody reports, or is told the name of, what they may not read."""
    found = await reportable(kind, public_id)
    if (find := kind_named(kind).find) is not None:
        await find(viewer, public_id)
    return found


async def _form_page(request: Request, thing: Thing, form: Form[Any]) -> Response:
    kinds = [{"value": kind, "name": gettext(KIND_WORDS[kind])} for kind in KINDS]
    return await page(request, "community/reporting/new.html", status=form.status, thing=thing, form=form, kinds=kinds)


@get("/reports/new", guards=[anyone])
async def new_report(request: Request, viewer: Viewer) -> Response:
    thing = await _reportable(viewer, *_asked(request))
    return await _form_page(request, thing, blank(kind=thing.kind, id=thing.public_id))


@post("/reports", guards=[anyone])
async def send_report(request: Request, viewer: Viewer) -> Response:
    form: Form[Any] = await read_form(request, ReportForm if viewer.is_signed_in else SignedOutReportForm)
    thing = await _reportable(viewer, str(form.values.get("kind", "")), str(form.values.get("id", "")))
    if form.ok:
        with form.catching():
            address = getattr(form.data, "email", "")
            made = await report(viewer, thing, form.data, place=place_of(client_address(request.scope)), address=address)
            if viewer.is_signed_in:
                return go(f"/reports/{made['public_id']}", N_("收到了，谢谢。处理完会通知你。"))
            return go(thing.url or "/", N_("收到了，谢谢。处理完会写信到 %(address)s。"), address=address)
    return await _form_page(request, thing, form)


@get("/reports/{report_id:str}", guards=[anyone])
async def show_report(request: Request, viewer: Viewer, report_id: FromPath[str]) -> Response:
    found = await own_report(viewer, report_id, request.query_params.get("key", ""))
    thing = (await things(found["thing_kind"], [found["thing"]])).get(found["thing"])
    shown = await page(
        request, "community/reporting/show.html", report=found, thing=thing, word=gettext(KIND_WORDS[found["kind"]]),
        is_there=thing is not None and thing.visibility == "visible" and thing.is_public,
    )  # fmt: skip
    return by_link(shown)


ROUTES = [new_report, send_report, show_report]
