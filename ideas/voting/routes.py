"""The seal: pressing it and lifting it. htmx gets the seal back, every other browser the idea's page."""

from litestar import Request, post
from litestar.params import FromPath
from litestar.response import Response

from app.accounts.guards import members
from app.accounts.viewer import Viewer
from app.foundation.refusals import NotFound, Refusal, SignInNeeded
from app.papers.actions import declare_age
from app.web.pages import HTML, go, is_htmx
from app.web.sent import sent_values
from app.web.visit import first_ref
from ideas.voting.actions import Pressed, lift, press
from ideas.voting.answering import seal
from ideas.voting.queries import Standing, standing


@post("/ideas/{idea_id:str}/vote", guards=[members], status_code=200, intent="vote")
async def vote(request: Request, viewer: Viewer, idea_id: FromPath[str]) -> Response:
    try:
        pressed = await press(viewer, idea_id, first_ref(request.scope))
        await declare_age(viewer.id, "vote")
    except Refusal as refusal:
        return await _refused(request, viewer, idea_id, refusal)
    return await _seal(request, idea_id, pressed, voted=True)


@post("/ideas/{idea_id:str}/vote/withdrawal", guards=[members], status_code=200)
async def take_back(request: Request, viewer: Viewer, idea_id: FromPath[str]) -> Response:
    try:
        pressed = await lift(viewer, idea_id)
    except Refusal as refusal:
        return await _refused(request, viewer, idea_id, refusal)
    return await _seal(request, idea_id, pressed, voted=False)


async def _seal(
    request: Request, idea_id: str, now: Pressed | Standing, *, voted: bool, sentence: str = "", status: int = 200
) -> Response:
    if not is_htmx(request):
        return go(f"/ideas/{idea_id}#seal-{idea_id}")
    place = (await sent_values(request)).get("place", [""])[-1]
    html = seal(idea_id, now, voted=voted, place=place, sentence=sentence)
    return Response(html, status_code=status, media_type=HTML, headers={"Vary": "HX-Request", "Cache-Control": "no-store"})


async def _refused(request: Request, viewer: Viewer, idea_id: str, refusal: Refusal) -> Response:
    """With htmx the seal goes back to what is true, and the sentence says why."""
    if not is_htmx(request) or isinstance(refusal, NotFound | SignInNeeded):
        raise refusal
    now = await standing(viewer, idea_id)
    return await _seal(request, idea_id, now, voted=now.voted, sentence=refusal.text(), status=refusal.status)


ROUTES = [vote, take_back]
