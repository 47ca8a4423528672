"""The links that a backer has given out of one pledge: seen, revoked, renewed; and the one for whoever pays."""

from litestar import Request, get, post
from litestar.params import FromPath
from litestar.response import Response

from app.accounts.guards import anyone, members
from app.accounts.viewer import Viewer
from app.foundation.i18n import N_
from app.foundation.refusals import NotFound
from app.web.pages import go, page
from campaigns.pledging.linking import links_of, pay_address, pledge_address, renew_link, revoke_one, with_key
from campaigns.pledging.queries import find_pledge, opened_pledge

ONE = "/pledges/{pledge_id:str}/links"
WORDS = {"pledge": N_("看这一单，也能替你去付款"), "pay": N_("请人付款"), "perk": N_("看权益“%(perk)s”")}
SHOWS = {
    "pledge": N_("打开就能看到金额、状态和经过；看不到你的地址。取消和改地址要验证码。"),
    "pay": N_("只看得到是什么、多少钱、留到几点，和你名字的第一个字。"),
    "perk": N_("看得到到了哪一步和运单号；地址只露出城市。改地址、确认收货要验证码。"),
}


async def _own(viewer: Viewer, public_id: str) -> dict:
    pledge = await find_pledge(viewer, public_id)
    if pledge is None:
        raise NotFound
    return pledge


@get(ONE, guards=[members])
async def index(request: Request, viewer: Viewer, pledge_id: FromPath[str]) -> Response:
    pledge = await _own(viewer, pledge_id)
    links = await links_of(pledge)
    return await page(request, "campaigns/pledging/links.html", pledge=pledge, links=links, words=WORDS, shows=SHOWS)


@post(ONE, guards=[members])
async def make(viewer: Viewer, pledge_id: FromPath[str]) -> Response:
    """To show the pledge to somebody without an account."""
    pledge = await _own(viewer, pledge_id)
    await pledge_address(pledge["public_id"], viewer.id)
    return go(f"/pledges/{pledge_id}/links", N_("链接做好了，复制给要看的人。"))


@post(ONE + "/{link_id:str}/revocation", guards=[members])
async def revoke(viewer: Viewer, pledge_id: FromPath[str], link_id: FromPath[str]) -> Response:
    await revoke_one(await _own(viewer, pledge_id), link_id)
    return go(f"/pledges/{pledge_id}/links", N_("这个链接作废了，谁拿着它都打不开。"))


@post(ONE + "/{link_id:str}/renewal", guards=[members])
async def renew(viewer: Viewer, pledge_id: FromPath[str], link_id: FromPath[str]) -> Response:
    await renew_link(await _own(viewer, pledge_id), link_id)
    return go(f"/pledges/{pledge_id}/links", N_("换好了。旧的打不开了，把新的发给要看的人。"))


@post("/pledges/{pledge_id:str}/payment-link", guards=[anyone])
async def make_payment_link(request: Request, viewer: Viewer, pledge_id: FromPath[str]) -> Response:
    """Also by the pledge's link: it gives away less than that link itself does."""
    key = request.query_params.get("key", "")
    await pay_address(await opened_pledge(viewer, pledge_id, key))
    return go(with_key(f"/pledges/{pledge_id}/checkout", key) + "#others")


ROUTES = [index, make, revoke, renew, make_payment_link]
