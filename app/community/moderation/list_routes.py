"""What staff keeps for moderation: the words, the reasons; and the log of all acts."""

from typing import Annotated, Any
from urllib.parse import urlencode

import msgspec
from litestar import Request, get, post
from litestar.params import FromPath
from litestar.response import Response

from app.accounts.guards import staff
from app.accounts.queries import people
from app.accounts.viewer import Viewer
from app.community.moderation import showing
from app.community.moderation.forms import ReasonsForm, TrialForm, WordsForm
from app.community.moderation.kinds import known_kinds
from app.community.moderation.queries import LOG_PAGE, acting_staff, log, reasons
from app.community.moderation.reason_list import save_reasons
from app.community.moderation.routes import HERE, page_number
from app.community.moderation.rules import ACT_WORDS, LEVEL_WORDS
from app.community.moderation.starter import STARTER
from app.community.moderation.word_list import PAGE, add_words, counts, listed, present_words, remove_word
from app.foundation.i18n import N_, gettext
from app.support.staff_desk import staff_page
from app.web.fields import Whole
from app.web.forms import Form, blank, read_form, read_values
from app.web.pages import go


async def _words_page(request: Request, form: Form[Any], **context: Any) -> Response:
    q = request.query_params.get("q", "")[:60]
    level = request.query_params.get("level", "")
    level = level if level in LEVEL_WORDS else ""
    number = page_number(request.query_params.get("page", ""))
    found = await listed(q, level, number)
    numbers = await counts()
    links = [
        {"href": f"{HERE}/words?level={one}", "word": gettext(word), "is_current": one == level, "count": numbers.get(one)}
        for one, word in {"": N_("全部"), **LEVEL_WORDS}.items()
    ]
    return await staff_page(
        request, "community/moderation/words.html", status=form.status, form=form, words=found[:PAGE], q=q, levels=links,
        level_words=LEVEL_WORDS, newer=f"{HERE}/words?level={level}&page={number - 1}" if number > 1 else "",
        older=f"{HERE}/words?level={level}&page={number + 1}" if len(found) > PAGE else "", **{"hits": None, **context},
    )  # fmt: skip


@get(HERE + "/words", guards=[staff])
async def show_words(request: Request) -> Response:
    return await _words_page(request, blank(level="hold"))


@post(HERE + "/words", guards=[staff])
async def paste_words(request: Request, viewer: Viewer) -> Response:
    form = await read_form(request, WordsForm)
    if form.ok:
        with form.catching():
            added = await add_words(viewer, form.data.words, form.data.level)
            return go(f"{HERE}/words", N_("加了 %(n)s 个词。"), n=added)
    return await _words_page(request, form)


@post(HERE + "/words/starter", guards=[staff])
async def begin_list(viewer: Viewer) -> Response:
    added = await add_words(viewer, STARTER, "hold")
    return go(f"{HERE}/words", N_("加了 %(n)s 个词。"), n=added)


@post(HERE + "/words/trial", guards=[staff])
async def try_words(request: Request) -> Response:
    """What the list would say to a text; nothing is kept."""
    form = await read_form(request, TrialForm)
    hits = (await present_words()).search(form.data.trial) if form.ok else None
    form.values["level"] = "hold"
    if form.ok:
        form.status = 200
    return await _words_page(request, form, hits=hits)


@post(HERE + "/words/{word_id:int}/removal", guards=[staff])
async def drop_word(viewer: Viewer, word_id: FromPath[int]) -> Response:
    word = await remove_word(viewer, word_id)
    return go(f"{HERE}/words", N_("“%(word)s”从词表里拿掉了。"), word=word)


@get(HERE + "/reasons", guards=[staff])
async def show_reasons(request: Request) -> Response:
    form = blank(reasons="\n".join(gettext(one) for one in await reasons()))
    return await staff_page(request, "community/moderation/reasons.html", form=form)


@post(HERE + "/reasons", guards=[staff])
async def keep_reasons(request: Request, viewer: Viewer) -> Response:
    form = await read_form(request, ReasonsForm)
    if form.ok:
        with form.catching():
            await save_reasons(viewer, form.data.reasons)
            return go(f"{HERE}/reasons", N_("理由存好了。"))
    return await staff_page(request, "community/moderation/reasons.html", status=form.status, form=form)


class LogFilter(msgspec.Struct):
    by: Annotated[int | None, Whole(1, 2**62, optional=True)]
    before: Annotated[int | None, Whole(1, 2**62, optional=True)]


@get(HERE + "/log", guards=[staff])
async def show_log(request: Request) -> Response:
    asked = read_values(LogFilter, {name: request.query_params.getall(name) for name in request.query_params})
    act, kind = request.query_params.get("act", ""), request.query_params.get("kind", "")
    by, before = (asked.data.by, asked.data.before) if asked.ok else (None, None)
    found = await log(act=act if act in ACT_WORDS else "", kind=kind if kind in known_kinds() else "", actor=by, before=before)
    who = await people([*(one["actor"] for one in found), *await acting_staff()])
    address = f"{HERE}/log?" + urlencode({"act": act, "kind": kind, "by": by or ""})
    return await staff_page(
        request, "community/moderation/log.html", entries=showing.trail(found[:LOG_PAGE], who),
        form=blank(act=act, kind=kind, by=str(by or "")), acts=[(one, gettext(word)) for one, word in ACT_WORDS.items()],
        kinds=[(name, gettext(one.word)) for name, one in known_kinds().items()],
        staff=[(one, who[one].name) for one in await acting_staff()], say=showing,
        older=f"{address}&before={found[LOG_PAGE - 1]['id']}" if len(found) > LOG_PAGE else "",
    )  # fmt: skip


ROUTES = [show_words, paste_words, begin_list, try_words, drop_word, show_reasons, keep_reasons, show_log]
