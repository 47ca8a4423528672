"""Following and leaving off, from the page of what is followed; and the list of it."""

from litestar import Request, get, post
from litestar.params import FromPath
from litestar.response import Response

from app.accounts.guards import members
from app.accounts.viewer import Viewer
from app.community.following.actions import follow, unfollow
from app.community.following.kinds import Subject
from app.community.following.queries import follow_of, following_of
from app.foundation.i18n import N_
from app.web.pages import answer, page
from app.web.visit import first_ref

BUTTON = "community/following/_button.html"


@post("/follows/{kind:str}/{public_id:str}", guards=[members], status_code=200, intent="follow")
async def begin(request: Request, viewer: Viewer, kind: FromPath[str], public_id: FromPath[str]) -> Response:
    subject = await follow(viewer, kind, public_id, first_ref(request.scope))
    return await _button(request, viewer, kind, public_id, subject, N_("关注了，有进展就告诉你。"))


@post("/follows/{kind:str}/{public_id:str}/withdrawal", guards=[members], status_code=200)
async def leave_off(request: Request, viewer: Viewer, kind: FromPath[str], public_id: FromPath[str]) -> Response:
    subject = await unfollow(viewer, kind, public_id)
    return await _button(request, viewer, kind, public_id, subject, N_("不再关注了。"))


async def _button(request: Request, viewer: Viewer, kind: str, public_id: str, subject: Subject, say: str) -> Response:
    follow = await follow_of(viewer, kind, subject.id, public_id)
    return await answer(request, BUTTON, to=subject.url, say=say, follow=follow)


@get("/me/following", guards=[members])
async def show_following(request: Request, viewer: Viewer) -> Response:
    return await page(request, "community/following/index.html", following=await following_of(viewer))


ROUTES = [begin, leave_off, show_following]
