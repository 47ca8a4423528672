"""The brand's desk of challenges: begun with a shape, composed phase by phase, published, changed, dropped."""

from typing import Any

from litestar import Request, get, post
from litestar.params import FromPath
from litestar.response import Response

from app.accounts.viewer import Viewer
from app.brands.desk import Desk, team
from app.brands.studio import studio_page
from app.foundation import clock
from app.foundation.i18n import N_
from app.foundation.money import SIGNS
from app.media.actions import picture_from
from app.web.forms import Form, blank, read_form
from app.web.pages import fragment, go, is_htmx
from app.web.sent import WITH_PICTURES, sent_values
from ideas.challenges.actions import begin_draft, drop_draft, publish_draft, revise_challenge, save_draft
from ideas.challenges.composing import Composed, Values, arranged, compose, typed_values, values_of
from ideas.challenges.extras import extras_of
from ideas.challenges.forms import ShapeForm
from ideas.challenges.phasing import MOST_PHASES
from ideas.challenges.queries import ChallengeView, desk_challenge, desk_challenges, is_answered, plans_of, typed_of
from ideas.challenges.readiness import checklist
from ideas.challenges.shapes import ADDED_WORDS, SHAPES
from ideas.challenges.wording import (
    DOOR_NOTES,
    DOOR_WORDS,
    doors_word,
    rules_said,
    share_said,
    span_said,
    span_there,
    zone_word,
)  # fmt: skip

LIST = "/brands/{brand_id:str}/studio/challenges"
HERE = LIST + "/{challenge_id:str}"


@get(LIST, guards=[team()])
async def desk_list(request: Request, desk: Desk) -> Response:
    return await studio_page(request, desk, "ideas/challenges/board.html", challenges=await desk_challenges(desk.brand))


async def _new_page(request: Request, desk: Desk, form: Form[Any]) -> Response:
    return await studio_page(
        request, desk, "ideas/challenges/new.html", status=form.status, form=form, shapes=SHAPES, doors_word=doors_word
    )


@get(LIST + "/new", guards=[team("edit")])
async def new_challenge(request: Request, desk: Desk) -> Response:
    return await _new_page(request, desk, blank(shape="one"))


@post(LIST, guards=[team("edit")])
async def create_challenge(request: Request, viewer: Viewer, desk: Desk) -> Response:
    form = await read_form(request, ShapeForm)
    if form.ok:
        with form.catching():
            made = await begin_draft(desk, viewer, form.data.shape, form.data.title)
            return go(f"{desk.url}/challenges/{made['public_id']}/edit")
    return await _new_page(request, desk, form)


async def _context(desk: Desk, challenge: ChallengeView, composed: Composed) -> dict[str, Any]:
    """What the form, its checklist and what is shown of each phase need."""
    return {
        "challenge": challenge, "form": composed.form, "plans": {plan.key: plan for plan in composed.plans},
        "needs": checklist(composed), "answered": await is_answered(challenge.id), "now": challenge.now,
        "door_words": DOOR_WORDS, "door_notes": DOOR_NOTES, "added_words": ADDED_WORDS, "doors_word": doors_word,
        "currencies": list(SIGNS.items()), "zone_word": zone_word(challenge.brand_zone, challenge.now),
        "span_said": span_said, "span_there": span_there, "rules_said": rules_said,
        "most_phases": MOST_PHASES, "base": f"{desk.url}/challenges/{challenge.public_id}",
    }  # fmt: skip


async def _edit_page(request: Request, desk: Desk, challenge: ChallengeView, composed: Composed, status: int = 200) -> Response:
    context = await _context(desk, challenge, composed)
    return await studio_page(request, desk, "ideas/challenges/edit.html", status=status, **context)


async def _saved(challenge: ChallengeView) -> Composed:
    """The form as it was left: a draft's own words, or what a published challenge says."""
    now = await clock.now()
    if challenge.is_draft:
        values: Values = await typed_of(challenge.id) | {"version": str(challenge.version)}
        return compose(values, challenge.brand_zone, now)
    old = await plans_of(challenge.id)
    head = {
        "title": challenge.title, "brief": challenge.brief, "prizes": challenge.prizes, "kept": challenge.cover,
        "share_percent": share_said(challenge.share_percent).rstrip("%"), "answer_days": str(challenge.answer_days),
        "version": str(challenge.version),
    } | await extras_of(challenge.id)  # fmt: skip
    return compose(values_of(head, old, challenge.brand_zone), challenge.brand_zone, now, old)


@get(HERE + "/edit", guards=[team("edit")])
async def challenge_form(request: Request, desk: Desk, challenge_id: FromPath[str]) -> Response:
    challenge = await desk_challenge(desk.brand, challenge_id)
    composed = await _saved(challenge)
    if challenge.is_draft and not composed.values["brief"]:
        composed.form.errors = {}  # nobody is scolded before they have written anything
    return await _edit_page(request, desk, challenge, composed)


async def _read(request: Request, viewer: Viewer) -> tuple[Values, str, Form[Any]]:
    """What was typed, which button was pressed, and a form that says what was wrong with the picture."""
    sent = await sent_values(request)
    asked = next((one for one in reversed(sent.get("do", [])) if isinstance(one, str)), "save")
    values = typed_values(sent)
    uploads: Form[Any] = Form(values={"kept": values["kept"]}, uploads={"cover": _files(sent)})
    values["kept"] = "" if asked == "uncover" else await picture_from(viewer.id, uploads, "cover")
    return values, asked, uploads


def _files(sent: dict[str, list[Any]]) -> list[Any]:
    return [one for one in sent.get("cover", []) if not isinstance(one, str) and one.filename]


@post(HERE + "/revisions", guards=[team("edit")], request_max_body_size=WITH_PICTURES)
async def keep_challenge(request: Request, viewer: Viewer, desk: Desk, challenge_id: FromPath[str]) -> Response:
    """Every button of the form: `save`, `publish`, `keep` (by itself, while one types), or one that moves phases."""
    challenge = await desk_challenge(desk.brand, challenge_id)
    values, do, uploads = await _read(request, viewer)
    old = [] if challenge.is_draft else await plans_of(challenge.id)
    values = arranged(values, do)
    done: Composed | None = None
    with uploads.catching():
        if challenge.is_draft:
            done = await (publish_draft if do == "publish" else save_draft)(viewer, challenge, values)
        elif do == "save":
            done = await revise_challenge(viewer, challenge, values)
    composed = done or compose(values, challenge.brand_zone, challenge.now, old)
    composed.form.errors = uploads.errors | composed.form.errors
    if done and do in ("save", "publish") and composed.form.ok:
        return _said(desk, challenge, do)
    if is_htmx(request):
        return await _kept(request, desk, challenge, composed, do)
    is_refused = do in ("save", "publish") and not composed.form.ok
    status = uploads.status if uploads.errors else 409 if is_refused else 200
    return await _edit_page(request, desk, challenge, composed, status)


def _said(desk: Desk, challenge: ChallengeView, do: str) -> Response:
    if do == "publish":
        return go(f"{desk.url}/challenges/{challenge.public_id}/edit", N_("征集发布了，把海报和链接发给你的粉丝吧。"))
    if challenge.is_draft:
        return go(f"{desk.url}/challenges/{challenge.public_id}/edit", N_("草稿存好了，只有你们看得到。"))
    return go(challenge.url, N_("征集改好了，改动公开记在页面上。"))


async def _kept(request: Request, desk: Desk, challenge: ChallengeView, composed: Composed, do: str) -> Response:
    """What changes on the page that was sent by a script."""
    context = await _context(desk, challenge, composed)
    template = "ideas/challenges/_after_keeping.html" if do == "keep" else "ideas/challenges/_composer.html"
    return await fragment(request, template, desk=desk, **context)


@post(HERE + "/disposal", guards=[team("edit")])
async def throw_away(desk: Desk, challenge_id: FromPath[str]) -> Response:
    await drop_draft(await desk_challenge(desk.brand, challenge_id))
    return go(f"{desk.url}/challenges", N_("草稿丢弃了。"))


ROUTES = [desk_list, new_challenge, create_challenge, challenge_form, keep_challenge, throw_away]
