"""The brand's desk: what backers wrote with their pledges."""

from typing import Annotated

import msgspec
from litestar import Request, get
from litestar.params import FromPath
from litestar.response import Response

from app.accounts.queries import people
from app.brands.desk import Desk, team
from app.brands.studio import studio_page
from app.web.fields import Whole
from app.web.forms import read_values
from campaigns.drafting.queries import desk_campaign
from campaigns.noting.queries import messages_in
from campaigns.pledging.wording import state_tone, state_word

A_PAGE = 100


class BeforeForm(msgspec.Struct):
    before: Annotated[int | None, Whole(1, 2**62, optional=True)]


@get("/brands/{brand_id:str}/studio/campaigns/{campaign_id:str}/messages", guards=[team()])
async def index(request: Request, desk: Desk, campaign_id: FromPath[str]) -> Response:
    campaign = await desk_campaign(desk.brand, campaign_id)
    asked = read_values(BeforeForm, {name: request.query_params.getall(name) for name in request.query_params})
    found = await messages_in(campaign["id"], before=asked.data.before if asked.ok else None, limit=A_PAGE + 1)
    here = f"{desk.url}/campaigns/{campaign_id}/messages"
    return await studio_page(
        request, desk, "campaigns/noting/messages.html", campaign=campaign, messages=found[:A_PAGE],
        people=await people(one["backer"] for one in found), word=state_word, tone=state_tone,
        older=f"{here}?before={found[A_PAGE - 1]['id']}" if len(found) > A_PAGE else "",
    )  # fmt: skip


ROUTES = [index]
