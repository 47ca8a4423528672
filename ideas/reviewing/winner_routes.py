"""The winners' page of a challenge."""

from litestar import Request, get
from litestar.params import FromPath
from litestar.response import Response

from app.accounts.guards import anyone
from app.accounts.viewer import Viewer
from app.web.pages import page
from ideas.challenges.queries import challenge_by_public_id
from ideas.reviewing.answering import answers_of
from ideas.reviewing.winning import winners_of
from ideas.sharing.showing import challenge_preview


@get("/challenges/{challenge_id:str}/winners", guards=[anyone])
async def show_winners(request: Request, viewer: Viewer, challenge_id: FromPath[str]) -> Response:
    challenge = await challenge_by_public_id(viewer, challenge_id)
    return await page(
        request, "ideas/reviewing/winners.html", shared_for=1, challenge=challenge, winners=await winners_of(challenge.id),
        answers=await answers_of(challenge.id), card=challenge_preview(challenge),
    )  # fmt: skip


ROUTES = [show_winners]
