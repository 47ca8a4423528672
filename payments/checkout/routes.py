"""On the way to the provider's page, and back when the way was broken off."""

from typing import Annotated, Any

import msgspec
from litestar import Request, get, post
from litestar.params import FromPath
from litestar.response import Response

from app.accounts.capabilities import by_link
from app.accounts.guards import anyone
from app.accounts.viewer import Viewer
from app.foundation import clock
from app.foundation.i18n import N_
from app.foundation.refusals import Refusal
from app.web.chat_browsers import chat_browser, is_phone
from app.web.fields import Choice
from app.web.forms import read_form
from app.web.pages import fragment, go, page
from campaigns.pledging.linking import way_to_pay, with_key
from campaigns.pledging.methods import METHODS, SCANNED, is_closed_in
from campaigns.pledging.queries import opened_pledge
from payments.checkout.actions import choose_method, open_checkout
from payments.checkout.queries import checkout_view


def key_in(request: Request) -> str:
    return request.query_params.get("key", "")


@post("/pledges/{pledge_id:str}/checkout", guards=[anyone])
async def begin(request: Request, viewer: Viewer, pledge_id: FromPath[str]) -> Response:
    """Also reached by 307 from the pledge's form, whose body is of no interest here. Paying needs no more than the link."""
    key = key_in(request)
    pledge = await opened_pledge(viewer, pledge_id, key)
    if is_closed_in(pledge["method"], chat_browser(request)):
        return go(await way_to_pay(pledge))  # with the key: “open in the browser” takes along this page's address alone
    try:
        return go(await open_checkout(pledge["id"]))
    except Refusal as refusal:
        shown = await opened_pledge(viewer, pledge_id, key)
        return await _page(request, shown, key, status=refusal.status, refused=refusal.text())


class MethodForm(msgspec.Struct):
    method: Annotated[str, Choice(tuple(METHODS))]


@post("/pledges/{pledge_id:str}/method", guards=[anyone])
async def change(request: Request, viewer: Viewer, pledge_id: FromPath[str]) -> Response:
    """Another way to pay for the place that is held: part of paying, so the link is enough."""
    key = key_in(request)
    pledge = await opened_pledge(viewer, pledge_id, key)
    form = await read_form(request, MethodForm)
    try:
        await choose_method(pledge["id"], form.data.method)
    except Refusal as refusal:
        shown = await opened_pledge(viewer, pledge_id, key)
        return await _page(request, shown, key, status=refusal.status, refused=refusal.text())
    return go(with_key(f"/pledges/{pledge_id}/checkout", key), N_("付法换好了，名额还是原来那个。"))


@get("/pledges/{pledge_id:str}/checkout", guards=[anyone])
async def resume(request: Request, viewer: Viewer, pledge_id: FromPath[str]) -> Response:
    return await _page(request, await opened_pledge(viewer, pledge_id, key_in(request)), key_in(request))


@get("/pledges/{pledge_id:str}/checkout/standing", guards=[anyone])
async def standing(request: Request, viewer: Viewer, pledge_id: FromPath[str]) -> Response:
    """Asked again and again while it is paid elsewhere; once it is, the page goes on by itself."""
    pledge = await opened_pledge(viewer, pledge_id, key_in(request))
    return await answer_standing(request, pledge, with_key(f"/pledges/{pledge_id}", key_in(request)))


async def answer_standing(request: Request, pledge: dict[str, Any], onward: str) -> Response:
    if pledge["state"] == "started":
        here = with_key(request.url.path, key_in(request))
        return by_link(await fragment(request, "payments/checkout/_standing.html", pledge=pledge, standing_at=here))
    return by_link(Response(b"", headers={"HX-Redirect": onward}))


def means_here(request: Request, pledge: dict[str, Any]) -> dict[str, Any]:
    """What this browser can do with the pledge's way to pay."""
    return {
        "is_closed_here": is_closed_in(pledge["method"], chat_browser(request)),
        "is_scanned": pledge["method"] in SCANNED and is_phone(request),
    }


async def _page(request: Request, pledge: dict[str, Any], key: str, *, status: int = 200, refused: str = "") -> Response:
    view = await checkout_view(pledge, key, await clock.now()) | means_here(request, pledge)
    return by_link(await page(request, "payments/checkout/show.html", status=status, refused=refused, **view))


ROUTES = [begin, change, resume, standing]
