"""The licence of a challenge: read by all, chosen or written at the brand's desk."""

from typing import Any

from litestar import Request, get, post
from litestar.params import FromPath
from litestar.response import Redirect, Response

from app.accounts.guards import anyone
from app.accounts.viewer import Viewer
from app.brands.desk import Desk, team
from app.brands.studio import studio_page
from app.foundation import clock
from app.foundation.i18n import N_, translate
from app.papers.queries import standing, versions
from app.papers.routes import changes_page, paper_page
from app.web.forms import Form, blank, read_form
from app.web.pages import go
from ideas.challenges.licensing import LicenceForm, choose_licence
from ideas.challenges.queries import challenge_by_public_id, desk_challenge, is_answered

KIND = "idea_licence"


@get("/challenges/{challenge_id:str}/licence", guards=[anyone])
async def show_licence(request: Request, viewer: Viewer, challenge_id: FromPath[str]) -> Response:
    """The brand's own, else the house's."""
    challenge = await challenge_by_public_id(viewer, challenge_id)
    if not await versions(KIND, challenge_id):
        return Redirect(f"/papers/{KIND}")
    about = translate(N_("适用于征集“%(title)s”。"), title=challenge.title)
    return await paper_page(request, KIND, subject=challenge_id, about=about)


@get("/challenges/{challenge_id:str}/licence/{number:str}", guards=[anyone])
async def show_version(request: Request, viewer: Viewer, challenge_id: FromPath[str], number: FromPath[str]) -> Response:
    challenge = await challenge_by_public_id(viewer, challenge_id)
    about = translate(N_("适用于征集“%(title)s”。"), title=challenge.title)
    return await paper_page(request, KIND, number, subject=challenge_id, about=about)


@get("/challenges/{challenge_id:str}/licence/{number:str}/changes", guards=[anyone])
async def show_changes(request: Request, viewer: Viewer, challenge_id: FromPath[str], number: FromPath[str]) -> Response:
    await challenge_by_public_id(viewer, challenge_id)
    return await changes_page(request, KIND, number, subject=challenge_id)


async def _page(request: Request, desk: Desk, challenge_id: str, form: Form[Any], look: bool = False) -> Response:
    challenge = await desk_challenge(desk.brand, challenge_id)
    own, house = await versions(KIND, challenge_id), await versions(KIND)
    return await studio_page(
        request, desk, "ideas/challenges/licence.html", status=form.status, form=form, challenge=challenge, look=look,
        own=own[0] if own else None, house=standing(house, await clock.now()), fixed=await is_answered(challenge.id),
    )  # fmt: skip


@get("/brands/{brand_id:str}/studio/challenges/{challenge_id:str}/licence", guards=[team("edit")])
async def edit_licence(request: Request, desk: Desk, challenge_id: FromPath[str]) -> Response:
    own = await versions(KIND, challenge_id)
    shown = own or await versions(KIND)
    form = blank(which="own" if own else "default", title=shown[0].title, body=shown[0].body)
    return await _page(request, desk, challenge_id, form)


@post("/brands/{brand_id:str}/studio/challenges/{challenge_id:str}/licence", guards=[team("edit")])
async def save_licence(request: Request, viewer: Viewer, desk: Desk, challenge_id: FromPath[str]) -> Response:
    challenge = await desk_challenge(desk.brand, challenge_id)
    form = await read_form(request, LicenceForm)
    if form.ok and form.data.deed == "keep":
        with form.catching():
            await choose_licence(viewer, challenge, form.data)
            return go(f"{desk.url}/challenges", N_("授权说明已保存。"))
    look = form.ok
    form.status = 200 if look else form.status
    return await _page(request, desk, challenge_id, form, look=look)


ROUTES = [show_licence, show_version, show_changes, edit_licence, save_licence]
