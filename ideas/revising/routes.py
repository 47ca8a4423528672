"""The list of an idea's revisions, and what one of them changed."""

from litestar import Request, get
from litestar.params import FromPath
from litestar.response import Response

from app.accounts.guards import anyone
from app.accounts.queries import people
from app.accounts.viewer import Viewer
from app.foundation.refusals import NotFound
from app.web.pages import page
from ideas.queries import idea_by_public_id
from ideas.revising.queries import revisions_of, two_of
from ideas.revising.rules import changes


@get("/ideas/{idea_id:str}/revisions", guards=[anyone])
async def index(request: Request, viewer: Viewer, idea_id: FromPath[str]) -> Response:
    idea = await idea_by_public_id(viewer, idea_id)
    found = await revisions_of(viewer, idea)
    known = await people([one[name] for one in found for name in ("edited_by", "improver")])
    return await page(request, "ideas/revising/index.html", shared_for=1, idea=idea, revisions=found[::-1], known=known)


@get("/ideas/{idea_id:str}/revisions/{number:str}", guards=[anyone])
async def show(request: Request, viewer: Viewer, idea_id: FromPath[str], number: FromPath[str]) -> Response:
    idea = await idea_by_public_id(viewer, idea_id)
    if not (number.isascii() and number.isdigit() and len(number) < 5):
        raise NotFound
    found = await revisions_of(viewer, idea)
    before, shown = two_of(found, int(number))
    numbers = [one["number"] for one in found]
    at = numbers.index(shown["number"])
    return await page(
        request, "ideas/revising/show.html", shared_for=1, idea=idea, shown=shown, before=before,
        changed=changes(before, shown) if before else None, known=await people([shown["edited_by"], shown["improver"]]),
        older=numbers[at - 1] if at else 0, newer=numbers[at + 1] if at + 1 < len(numbers) else 0,
    )  # fmt: skip


ROUTES = [index, show]
