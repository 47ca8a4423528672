"""Taking one's data along, and leaving: what goes, what stays, what hinders, and a code before it is done."""

from typing import Any
from urllib.parse import urlencode

from litestar import Request, get, post
from litestar.params import FromPath
from litestar.response import Response, Stream

from app.accounts.codes import asked_in
from app.accounts.factors.guards import careful_members
from app.accounts.guards import members
from app.accounts.leaving import files
from app.accounts.leaving.actions import ask_export, hindrances_of, leave_by_code, send_leaving_code
from app.accounts.leaving.forms import LeaveForm, WishForm
from app.accounts.leaving.queries import exports_of, own_export
from app.accounts.rules import place_of
from app.accounts.sessions import forget_cookie
from app.accounts.viewer import Viewer
from app.foundation.i18n import N_
from app.foundation.refusals import NotFound
from app.web.forms import Form, blank, read_form
from app.web.pages import go, page
from app.web.security import client_address


@get("/me/data", guards=[members])
async def show_data(request: Request, viewer: Viewer) -> Response:
    return await page(request, "accounts/leaving/data.html", exports=await exports_of(viewer.id))


@post("/me/data", guards=[careful_members])
async def pack_data(viewer: Viewer) -> Response:
    await ask_export(viewer)
    return go("/me/data", N_("正在打包，好了会通知你。"))


@get("/me/data/{export_id:str}", guards=[careful_members])
async def download_data(viewer: Viewer, export_id: FromPath[str]) -> Response:
    export = await own_export(viewer.id, export_id)
    pieces = await files.stream(export["file"])
    if pieces is None:
        raise NotFound
    headers = {
        "Content-Disposition": f'attachment; filename="data-{export["public_id"]}.zip"',
        "Content-Length": str(export["size"]),
        "Cache-Control": "no-store",
    }
    return Stream(pieces, media_type="application/zip", headers=headers)


async def _leave_page(request: Request, viewer: Viewer, form: Form[Any]) -> Response:
    at = form.text("at")
    return await page(
        request, "accounts/leaving/leave.html", status=form.status, form=form, hindrances=await hindrances_of(viewer.id),
        asked=await asked_in(at, member=viewer.id), at=at,
    )  # fmt: skip


@get("/me/leave", guards=[careful_members])
async def show_leaving(request: Request, viewer: Viewer) -> Response:
    query = request.query_params
    return await _leave_page(request, viewer, blank(at=query.get("at", "")[:80], ideas=query.get("ideas", "keep")[:12]))


@post("/me/leave/code", guards=[careful_members])
async def ask_code(request: Request, viewer: Viewer) -> Response:
    form = await read_form(request, WishForm)
    if form.ok:
        with form.catching():
            place = place_of(client_address(request.scope))
            at = await send_leaving_code(viewer, place=place, instead_of=form.data.at)
            return go("/me/leave?" + urlencode({"at": at, "ideas": form.data.ideas}) + "#code")
    return await _leave_page(request, viewer, form)


@post("/me/leave", guards=[careful_members])
async def leave(request: Request, viewer: Viewer) -> Response:
    form = await read_form(request, LeaveForm)
    if form.ok:
        with form.catching():
            place = place_of(client_address(request.scope))
            await leave_by_code(viewer, form.data.at, form.data.code, place=place, withdraws_ideas=form.data.ideas == "withdraw")
            response = go("/", N_("账号已注销，你的个人资料已经删除。谢谢你来过。"))
            forget_cookie(response)
            return response
    return await _leave_page(request, viewer, form)


ROUTES = [show_data, pack_data, download_data, show_leaving, ask_code, leave]
