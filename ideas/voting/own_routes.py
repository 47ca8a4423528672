"""/me/votes: all one's own votes, each taken back with a press while its voting lasts."""

from litestar import Request, get, post
from litestar.params import FromPath
from litestar.response import Response

from app.accounts.guards import members
from app.accounts.viewer import Viewer
from app.foundation.i18n import N_, translate
from app.web.pages import go, page
from ideas.voting.actions import lift
from ideas.voting.own import FILTERS, numbers_of, own_votes, votes_left

HERE = "/me/votes"
WORDS = {"": N_("全部"), "counted": N_("算数的"), "waiting": N_("等着算的"), "out": N_("不算的")}


@get(HERE, guards=[members])
async def my_votes(request: Request, viewer: Viewer) -> Response:
    asked, before = request.query_params.get("show", ""), request.query_params.get("before", "")
    wanted = asked if asked in FILTERS else ""
    key = int(before) if before.isascii() and before.isdecimal() and len(before) < 19 else None
    votes, following = await own_votes(viewer, wanted, key)
    numbers = await numbers_of(viewer)
    query = f"show={wanted}&" if wanted else ""
    return await page(
        request, "ideas/voting/mine.html", votes=votes, left=await votes_left(viewer), show=wanted, total=numbers[""],
        filters=[
            {"href": HERE + (f"?show={name}" if name else ""), "word": translate(word), "count": numbers[name],
             "is_current": name == wanted}
            for name, word in WORDS.items() if not name or numbers[name] or name == wanted
        ],
        newer=HERE + (f"?show={wanted}" if wanted else "") if key else "",
        older=f"{HERE}?{query}before={following}" if following else "",
    )  # fmt: skip


@post(HERE + "/{idea_id:str}/withdrawal", guards=[members])
async def take_back_here(request: Request, viewer: Viewer, idea_id: FromPath[str]) -> Response:
    """One press after another without leaving the list."""
    await lift(viewer, idea_id)
    asked = request.query_params.get("show", "")
    return go(HERE + (f"?show={asked}" if asked in FILTERS and asked else ""), N_("收回了。"))


ROUTES = [my_votes, take_back_here]
