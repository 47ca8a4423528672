"""The page that a message's link opens: one button, which signs in the browser in which it is pressed."""

from litestar import Request, get, post
from litestar.params import FromPath
from litestar.response import Response

from app.accounts.carried import Carried, first_text
from app.accounts.guards import anyone
from app.accounts.limits import limit
from app.accounts.links import OVER, Link, link_by, use_link
from app.accounts.rules import PLACE_WINDOW, place_of
from app.accounts.signing_in import check_agreed, enter, show_step
from app.accounts.viewer import Viewer
from app.foundation.refusals import Refusal
from app.web.forms import blank
from app.web.security import client_address
from app.web.sent import sent_values


def _carried(link: Link, *, only: bool = False) -> Carried:
    return Carried(intent="" if only else link.intent, next_path=link.next_path or "/")


@get("/sign-in/links/{secret:str}", guards=[anyone])
async def show_link(request: Request, viewer: Viewer, secret: FromPath[str]) -> Response:
    """Scanners open links too: this changes nothing."""
    link = await link_by(secret)
    if link is None:
        return await _over(request, Refusal(OVER))
    return await show_step(request, "link", blank(), _carried(link), link=link, secret=secret)


@post("/sign-in/links/{secret:str}", guards=[anyone])
async def press_link(request: Request, viewer: Viewer, secret: FromPath[str]) -> Response:
    """`only` leaves undone what was begun where the link was asked for: that may have been somebody else."""
    await limit("link-from", place_of(client_address(request.scope)), most=500, within=PLACE_WINDOW)
    sent = await sent_values(request)
    try:
        check_agreed(Carried.read(sent))
        link = await use_link(secret)
    except Refusal as refusal:
        return await _over(request, refusal)
    return await enter(request, viewer, link.address, _carried(link, only=bool(first_text(sent, "only"))))


async def _over(request: Request, refusal: Refusal) -> Response:
    """The way to another one."""
    form = blank()
    form.refuse(refusal)
    return await show_step(request, "address", form, Carried())


ROUTES = [show_link, press_link]
