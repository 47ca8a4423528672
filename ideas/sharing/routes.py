"""An idea's and a challenge's picture for chats, their poster, the page to share from, and a challenge's print."""

from litestar import Request, get
from litestar.params import FromPath
from litestar.response import Response

from app.accounts.guards import anyone
from app.accounts.viewer import Viewer
from app.brands.queries import brands_of
from app.foundation.i18n import language
from app.sharing import passing_on
from app.sharing.links import share_url
from app.sharing.passing_on import SCENE, said
from app.web.pages import page
from ideas.challenges.queries import ChallengeView
from ideas.sharing.showing import public_challenge, public_idea, show_challenge, show_idea


@get("/ideas/{idea_id:str}/card.jpg", guards=[anyone])
async def idea_card(request: Request, idea_id: FromPath[str]) -> Response[bytes]:
    idea, author = await public_idea(idea_id)
    shown = said(lambda: show_idea(idea, author), idea["lang"])
    return await passing_on.card(request, f"ideas/{idea['public_id']}", shown, member=idea["author"])


@get("/ideas/{idea_id:str}/poster.jpg", guards=[anyone])
async def idea_poster(request: Request, idea_id: FromPath[str]) -> Response[bytes]:
    idea, author = await public_idea(idea_id)
    return await passing_on.poster(request, f"ideas/{idea['public_id']}", lambda: show_idea(idea, author), member=idea["author"])


@get("/ideas/{idea_id:str}/share", guards=[anyone])
async def share_idea(request: Request, viewer: Viewer, idea_id: FromPath[str]) -> Response:
    idea, author = await public_idea(idea_id)
    shown = said(lambda: show_idea(idea, author), language.get())
    return await passing_on.share_page(request, viewer, f"ideas/{idea['public_id']}", shown)


async def _is_of_team(viewer: Viewer, challenge: ChallengeView) -> bool:
    return viewer.is_signed_in and any(brand["id"] == challenge.brand for brand in await brands_of(viewer.id))


@get("/challenges/{challenge_id:str}/card.jpg", guards=[anyone])
async def challenge_card(request: Request, challenge_id: FromPath[str]) -> Response[bytes]:
    challenge = await public_challenge(challenge_id)
    return await passing_on.card(request, f"challenges/{challenge_id}", said(lambda: show_challenge(challenge), challenge.lang))


@get("/challenges/{challenge_id:str}/poster.jpg", guards=[anyone])
async def challenge_poster(request: Request, viewer: Viewer, challenge_id: FromPath[str]) -> Response[bytes]:
    challenge = await public_challenge(challenge_id)
    is_team = await _is_of_team(viewer, challenge)
    return await passing_on.poster(
        request, f"challenges/{challenge_id}", lambda: show_challenge(challenge), may_name_scenes=is_team
    )


@get("/challenges/{challenge_id:str}/share", guards=[anyone])
async def share_challenge(request: Request, viewer: Viewer, challenge_id: FromPath[str]) -> Response:
    challenge = await public_challenge(challenge_id)
    return await passing_on.share_page(
        request, viewer, f"challenges/{challenge_id}", said(lambda: show_challenge(challenge), language.get()),
        may_name_scenes=await _is_of_team(viewer, challenge), print_path=f"/challenges/{challenge_id}/print",
    )  # fmt: skip


@get("/challenges/{challenge_id:str}/print", guards=[anyone])
async def print_challenge(request: Request, viewer: Viewer, challenge_id: FromPath[str]) -> Response:
    """One sheet of A4 for a wall, a counter, a stand at a fair."""
    challenge = await public_challenge(challenge_id)
    scene = request.query_params.get("scene", "")
    link = share_url(challenge.url, viewer, ref=scene if SCENE.fullmatch(scene) else "")
    return await page(request, "ideas/challenges/print.html", challenge=challenge, link=link)


ROUTES = [
    idea_card, idea_poster, share_idea, challenge_card, challenge_poster, share_challenge, print_challenge,
]  # fmt: skip
