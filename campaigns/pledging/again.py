"""A form that comes a second time: from another tab, after “back”, or sent twice. Whatever it says, the truth is what stands."""

from typing import Any

from litestar.response import Redirect, Response

from app.accounts.viewer import Viewer
from app.foundation.database import rows
from app.foundation.i18n import N_
from app.foundation.money import Money
from app.foundation.refusals import Refusal
from app.web.forms import Form
from app.web.pages import go
from campaigns.pledging.claiming import priced_order
from campaigns.pledging.forms import PledgeForm
from campaigns.pledging.linking import pledge_address, way_to_pay
from campaigns.pledging.ordering import form_key, standing_of
from campaigns.pledging.rules import COUNTED

STANDS = N_("这张表单已经占下 %(n)s 份，合计 %(total)s，还没有付款。要改就先取消它；再按一次，是另外再下一单。")
GONE = N_("这张表单上次占的名额已经放开了。再按一次，重新占一个。")
DONE = N_("这一单已经支持过了，不用再付。")
OTHER_WAY = N_("名额还是原来那个，付法在这一页换。")


async def again(viewer: Viewer, campaign: dict[str, Any], pledge: dict[str, Any], form: Form[PledgeForm]) -> Response:
    """On to paying where it is the very same order; else one sentence about the first one, and a fresh form."""
    if pledge["state"] in COUNTED:
        home = f"/pledges/{pledge['public_id']}"
        return go(home if viewer.is_signed_in else await pledge_address(pledge["public_id"], pledge["backer"]), DONE)
    is_held = pledge["state"] == "started"
    if is_held and await _is_same(pledge, campaign, form.data):
        to = await way_to_pay(pledge)
        return Redirect(to, status_code=307) if pledge["method"] == form.data.method else go(to, OTHER_WAY)
    standing = await standing_of(viewer.id, campaign["id"])
    form.values["request_key"] = form_key(viewer.id, campaign["id"], standing["times"])
    if is_held:
        raise Refusal(STANDS, n=pledge["quantity"], total=Money(pledge["amount"], pledge["currency"]))
    raise Refusal(GONE)


async def _is_same(pledge: dict[str, Any], campaign: dict[str, Any], form: PledgeForm) -> bool:
    priced = await priced_order(campaign, form)
    lines = await rows("select tier, quantity from pledge_line where pledge = {} and tier is not null", pledge["id"])
    chosen = await rows("select variant, quantity from pledge_choice where pledge = {}", pledge["id"])
    return (
        priced.total.amount == pledge["amount"]
        and priced.order.country == pledge["country"]
        and priced.places == {one["tier"]: one["quantity"] for one in lines}
        and {one.variant: one.quantity for one in priced.choices} == {one["variant"]: one["quantity"] for one in chosen}
    )
