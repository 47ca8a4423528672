"""A gift's pages: the giver's words and link beside the pledge; the card for whoever takes it."""

from typing import Any

from litestar import Request, get, post
from litestar.params import FromPath
from litestar.response import Response

from app.accounts.capabilities import by_link, key_of, living_links
from app.accounts.guards import anyone, members
from app.accounts.viewer import Viewer
from app.foundation.i18n import N_
from app.foundation.refusals import NotFound
from app.web.forms import Form, blank, read_form
from app.web.pages import go, page
from campaigns.beginning import sign_in_first
from campaigns.fulfilment.queries import perks_of_pledge
from campaigns.fulfilment.wording import perk_sentence
from campaigns.gifting.actions import accept_gift, gift_address, unwrap, wrap
from campaigns.gifting.forms import GiftForm
from campaigns.gifting.queries import contents_of, gift_of_pledge, opened_gift
from campaigns.gifting.rules import phase
from campaigns.pledging.order_fields import LONGEST_CARD
from campaigns.pledging.queries import find_pledge

OF_PLEDGE = "/pledges/{pledge_id:str}/gift"
ONE = "/gifts/{gift_id:str}"
KEPT = N_("记下了。付款以后，把链接发给 TA，或者等我们发邮件。")
TAKEN = N_("收下了，这份权益现在是你的。")


async def _own(viewer: Viewer, public_id: str) -> dict[str, Any]:
    pledge = await find_pledge(viewer, public_id)
    if pledge is None or not pledge["is_mine"]:
        raise NotFound
    return pledge


async def words_page(request: Request, pledge: dict[str, Any], form: Form[Any] | None = None) -> Response:
    gift = await gift_of_pledge(pledge["id"])
    links = await living_links("gift", gift["public_id"]) if gift else []
    known = {f"gift_{name}": gift[name] for name in ("signed", "card")} if gift else {}
    known |= {"gift_name": gift["to_name"], "gift_email": gift["to_email"]} if gift else {}
    return await page(
        request, "campaigns/gifting/edit.html", status=form.status if form else 200, pledge=pledge, gift=gift,
        phase=phase(gift) if gift else "", form=form or blank(**known), longest=LONGEST_CARD,
        link=f"/gifts/{gift['public_id']}?key={key_of(links[0])}" if gift and links else "",
    )  # fmt: skip


@get(OF_PLEDGE, guards=[members])
async def words(request: Request, viewer: Viewer, pledge_id: FromPath[str]) -> Response:
    return await words_page(request, await _own(viewer, pledge_id))


@post(OF_PLEDGE, guards=[members])
async def keep(request: Request, viewer: Viewer, pledge_id: FromPath[str]) -> Response:
    pledge = await _own(viewer, pledge_id)
    form = await read_form(request, GiftForm)
    if form.ok:
        with form.catching():
            await wrap(viewer, pledge, form.data)
            return go(f"/pledges/{pledge_id}/gift", KEPT)
    return await words_page(request, pledge, form)


@post(OF_PLEDGE + "/link", guards=[members])
async def make_link(viewer: Viewer, pledge_id: FromPath[str]) -> Response:
    """For whoever hands it on by chat."""
    pledge = await _own(viewer, pledge_id)
    gift = await gift_of_pledge(pledge["id"])
    if gift is None or phase(gift) != "ready":
        raise NotFound
    await gift_address(gift)
    return go(f"/pledges/{pledge_id}/gift#link", N_("链接做好了，复制发给 TA。"))


@post(OF_PLEDGE + "/undoing", guards=[members])
async def undo(viewer: Viewer, pledge_id: FromPath[str]) -> Response:
    await unwrap(viewer, await _own(viewer, pledge_id))
    return go(f"/pledges/{pledge_id}", N_("收回了，这一单和权益还是你的。"))


@get(ONE, guards=[anyone])
async def show(request: Request, viewer: Viewer, gift_id: FromPath[str]) -> Response:
    """By the link that was sent, or by whoever took it."""
    key = request.query_params.get("key", "")
    gift = await opened_gift(viewer, gift_id, key)
    perks = await perks_of_pledge(gift["pledge"]) if gift["is_mine"] else []
    mine = [{**perk, "sentence": perk_sentence(perk)} for perk in perks if perk["backer"] == viewer.id]
    return by_link(
        await page(
            request, "campaigns/gifting/show.html", gift=gift, key="" if gift["is_mine"] else key, phase=phase(gift), perks=mine,
            contents=await contents_of(gift["pledge"]), is_giver=viewer.is_signed_in and gift["giver"] == viewer.id,
        )
    )  # fmt: skip


@post(ONE + "/acceptance", guards=[anyone])
async def accept(request: Request, viewer: Viewer, gift_id: FromPath[str]) -> Response:
    """Who takes it is known by a code; the link alone only shows it."""
    key = request.query_params.get("key", "")
    gift = await opened_gift(viewer, gift_id, key)
    if not viewer.is_signed_in:
        return await sign_in_first(request, viewer, "gift", gift_id, {"key": [key]})
    await accept_gift(viewer, gift["public_id"])
    return go(f"/gifts/{gift_id}", TAKEN)


ROUTES = [words, keep, make_link, undo, show, accept]
