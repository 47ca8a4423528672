"""The way to pay after a refused charge, and the staff's look at the money."""

from litestar import Request, get, post
from litestar.params import FromPath
from litestar.response import Response

from app.accounts.guards import anyone, staff
from app.accounts.viewer import Viewer
from app.foundation.i18n import N_
from app.foundation.refusals import Refusal
from app.support.staff_desk import staff_page
from app.web.pages import go
from campaigns.pledging.linking import with_key
from campaigns.pledging.queries import opened_pledge
from payments.collection.overview import money_overview
from payments.collection.recovery import open_recovery
from payments.refunds.actions import try_again


@post("/pledges/{pledge_id:str}/recovery", guards=[anyone])
async def recover(request: Request, viewer: Viewer, pledge_id: FromPath[str]) -> Response:
    key = request.query_params.get("key", "")
    pledge = await opened_pledge(viewer, pledge_id, key)
    try:
        return go(await open_recovery(pledge["id"]))
    except Refusal as refusal:
        return go(with_key(f"/pledges/{pledge_id}", key), refusal.sentence, **refusal.params)


@get("/staff/money", guards=[staff])
async def money(request: Request) -> Response:
    return await staff_page(request, "payments/collection/money.html", **await money_overview())


@post("/staff/money/refunds/{refund_id:str}/retry", guards=[staff])
async def retry_refund(request: Request, refund_id: FromPath[str]) -> Response:
    again = await try_again(refund_id)
    return go("/staff/money", N_("已经重新发起退款") if again else N_("这笔退款现在不能重新发起"))


ROUTES = [recover, money, retry_refund]
