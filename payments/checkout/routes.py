"""On the way to the provider's page, and back when the way was broken off."""

from litestar import Request, get, post
from litestar.params import FromPath
from litestar.response import Response

from app.accounts.guards import anyone
from app.accounts.viewer import Viewer
from app.foundation.refusals import Refusal
from app.web.pages import go, page
from payments.checkout.actions import open_checkout
from payments.checkout.queries import checkout_view, opened_pledge


@post("/pledges/{pledge_id:str}/checkout", guards=[anyone])
async def begin(request: Request, viewer: Viewer, pledge_id: FromPath[str]) -> Response:
    """Also reached by 307 from the pledge's form, whose body is of no interest here."""
    key = request.query_params.get("key", "")
    pledge = await opened_pledge(viewer, pledge_id, key)
    try:
        return go(await open_checkout(pledge["id"]))
    except Refusal as refusal:
        shown = await opened_pledge(viewer, pledge_id, key)
        return await _page(request, shown, key, status=refusal.status, refused=refusal.text())


@get("/pledges/{pledge_id:str}/checkout", guards=[anyone])
async def resume(request: Request, viewer: Viewer, pledge_id: FromPath[str]) -> Response:
    key = request.query_params.get("key", "")
    return await _page(request, await opened_pledge(viewer, pledge_id, key), key)


async def _page(request: Request, pledge: dict, key: str, *, status: int = 200, refused: str = "") -> Response:
    view = await checkout_view(pledge, key)
    response = await page(request, "payments/checkout/show.html", status=status, refused=refused, **view)
    response.headers |= {"Cache-Control": "no-store", "X-Robots-Tag": "noindex"}  # opened by its link in any browser
    return response


ROUTES = [begin, resume]
