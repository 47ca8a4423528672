"""The brand's desk: who is on the list of a tier that is only for some."""

from typing import Annotated, Any

import msgspec
from litestar import Request, get, post
from litestar.params import FromPath
from litestar.response import Response

from app.brands.desk import Desk, team
from app.brands.studio import studio_page
from app.foundation.i18n import N_
from app.web.fields import Prose
from app.web.forms import Form, blank, read_form
from app.web.pages import go
from campaigns.drafting.queries import desk_campaign
from campaigns.tiers.guest_rules import LONGEST_LINE, MOST_LINES, Read
from campaigns.tiers.guests import add_guests, guest_count, guests_of, remove_guest
from campaigns.tiers.pages import address
from campaigns.tiers.queries import tier_of

HERE = "/brands/{brand_id:str}/studio/campaigns/{campaign_id:str}/tiers/{tier_id:str}/guests"


class GuestForm(msgspec.Struct):
    people: Annotated[str, Prose(MOST_LINES * LONGEST_LINE // 8)]


async def guests_page(
    request: Request, desk: Desk, campaign: dict[str, Any], tier: dict[str, Any], form: Form[Any], *,
    read: Read | None = None, added: int = 0,
) -> Response:  # fmt: skip
    """`read`: what became of the list just pasted, where not all of it was understood."""
    searched = request.query_params.get("q", "")[:80].strip()
    return await studio_page(
        request, desk, "campaigns/tiers/guests.html", status=form.status, campaign=campaign, tier=tier, form=form, read=read,
        added=added, searched=searched, guests=await guests_of(tier, searched), count=await guest_count(tier),
        here=f"{address(desk, campaign)}/{tier['public_id']}/guests",
    )  # fmt: skip


@get(HERE, guards=[team("edit")])
async def index(request: Request, desk: Desk, campaign_id: FromPath[str], tier_id: FromPath[str]) -> Response:
    campaign = await desk_campaign(desk.brand, campaign_id)
    return await guests_page(request, desk, campaign, await tier_of(campaign["id"], tier_id), blank())


@post(HERE, guards=[team("edit")])
async def add(request: Request, desk: Desk, campaign_id: FromPath[str], tier_id: FromPath[str]) -> Response:
    """What was understood is on the list; what was not stays in the field, to be corrected."""
    campaign = await desk_campaign(desk.brand, campaign_id)
    tier = await tier_of(campaign["id"], tier_id)
    form = await read_form(request, GuestForm)
    read, added = None, 0
    if form.ok:
        with form.catching():
            added, read = await add_guests(campaign, tier, form.data.people)
            if not read.unread:
                return go(f"{address(desk, campaign)}/{tier_id}/guests", N_("加上了 %(n)s 人。"), n=added)
            form.values["people"] = "\n".join(line for _, line in read.unread)
    return await guests_page(request, desk, campaign, tier, form, read=read, added=added)


@post(HERE + "/{guest_id:int}/removal", guards=[team("edit")])
async def remove(desk: Desk, campaign_id: FromPath[str], tier_id: FromPath[str], guest_id: FromPath[int]) -> Response:
    campaign = await desk_campaign(desk.brand, campaign_id)
    await remove_guest(await tier_of(campaign["id"], tier_id), guest_id)
    return go(f"{address(desk, campaign)}/{tier_id}/guests", N_("从名单上去掉了，已经支持的不受影响。"))


ROUTES = [index, add, remove]
