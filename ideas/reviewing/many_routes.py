"""The desk's pages that concern many ideas at once: a shortlist by rule, and answers to all the rest."""

from typing import Any

from litestar import Request, get, post
from litestar.response import Response

from app.accounts.queries import people
from app.accounts.viewer import Viewer
from app.brands.desk import Desk, team
from app.brands.studio import studio_page
from app.foundation.i18n import N_, translate
from app.foundation.refusals import Refusal
from app.web.forms import Form, blank, read_form, read_values
from app.web.pages import go
from app.web.sent import sent_values
from ideas.challenges.queries import ChallengeView, desk_challenge
from ideas.reviewing.actions import answer_many
from ideas.reviewing.answering import answers_of
from ideas.reviewing.forms import AnswersForm, ListForm, OwnAnswer, RuleForm
from ideas.reviewing.queries import Asked, board, twins
from ideas.reviewing.rules import REASONS, SHORTLISTS
from ideas.reviewing.shortlisting import preview, shortlist

HERE = "/brands/{brand_id:str}/studio/ideas"
ANSWERED_AT_ONCE = 100
LEAST_SENTENCE = 4


async def _shortlist_page(request: Request, desk: Desk, form: Form[Any], found: list[dict[str, Any]] | None) -> Response:
    challenge = await desk_challenge(desk.brand, str(form.values.get("challenge", "")))
    return await studio_page(
        request, desk, "ideas/reviewing/shortlist.html", status=form.status, form=form, challenge=challenge, found=found,
        rules=[(rule, translate(words[0])) for rule, words in SHORTLISTS.items()], twins=twins(found or []),
        authors=await people(one["author"] for one in found or []),
    )  # fmt: skip


@get(HERE + "/shortlist", guards=[team("edit")])
async def show_shortlist(request: Request, desk: Desk) -> Response:
    """What a rule would take, before anything is taken."""
    asked = {name: request.query_params.getall(name) for name in request.query_params}
    if "number" not in asked:
        challenge = request.query_params.get("challenge", "")
        return await _shortlist_page(request, desk, blank(challenge=challenge, rule="top", number="20"), None)
    form = read_values(RuleForm, asked)
    if form.ok:
        with form.catching("number"):
            challenge = (await desk_challenge(desk.brand, form.data.challenge)).id
            found = await preview(desk, challenge, form.data.rule, form.data.number)
            form.status = 200
            return await _shortlist_page(request, desk, form, found)
    return await _shortlist_page(request, desk, form, None)


@post(HERE + "/shortlist", guards=[team("edit")])
async def draw_up(request: Request, viewer: Viewer, desk: Desk) -> Response:
    form = await read_form(request, ListForm)
    taken = await shortlist(desk, viewer, form.data.idea)
    to = f"{desk.url}/ideas?state=in_review&challenge={form.data.challenge}"
    return go(to, N_("%(n)s 个创意入围了，作者看得到。"), n=taken)


async def _answers_page(request: Request, desk: Desk, challenge: ChallengeView, form: Form[Any]) -> Response:
    found = await board(desk, Asked(challenge=challenge.public_id), size=ANSWERED_AT_ONCE)
    return await studio_page(
        request, desk, "ideas/reviewing/answers.html", status=form.status, form=form, challenge=challenge,
        ideas=found[:ANSWERED_AT_ONCE], has_more=len(found) > ANSWERED_AT_ONCE, answers=await answers_of(challenge.id),
        reasons=[(code, translate(word)) for code, word in REASONS["declined"].items()],
        authors=await people(one["author"] for one in found),
    )  # fmt: skip


@get(HERE + "/answers", guards=[team("edit")])
async def show_answers(request: Request, desk: Desk) -> Response:
    challenge = await desk_challenge(desk.brand, request.query_params.get("challenge", ""))
    return await _answers_page(request, desk, challenge, blank())


@post(HERE + "/answers", guards=[team("edit")])
async def answer_all(request: Request, viewer: Viewer, desk: Desk) -> Response:
    sent = await sent_values(request)
    form = read_values(AnswersForm, sent)
    challenge = await desk_challenge(desk.brand, str(form.values.get("challenge", "")))
    if form.ok:
        with form.catching("sentence"):
            done, late = await answer_many(desk, viewer, _said(form, sent))
            return go(f"{desk.url}/ideas?challenge={challenge.public_id}", *_told(done, late), n=done, late=late)
    return await _answers_page(request, desk, challenge, form)


def _said(form: Form[AnswersForm], sent: dict[str, list[Any]]) -> dict[str, tuple[str, str]]:
    """Each idea's reason and sentence: its own where there is one, else everybody's."""
    said: dict[str, tuple[str, str]] = {}
    for idea in form.data.idea:
        own = read_values(OwnAnswer, {name: sent.get(f"{name}-{idea}", []) for name in ("reason", "sentence")})
        if not own.ok:
            raise Refusal(next(iter(own.errors.values())), field=f"{next(iter(own.errors))}-{idea}")
        sentence = own.data.sentence or form.data.sentence
        if len(sentence) < LEAST_SENTENCE:
            raise Refusal(N_("写一句话，至少 %(least)s 个字：每位作者都会收到它。"), field="sentence", least=LEAST_SENTENCE)
        said[idea] = (own.data.reason or form.data.reason_code, sentence)
    return said


def _told(done: int, late: int) -> tuple[str]:
    if not late:
        return (N_("答复了 %(n)s 个，每位作者都会收到。"),)
    return (N_("答复了 %(n)s 个。另有 %(late)s 个刚刚有人答复过，或者作者撤回了，没有改动。"),)


ROUTES = [show_shortlist, draw_up, show_answers, answer_all]
