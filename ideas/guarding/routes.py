"""/staff/votes: votes that look organised, each case with its figures, deciding one or many; and merging on the open floor."""

from typing import Any

from litestar import Request, get, post
from litestar.params import FromPath
from litestar.response import Response

from app.accounts.guards import staff
from app.accounts.queries import people
from app.accounts.viewer import Viewer
from app.foundation.i18n import N_, gettext
from app.support.staff_desk import staff_page, staff_rooms
from app.web.forms import Form, blank, read_form
from app.web.pages import go, render_for
from ideas.guarding import saying
from ideas.guarding.actions import decide, decide_many
from ideas.guarding.forms import DecisionForm, DecisionsForm
from ideas.guarding.lifecycle import CASE, STATE_TONES, STATE_WORDS
from ideas.guarding.queries import FILTERS, case_by_public_id, cases, counts, history_of, timeline_of, votes_of_case

HERE = "/staff/votes"
staff_rooms.add(N_("投票"), "votes", icon="badge-check", order=22)

WORDS = {"open": N_("待核对"), "held": N_("核对中"), "watched": N_("留意中"), "decided": N_("处理过的")}
DEED_WORDS = {"held": N_("先扣下"), "released": N_("放行，重新计票"), "upheld": N_("不计票"), "dismissed": N_("没有问题")}


async def _board(request: Request, wanted: str, form: Form[Any]) -> Response:
    text = request.query_params.get("page", "")
    number = max(1, int(text)) if text.isascii() and text.isdecimal() and len(text) < 5 else 1
    found, more = await cases(wanted, number)
    numbers = await counts()
    return await staff_page(
        request, "ideas/guarding/index.html", status=form.status, form=form, cases=found, show=wanted, say=saying,
        state_words=STATE_WORDS, state_tones=STATE_TONES, deeds=_deeds({one.state for one in found}),
        filters=[
            {"href": HERE + (f"?show={name}" if name != "open" else ""), "word": gettext(word), "count": numbers[name],
             "is_current": name == wanted}
            for name, word in WORDS.items()
        ],
        newer=f"{HERE}?show={wanted}&page={number - 1}" if number > 1 else "",
        older=f"{HERE}?show={wanted}&page={number + 1}" if more else "",
    )  # fmt: skip


def _deeds(states: set[str]) -> list[tuple[str, str]]:
    """What may be done with some of them."""
    following = {to for state in states for to in CASE.steps[state]}
    return [(deed, gettext(word)) for deed, word in DEED_WORDS.items() if deed in following]


@get(HERE, guards=[staff])
async def list_cases(request: Request) -> Response:
    asked = request.query_params.get("show", "open")
    return await _board(request, asked if asked in FILTERS else "open", blank())


@post(HERE + "/decisions", guards=[staff])
async def decide_on_many(request: Request, viewer: Viewer) -> Response:
    form = await read_form(request, DecisionsForm)
    if form.ok:
        with form.catching():
            done, left = await decide_many(viewer.id, form.data.cases, form.data.do, form.data.why)
            said = N_("处理了 %(done)s 个，%(left)s 个刚被别人处理过或不能这样处理。") if left else N_("处理了 %(done)s 个。")
            return go(f"{HERE}?show={form.data.show}", said, done=done, left=left)
    shown = form.text("show", "open")
    return await _board(request, shown if shown in FILTERS else "open", form)


async def _case_page(request: Request, public_id: str, form: Form[Any]) -> Response:
    case = await case_by_public_id(public_id)
    votes, steps, timeline = await votes_of_case(case), await history_of(case.id), await timeline_of(case)
    who = await people([case.author, *(one["actor"] for one in steps), *(one["member"] for one in votes)])
    return await staff_page(
        request, "ideas/guarding/show.html", status=form.status, form=form, case=case, votes=votes, who=who,
        steps=steps, timeline=timeline, chart=saying.bars(timeline), signs=saying.sentences(case.signs),
        state_words=STATE_WORDS, state_tones=STATE_TONES, deeds=_deeds({case.state}),
    )  # fmt: skip


@get(HERE + "/{case_id:str}", guards=[staff])
async def show_case(request: Request, case_id: FromPath[str]) -> Response:
    return await _case_page(request, case_id, blank())


@post(HERE + "/{case_id:str}/decision", guards=[staff])
async def decide_on_one(request: Request, viewer: Viewer, case_id: FromPath[str]) -> Response:
    case = await case_by_public_id(case_id)
    form = await read_form(request, DecisionForm)
    if form.ok:
        with form.catching():
            await decide(viewer.id, case.id, form.data.do, form.data.why)
            return go(case.url, N_("处理好了，记录在案。"))
    return await _case_page(request, case_id, form)


async def staff_tasks(request: Request, subject: Any) -> str:
    """Fills the slot `staff.tasks`."""
    numbers = await counts()
    return await render_for(request, "ideas/guarding/_tasks.html", numbers=numbers) if numbers["open"] else ""


ROUTES = [list_cases, decide_on_many, show_case, decide_on_one]
