"""Paying for somebody else, by the link they sent: what, how much, till when; afterwards thanks. Nothing private."""

from typing import Any

from litestar import Request, get, post
from litestar.params import FromPath
from litestar.response import Response

from app.accounts.capabilities import DeadLink, by_link
from app.accounts.guards import anyone
from app.foundation.refusals import Refusal
from app.web.chat_browsers import chat_browser
from app.web.pages import go, page
from campaigns.pledging.linking import with_key
from campaigns.pledging.methods import is_closed_in
from campaigns.pledging.queries import pledge_to_pay
from payments.checkout.actions import open_checkout
from payments.checkout.queries import friend_view
from payments.checkout.routes import answer_standing, key_in, means_here
from payments.checkout.sessions import FRIEND

HERE = "/pledges/{pledge_id:str}/pay"


async def _asked(request: Request, pledge_id: str) -> dict[str, Any]:
    pledge = await pledge_to_pay(pledge_id, key_in(request))
    if pledge is None:
        raise DeadLink
    return pledge


async def _page(request: Request, pledge: dict[str, Any], *, status: int = 200, refused: str = "") -> Response:
    view = await friend_view(pledge, key_in(request)) | means_here(request, pledge)
    is_back = "back" in request.query_params and pledge["state"] == "started"
    return by_link(await page(request, "payments/checkout/friend.html", status=status, refused=refused, is_back=is_back, **view))


@get(HERE, guards=[anyone])
async def show(request: Request, pledge_id: FromPath[str]) -> Response:
    return await _page(request, await _asked(request, pledge_id))


@post(HERE, guards=[anyone])
async def pay(request: Request, pledge_id: FromPath[str]) -> Response:
    pledge = await _asked(request, pledge_id)
    if is_closed_in(pledge["method"], chat_browser(request)):
        return go(with_key(f"/pledges/{pledge_id}/pay", key_in(request)))
    try:
        return go(await open_checkout(pledge["id"], FRIEND))
    except Refusal as refusal:
        return await _page(request, await _asked(request, pledge_id), status=refusal.status, refused=refusal.text())


@get(HERE + "/standing", guards=[anyone])
async def standing(request: Request, pledge_id: FromPath[str]) -> Response:
    pledge = await _asked(request, pledge_id)
    return await answer_standing(request, pledge, with_key(f"/pledges/{pledge_id}/pay", key_in(request)))


ROUTES = [show, pay, standing]
