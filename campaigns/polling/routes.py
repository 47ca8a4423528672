"""Answering what an update asks."""

from typing import Annotated

import msgspec
from litestar import Request, post
from litestar.params import FromPath
from litestar.response import Response

from app.accounts.guards import members
from app.accounts.viewer import Viewer
from app.brands.queries import brands_of
from app.foundation.i18n import N_
from app.foundation.refusals import Refusal
from app.web.fields import Line
from app.web.forms import read_form
from app.web.pages import answer, go, is_htmx
from campaigns.polling.actions import answer_poll
from campaigns.polling.queries import poll_for
from campaigns.updates.queries import readable_update


class AnswerForm(msgspec.Struct):
    option: Annotated[str, Line(12, least=0)]


@post("/updates/{update_id:str}/answers", guards=[members], status_code=200, intent="poll_answer")
async def give(request: Request, viewer: Viewer, update_id: FromPath[str]) -> Response:
    update = await readable_update(viewer, update_id)
    form = await read_form(request, AnswerForm)
    to = f"/campaigns/{update['campaign_public_id']}/updates/{update['number']}#poll-{update_id}"
    refused = ""
    try:
        await answer_poll(viewer, update, form.data.option)
    except Refusal as refusal:
        if not is_htmx(request):
            return go(to, refusal.sentence, **refusal.params)
        refused = refusal.text()
    on_team = any(one["id"] == update["brand"] for one in await brands_of(viewer.id))
    poll = await poll_for(viewer, update, update["campaign_state"], on_team=on_team)
    return await answer(
        request, "campaigns/polling/_poll.html", to=to, say=N_("选好了，截止前可以改。"), status=409 if refused else 200,
        update=update, poll=poll, refused=refused, on_team=on_team,
    )  # fmt: skip


ROUTES = [give]
