"""A backer's pledges: the list, one of them (also by its link), and leaving it."""

from typing import Annotated, Any

import msgspec
from litestar import Request, get, post
from litestar.params import FromPath
from litestar.response import Response

from app.accounts.capabilities import by_link
from app.accounts.guards import anyone, members
from app.accounts.viewer import Viewer
from app.foundation import clock
from app.foundation.i18n import N_
from app.foundation.refusals import NotFound
from app.web import slots
from app.web.fields import Prose, Whole
from app.web.forms import blank, read_form, read_values
from app.web.pages import fragment, go, page
from campaigns.changing.rules import CHANGEABLE
from campaigns.changing.showing import changing_of, with_changes
from campaigns.fulfilment.queries import perks_of_pledge
from campaigns.fulfilment.wording import perk_sentence
from campaigns.gifting.queries import gifts_to
from campaigns.noting.actions import change_words
from campaigns.pledging.actions import cancel_pledge
from campaigns.pledging.beside import beside_of
from campaigns.pledging.order_fields import LONGEST_NOTE
from campaigns.pledging.queries import find_pledge, lines_of, opened_pledge, pledges_of, trail_of
from campaigns.pledging.wording import line_words, sentence, state_tone, state_word, step_words
from campaigns.reserving.queries import reserved_by
from campaigns.rules import has_stopped, station
from campaigns.waiting.showing import my_waits

A_PAGE = 30
WAITING = ("started", "expiring")


class BeforeForm(msgspec.Struct):
    before: Annotated[int | None, Whole(1, 2**62, optional=True)]


@get("/pledges", guards=[members])
async def index(request: Request, viewer: Viewer) -> Response:
    asked = read_values(BeforeForm, {name: request.query_params.getall(name) for name in request.query_params})
    found = await pledges_of(viewer, before=asked.data.before if asked.ok else None, limit=A_PAGE + 1)
    return await page(
        request, "campaigns/pledging/index.html", pledges=found[:A_PAGE], say=sentence, word=state_word, tone=state_tone,
        older=found[A_PAGE - 1]["id"] if len(found) > A_PAGE else None, waits=await my_waits(viewer, only_open=True),
        reserved=await reserved_by(viewer), gifts=await gifts_to(viewer),
    )  # fmt: skip


async def context_of(request: Request, viewer: Viewer, pledge_id: str) -> dict[str, Any]:
    key = request.query_params.get("key", "")
    pledge = await opened_pledge(viewer, pledge_id, key)
    now = await clock.now()
    in_time = pledge["campaign_state"] == "suspended" or (pledge["campaign_state"] == "live" and pledge["deadline"] > now)
    return {
        "pledge": pledge,
        "key": key,
        "now": now,
        "sentence": sentence(pledge),
        "word": state_word(pledge["state"]),
        "tone": state_tone(pledge["state"]),
        "lines": await lines_of(pledge["id"]),
        "changing": (changing := await changing_of(pledge, in_time=in_time)),
        "steps": with_changes([step_words(event) for event in await trail_of(pledge["id"])], changing["steps"]),
        "perks": [{**perk, "sentence": perk_sentence(perk)} for perk in await perks_of_pledge(pledge["id"])],
        "money": await slots.render("pledge.money", request, pledge),
        "line_words": line_words,
        "beside": (beside := await beside_of(pledge)),
        "words": blank(note=beside["note"]["own"], message=beside["note"]["message"]) if beside["note"] else None,
        "may_cancel": pledge["state"] == "started" if pledge["is_late"] else in_time and pledge["state"] in CHANGEABLE,
        "is_waiting": pledge["state"] in WAITING or bool(key and changing["open"]),
        "rail": {"at": station(pledge["campaign_state"]), "ended": has_stopped(pledge["campaign_state"])},
    }


@get("/pledges/{pledge_id:str}", guards=[anyone])
async def show(request: Request, viewer: Viewer, pledge_id: FromPath[str]) -> Response:
    """By the backer's session or by the link's key."""
    return by_link(await page(request, "campaigns/pledging/show.html", **await context_of(request, viewer, pledge_id)))


@get("/pledges/{pledge_id:str}/standing", guards=[anyone])
async def standing(request: Request, viewer: Viewer, pledge_id: FromPath[str]) -> Response:
    """The same without its frame, asked for while the provider's word is awaited."""
    return by_link(await fragment(request, "campaigns/pledging/_pledge.html", **await context_of(request, viewer, pledge_id)))


@post("/pledges/{pledge_id:str}/cancellation", guards=[members], intent="cancel_pledge")
async def cancel(viewer: Viewer, pledge_id: FromPath[str]) -> Response:
    """Begun on a page opened by its link, it is finished after sign-in; never by the link alone."""
    pledge = await find_pledge(viewer, pledge_id)
    if pledge is None:
        raise NotFound
    await cancel_pledge(viewer, pledge)
    return go(f"/pledges/{pledge_id}", N_("已取消"))


class WordsForm(msgspec.Struct):
    note: Annotated[str, Prose(LONGEST_NOTE, least=0)]
    message: Annotated[str, Prose(LONGEST_NOTE, least=0)]


@post("/pledges/{pledge_id:str}/words", guards=[members])
async def write(request: Request, viewer: Viewer, pledge_id: FromPath[str]) -> Response:
    """The note to oneself and the message to the brand, changed."""
    pledge = await find_pledge(viewer, pledge_id)
    if pledge is None or not pledge["is_mine"]:
        raise NotFound
    form = await read_form(request, WordsForm)
    if form.ok:
        with form.catching():
            await change_words(viewer, pledge["id"], own=form.data.note, message=form.data.message)
            return go(f"/pledges/{pledge_id}", N_("记下了"))
    context = await context_of(request, viewer, pledge_id)
    return by_link(await page(request, "campaigns/pledging/show.html", status=form.status, **context | {"words": form}))


ROUTES = [index, show, standing, cancel, write]
