"""The page on which a pledge is changed: what it is, what it would be, and what that means. It is sent to payments."""

from typing import Any

from litestar import Request, get, post
from litestar.params import FromPath
from litestar.response import Response

from app.accounts.capabilities import by_link
from app.accounts.guards import anyone
from app.accounts.viewer import Viewer
from app.foundation import clock
from app.foundation.refusals import Refusal
from app.web.chat_browsers import chat_browser, is_phone
from app.web.forms import Form
from app.web.pages import fragment, go, page
from app.web.sent import Sent, sent_values
from campaigns.changing.rules import check_may_change
from campaigns.changing.showing import change_view
from campaigns.pledging.linking import with_key
from campaigns.pledging.methods import SCANNED, is_closed_in
from campaigns.pledging.queries import opened_pledge

HERE = "/pledges/{pledge_id:str}/change"


def key_in(request: Request) -> str:
    return request.query_params.get("key", "")


def as_typed(sent: Sent) -> Form[Any]:
    """What was typed, to be shown again."""
    return Form(values={name: texts[-1] for name, texts in sent.items() if texts and isinstance(texts[-1], str)}, status=200)


async def change_page(
    request: Request, viewer: Viewer, pledge: dict[str, Any], form: Form[Any], *, part: bool = False, refused: str = ""
) -> Response:
    key = key_in(request)
    view = await change_view(request, viewer, pledge, form)
    here = f"/pledges/{pledge['public_id']}"
    context = view | {
        "key": key, "refused": refused, "home": with_key(here, key), "action": with_key(f"{here}/change", key),
        "order_at": with_key(f"{here}/change/order", key), "pay_at": with_key(f"{here}/change/payment", key),
        "withdraw_at": with_key(f"{here}/change/withdrawal", key),
        "is_closed_here": is_closed_in(pledge["method"], chat_browser(request)),
        "is_scanned": pledge["method"] in SCANNED and is_phone(request),
    }  # fmt: skip
    if part:
        return by_link(await fragment(request, "campaigns/changing/_after_counting.html", **context))
    template = "paying.html" if view["open"] else "edit.html"
    return by_link(await page(request, f"campaigns/changing/{template}", status=form.status, **context))


@get(HERE, guards=[anyone])
async def edit(request: Request, viewer: Viewer, pledge_id: FromPath[str]) -> Response:
    """By the backer's session or by the link's key; what can't be changed any more says so on the pledge's page."""
    pledge = await opened_pledge(viewer, pledge_id, key_in(request))
    try:
        in_time = pledge["deadline"] > await clock.now()
        check_may_change(pledge["state"], pledge["campaign_state"], in_time=in_time, is_late=pledge["is_late"])
    except Refusal as refusal:
        return go(with_key(f"/pledges/{pledge_id}", key_in(request)), refusal.sentence, **refusal.params)
    return await change_page(request, viewer, pledge, Form(status=200))


@post(HERE + "/order", guards=[anyone])
async def order(request: Request, viewer: Viewer, pledge_id: FromPath[str]) -> Response:
    """What there is to choose, the sum and its meaning anew, while it is filled in; changes nothing."""
    pledge = await opened_pledge(viewer, pledge_id, key_in(request))
    return await change_page(request, viewer, pledge, as_typed(await sent_values(request)), part=True)


ROUTES = [edit, order]
