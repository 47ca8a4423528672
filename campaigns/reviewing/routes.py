"""The staff's desk: campaigns that wait for a look."""

from typing import Annotated, Any

import msgspec
from litestar import Request, get, post
from litestar.params import FromPath
from litestar.response import Response

from app.accounts.guards import staff
from app.accounts.viewer import Viewer
from app.foundation.i18n import N_
from app.settings import settings
from app.support.staff_desk import staff_page
from app.web.fields import Choice
from app.web.forms import Form, read_form, read_values
from app.web.pages import go
from campaigns.discovering.categories import category_word
from campaigns.reviewing.actions import approve_campaign, request_changes
from campaigns.reviewing.forms import ChangesForm
from campaigns.reviewing.queries import STATES, campaign_for_staff, campaigns_by_state, counts_by_state, steps_of
from campaigns.reviewing.rounds import rounds_of
from campaigns.reviewing.showing import reviewed_sections
from campaigns.sections.rules import SECTIONS
from campaigns.tiers.queries import tiers_of
from campaigns.wording import state_tone, state_word

HERE = "/staff/campaigns"


class StateForm(msgspec.Struct):
    state: Annotated[str, Choice(STATES, default=STATES[0])]


@get(HERE, guards=[staff])
async def index(request: Request) -> Response:
    asked = read_values(StateForm, {name: request.query_params.getall(name) for name in request.query_params})
    state = asked.data.state if asked.ok else STATES[0]
    counts = await counts_by_state()
    links = [
        {
            "href": f"{HERE}?state={one}",
            "word": state_word(one),
            "count": counts.get(one, 0),
            "is_current": one == state,
        }
        for one in STATES
    ]
    return await staff_page(request, "campaigns/reviewing/index.html", campaigns=await campaigns_by_state(state), links=links)


async def show_page(request: Request, campaign: dict[str, Any], form: Form[Any] | None = None) -> Response:
    rounds = await rounds_of(campaign["id"])
    return await staff_page(
        request, "campaigns/reviewing/show.html", status=form.status if form else 200, campaign=campaign, form=form or Form(),
        tiers=await tiers_of(campaign["id"]), steps=await steps_of(campaign["id"]), word=state_word, tone=state_tone,
        fee=settings.fee_percent, rounds=rounds, reviewed=await reviewed_sections(campaign, rounds), rooms=SECTIONS,
        category_word=category_word,
    )  # fmt: skip


@get(HERE + "/{campaign_id:str}", guards=[staff])
async def show(request: Request, campaign_id: FromPath[str]) -> Response:
    return await show_page(request, await campaign_for_staff(campaign_id))


@post(HERE + "/{campaign_id:str}/approval", guards=[staff])
async def approve(viewer: Viewer, campaign_id: FromPath[str]) -> Response:
    await approve_campaign(viewer, await campaign_for_staff(campaign_id))
    return go(HERE, N_("已通过"))


@post(HERE + "/{campaign_id:str}/changes", guards=[staff])
async def ask_for_changes(request: Request, viewer: Viewer, campaign_id: FromPath[str]) -> Response:
    campaign = await campaign_for_staff(campaign_id)
    form = await read_form(request, ChangesForm)
    if form.ok:
        with form.catching():
            await request_changes(viewer, campaign, form.data.why, form.data.notes())
            return go(HERE, N_("已请品牌修改"))
    return await show_page(request, campaign, form)


ROUTES = [index, show, approve, ask_for_changes]
