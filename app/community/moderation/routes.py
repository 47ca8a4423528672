"""/staff/moderation: the queue, one thing with its history, deciding."""

from typing import Any

from litestar import Request, get, post
from litestar.params import FromPath
from litestar.response import Response

from app.accounts.guards import staff
from app.accounts.queries import people
from app.accounts.viewer import Viewer
from app.community.moderation import showing
from app.community.moderation.actions import ask_author, give_pictures_back, hide, show, withhold_pictures
from app.community.moderation.bulk import decide_many, read_order
from app.community.moderation.forms import DecisionsForm, HidingForm, ShowingForm
from app.community.moderation.kinds import known_kinds
from app.community.moderation.policy import pre_moderation
from app.community.moderation.queries import FILTERS, cases_of, counts, history_of, queue, reasons, statements_of, thing_for_staff
from app.community.moderation.rules import STATE_TONES, STATE_WORDS, WAITING
from app.community.moderation.things import newest
from app.community.moderation.word_list import present_words
from app.community.reporting.queries import reports_of
from app.foundation.i18n import N_, gettext
from app.media.withholding.queries import withheld_among
from app.support.staff_desk import staff_page, staff_rooms
from app.web.forms import read_form
from app.web.pages import fragment, go, is_htmx, render_for

HERE = "/staff/moderation"
staff_rooms.add(N_("内容审核"), "moderation", icon="flag", order=20)

WORDS = {
    "all": N_("全部待处理"),
    "new": N_("待审"),
    "words": N_("词表拦下"),
    "reported": N_("被举报"),
    "appeals": N_("申诉"),
    "decided": N_("处理过的"),
}
LATEST = 40


def page_number(asked: str) -> int:
    return max(1, int(asked) if asked.isascii() and asked.isdecimal() and len(asked) < 5 else 1)


async def _queue_context(wanted: str, number: int) -> dict[str, Any]:
    shown, more = await queue(wanted, number)
    numbers = await counts()
    return {
        "waiting": shown,
        "reasons": await reasons(),
        "words": await present_words(),
        "authors": await people(author for one in shown for author in one.thing.authors),
        "show": wanted,
        "number": number,
        "filters": [
            {
                "href": HERE + (f"?show={name}" if name != "all" else ""),
                "word": gettext(word),
                "count": numbers.get(name),
                "is_current": name == wanted,
            }
            for name, word in WORDS.items()
        ],
        "newer": f"{HERE}?show={wanted}&page={number - 1}" if number > 1 else "",
        "older": f"{HERE}?show={wanted}&page={number + 1}" if more else "",
        "say": showing,
        "state_words": STATE_WORDS,
        "state_tones": STATE_TONES,
    }


@get(HERE, guards=[staff])
async def show_queue(request: Request) -> Response:
    asked = request.query_params.get("show", "all")
    context = await _queue_context(asked if asked in FILTERS else "all", page_number(request.query_params.get("page", "")))
    return await staff_page(request, "community/moderation/index.html", refused=(), done=0, setting=pre_moderation(), **context)


@post(HERE + "/decisions", guards=[staff])
async def decide(request: Request, viewer: Viewer) -> Response:
    form = await read_form(request, DecisionsForm)
    data = form.data
    outcome = await decide_many(viewer, read_order(data.do), data.cases, await reasons())
    wanted = data.show if data.show in FILTERS else "all"
    if is_htmx(request):
        context = await _queue_context(wanted, page_number(data.page))
        return await fragment(request, "community/moderation/_queue.html", refused=outcome.refused, done=outcome.done, **context)
    if outcome.refused:
        return go(
            f"{HERE}?show={wanted}", N_("处理了 %(done)s 条，%(n)s 条没有：%(why)s"),
            done=outcome.done, n=len(outcome.refused), why=outcome.refused[0],
        )  # fmt: skip
    return go(f"{HERE}?show={wanted}", N_("处理了 %(done)s 条。"), done=outcome.done)


@get(HERE + "/newest", guards=[staff])
async def patrol(request: Request) -> Response:
    """What was published lately, whether anybody complained or not."""
    asked = request.query_params.get("kind", "")
    kind = asked if asked in known_kinds() else "idea" if "idea" in known_kinds() else next(iter(known_kinds()))
    number = page_number(request.query_params.get("page", ""))
    found = await newest(kind, LATEST + 1, (number - 1) * LATEST)
    links = [
        {"href": f"{HERE}/newest?kind={name}", "word": gettext(one.word), "is_current": name == kind}
        for name, one in known_kinds().items()
    ]
    return await staff_page(
        request, "community/moderation/newest.html", found=found[:LATEST], kinds=links,
        authors=await people(author for one in found for author in one.authors),
        newer=f"{HERE}/newest?kind={kind}&page={number - 1}" if number > 1 else "",
        older=f"{HERE}/newest?kind={kind}&page={number + 1}" if len(found) > LATEST else "",
    )  # fmt: skip


@get(HERE + "/{kind:str}/{thing_id:str}", guards=[staff])
async def show_thing(request: Request, kind: FromPath[str], thing_id: FromPath[str]) -> Response:
    subject = await thing_for_staff(kind, thing_id)
    cases = await cases_of(subject)
    case = cases[0] if cases else None
    entries = await history_of(subject)
    reports = await reports_of(case["id"]) if case else []
    who = await people([*subject.authors, *(one["actor"] for one in entries), *(one["member"] for one in reports)])
    return await staff_page(
        request, "community/moderation/show.html", thing=subject, case=case, cases=cases, reports=reports, who=who,
        claims=[one for one in reports if one["is_claimant"]], statements=await statements_of(case["id"]) if case else {},
        trail=showing.trail(entries, who), reasons=await reasons(), words=await present_words(), say=showing,
        withheld=await withheld_among(subject.pictures), is_waiting=case is not None and case["state"] in WAITING,
        state_words=STATE_WORDS, state_tones=STATE_TONES,
    )  # fmt: skip


@post(HERE + "/{kind:str}/{thing_id:str}/hiding", guards=[staff])
async def hide_thing(request: Request, viewer: Viewer, kind: FromPath[str], thing_id: FromPath[str]) -> Response:
    subject = await thing_for_staff(kind, thing_id)
    form = await read_form(request, HidingForm)
    await hide(viewer, subject, form.data.reason)
    return go(subject.staff_url, N_("处理好了，作者会看到理由。"))


@post(HERE + "/{kind:str}/{thing_id:str}/showing", guards=[staff])
async def show_thing_again(request: Request, viewer: Viewer, kind: FromPath[str], thing_id: FromPath[str]) -> Response:
    subject = await thing_for_staff(kind, thing_id)
    form = await read_form(request, ShowingForm)
    await show(viewer, subject, form.data.why, seen=form.data.seen)
    return go(subject.staff_url, N_("处理好了，大家看得到它。"))


@post(HERE + "/{kind:str}/{thing_id:str}/question", guards=[staff])
async def question(viewer: Viewer, kind: FromPath[str], thing_id: FromPath[str]) -> Response:
    subject = await thing_for_staff(kind, thing_id)
    await ask_author(viewer, subject)
    return go(subject.staff_url, N_("已经请作者说明了。"))


@post(HERE + "/{kind:str}/{thing_id:str}/pictures/withholding", guards=[staff])
async def withhold(viewer: Viewer, kind: FromPath[str], thing_id: FromPath[str]) -> Response:
    subject = await thing_for_staff(kind, thing_id)
    await withhold_pictures(viewer, subject)
    return go(subject.staff_url, N_("图片封存了，原地址也打不开。"))


@post(HERE + "/{kind:str}/{thing_id:str}/pictures/return", guards=[staff])
async def return_pictures(viewer: Viewer, kind: FromPath[str], thing_id: FromPath[str]) -> Response:
    subject = await thing_for_staff(kind, thing_id)
    await give_pictures_back(viewer, subject)
    return go(subject.staff_url, N_("图片恢复了。"))


async def staff_tasks(request: Request, subject: Any) -> str:
    """Fills the slot `staff.tasks`."""
    numbers = await counts()
    return await render_for(request, "community/moderation/_tasks.html", numbers=numbers) if numbers.get("all") else ""


ROUTES = [show_queue, decide, patrol, show_thing, hide_thing, show_thing_again, question, withhold, return_pictures]
