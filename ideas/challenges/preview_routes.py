"""Preview links of a challenge's draft: made, seen and revoked at the desk; opened without an account."""

from typing import Annotated, Any

import msgspec
from litestar import Request, get, post
from litestar.params import FromPath
from litestar.response import Response

from app.accounts.capabilities import by_link, note_opening
from app.accounts.guards import anyone
from app.accounts.viewer import ANONYMOUS, Viewer
from app.brands.desk import Desk, team
from app.brands.studio import studio_page
from app.foundation.i18n import N_
from app.web.fields import Choice, Line
from app.web.forms import Form, blank, read_form
from app.web.pages import go, page
from ideas.challenges.previewing import DAYS, make_preview, previewed, previews_of, revoke_preview
from ideas.challenges.queries import ChallengeView, desk_challenge
from ideas.challenges.routes import show_context

DESK = "/brands/{brand_id:str}/studio/challenges/{challenge_id:str}/previews"
HERE = "/challenges/{challenge_id:str}/preview"


class PreviewForm(msgspec.Struct):
    note: Annotated[str, Line(40)]
    days: Annotated[str, Choice(tuple(str(days) for days in DAYS))]


def address(desk: Desk, challenge: ChallengeView) -> str:
    return f"{desk.url}/challenges/{challenge.public_id}/previews"


async def desk_page(request: Request, desk: Desk, challenge: ChallengeView, form: Form[Any]) -> Response:
    return await studio_page(
        request, desk, "ideas/challenges/previews.html", status=form.status, challenge=challenge, form=form, days=DAYS,
        links=await previews_of(challenge), may_edit=desk.may("edit"), here=address(desk, challenge),
    )  # fmt: skip


@get(DESK, guards=[team()])
async def index(request: Request, desk: Desk, challenge_id: FromPath[str]) -> Response:
    return await desk_page(request, desk, await desk_challenge(desk.brand, challenge_id), blank(days="7"))


@post(DESK, guards=[team("edit")])
async def create(request: Request, viewer: Viewer, desk: Desk, challenge_id: FromPath[str]) -> Response:
    challenge = await desk_challenge(desk.brand, challenge_id)
    form = await read_form(request, PreviewForm)
    if form.ok:
        with form.catching():
            await make_preview(viewer, challenge, form.data.note, int(form.data.days))
            return go(address(desk, challenge), N_("预览链接做好了，复制发出去就行。"))
    return await desk_page(request, desk, challenge, form)


@post(DESK + "/{link_id:str}/revocation", guards=[team("edit")])
async def revoke(desk: Desk, challenge_id: FromPath[str], link_id: FromPath[str]) -> Response:
    challenge = await desk_challenge(desk.brand, challenge_id)
    await revoke_preview(challenge, link_id)
    return go(address(desk, challenge), N_("这个链接作废了，谁拿着它都打不开。"))


@get(HERE, guards=[anyone])
async def show(request: Request, challenge_id: FromPath[str]) -> Response:
    """As it will look; once it is public the link leads there."""
    key = request.query_params.get("key", "")
    challenge, link = await previewed(challenge_id, key)
    if not challenge.is_draft:
        return by_link(go(challenge.url))
    context = await show_context(request, ANONYMOUS, challenge)
    return by_link(await page(request, "ideas/challenges/preview.html", preview_link=link, key=key, **context))


@post(HERE + "/openings", guards=[anyone])
async def opened(request: Request, challenge_id: FromPath[str]) -> Response:
    """Sent by the page's own script, so that the desk sees how often somebody looked, and not how often a scanner did."""
    _, link = await previewed(challenge_id, request.query_params.get("key", ""))
    await note_opening(link)
    return by_link(Response(b"", status_code=204))


ROUTES = [index, create, revoke, show, opened]
