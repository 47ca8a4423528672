"""Beginning another version of an idea."""

from litestar import Request, post
from litestar.params import FromPath
from litestar.response import Response

from app.accounts.guards import members
from app.accounts.viewer import Viewer
from app.foundation.i18n import N_
from app.web.pages import go
from app.web.visit import first_ref
from ideas.queries import idea_by_public_id
from ideas.remixing.actions import begin_remix


@post("/ideas/{idea_id:str}/remixes", guards=[members], intent="remix")
async def remix(request: Request, viewer: Viewer, idea_id: FromPath[str]) -> Response:
    source = await idea_by_public_id(viewer, idea_id)
    made = await begin_remix(viewer, source, first_ref(request.scope))
    return go(f"/ideas/{made['public_id']}/edit", N_("草稿开好了，原来的文字在里面，改成你的版本。"))


ROUTES = [remix]
