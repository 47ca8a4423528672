"""A change is asked for, its difference paid on the provider's page, or given up before it is paid."""

from typing import Any

from litestar import Request, post
from litestar.params import FromPath
from litestar.response import Response

from app.accounts.guards import anyone
from app.accounts.viewer import Viewer
from app.foundation.i18n import N_
from app.foundation.refusals import Refusal
from app.web.chat_browsers import chat_browser
from app.web.forms import Form, read_values
from app.web.pages import go
from app.web.sent import Sent, sent_values
from campaigns.beginning import sign_in_first
from campaigns.changing.forms import ChangeForm
from campaigns.changing.queries import open_change
from campaigns.changing.routes import HERE, as_typed, change_page, key_in
from campaigns.pledging.linking import pledge_address, with_key
from campaigns.pledging.methods import is_closed_in
from campaigns.pledging.queries import opened_pledge
from campaigns.waiting.queries import is_opened
from payments.changing.actions import begin_change, open_top_up, withdraw_change

DONE = N_("改好了。")


@post(HERE, guards=[anyone])
async def change(request: Request, viewer: Viewer, pledge_id: FromPath[str]) -> Response:
    """Begun on a page opened by its link, it is finished after sign-in; never by the link alone."""
    pledge = await opened_pledge(viewer, pledge_id, key_in(request))
    sent = await sent_values(request)
    if "recount" in sent:  # the button of browsers without scripts
        return await change_page(request, viewer, pledge, as_typed(sent))
    form = read_values(ChangeForm, sent)
    if form.ok:
        with form.catching():
            return await _changed(request, viewer, pledge, form, sent)
    return await change_page(request, viewer, await opened_pledge(viewer, pledge_id, key_in(request)), _again(form, sent))


def _again(form: Form[ChangeForm], sent: Sent) -> Form[Any]:
    """What was typed stays; a refused form may be sent again as another."""
    form.values = as_typed(sent).values | form.values | {"request_key": ""}
    return form


async def _changed(request: Request, viewer: Viewer, pledge: dict[str, Any], form: Form[ChangeForm], sent: Sent) -> Response:
    if not pledge["is_mine"]:
        return await sign_in_first(request, viewer, "change_pledge", pledge["public_id"], sent)
    opened = await is_opened(form.data.tier, form.data.key)
    made = await begin_change(viewer, pledge["id"], form.data, opened=opened)
    key = key_in(request)
    home = f"/pledges/{pledge['public_id']}"
    if made["state"] == "held":
        return await _to_the_provider(request, pledge, key)
    if pledge["state"] == "started":
        return go(with_key(f"{home}/checkout", key), N_("改好了，名额还是原来那个，按新的合计付款。"))
    return go(with_key(home, key), DONE)


async def _to_the_provider(request: Request, pledge: dict[str, Any], key: str) -> Response:
    here = with_key(f"/pledges/{pledge['public_id']}/change", key)
    if is_closed_in(pledge["method"], chat_browser(request)):  # with the key: “open in the browser” takes along the address alone
        return go(await pledge_address(pledge["public_id"], pledge["backer"], "/change"))
    try:
        return go(await open_top_up(pledge["id"]))
    except Refusal as refusal:
        return go(here, refusal.sentence, **refusal.params)


@post(HERE + "/payment", guards=[anyone])
async def pay(request: Request, viewer: Viewer, pledge_id: FromPath[str]) -> Response:
    """The difference of a change that is held. Paying needs no more than the link."""
    pledge = await opened_pledge(viewer, pledge_id, key_in(request))
    if await open_change(pledge["id"]) is None:
        return go(with_key(f"/pledges/{pledge_id}", key_in(request)), N_("没有等着补差价的修改。"))
    return await _to_the_provider(request, pledge, key_in(request))


@post(HERE + "/withdrawal", guards=[anyone])
async def withdraw(request: Request, viewer: Viewer, pledge_id: FromPath[str]) -> Response:
    """Part of paying as well: what is given up is a wish that nobody has paid for."""
    key = key_in(request)
    pledge = await opened_pledge(viewer, pledge_id, key)
    try:
        given_up = await withdraw_change(pledge["id"])
    except Refusal as refusal:
        return go(with_key(f"/pledges/{pledge_id}/change", key), refusal.sentence, **refusal.params)
    if given_up:
        return go(with_key(f"/pledges/{pledge_id}/change", key), N_("这次修改放弃了，原来的那一单没有变。"))
    return go(with_key(f"/pledges/{pledge_id}", key), N_("这次修改已经付款或结束了，下面是现在的样子。"))


ROUTES = [change, pay, withdraw]
