"""A juror's pages: the invitation, one's juries, the shortlist, and the sheet on which an idea is scored."""

from typing import Any

from litestar import Request, get, post
from litestar.params import FromPath, FromQuery
from litestar.response import Response

from app.accounts.capabilities import DeadLink, by_link, opens
from app.accounts.guards import anyone, members
from app.accounts.queries import people, person
from app.accounts.viewer import Viewer
from app.foundation.i18n import N_
from app.web.forms import Form, blank, read_form
from app.web.pages import go, page, render_for
from ideas.judging.actions import GONE, SCOPE, score_idea, take_seat
from ideas.judging.forms import SeatForm, score_form
from ideas.judging.queries import (
    criteria_of,
    idea_to_judge,
    ideas_to_judge,
    invitation,
    judged_idea,
    juries_of,
    jury_state,
    own_jury,
    own_points,
    scorings_of,
)
from ideas.queries import pictures_of


@get("/jury/invitations/{seat_id:str}", guards=[anyone])
async def show_invitation(request: Request, seat_id: FromPath[str], key: FromQuery[str] = "") -> Response:
    """Opening it changes nothing; the button does."""
    if not await opens(key, SCOPE, seat_id):
        raise DeadLink(GONE)
    asked = await invitation(seat_id)
    shown = await page(request, "ideas/judging/invitation.html", asked=asked, key=key, inviter=await person(asked["invited_by"]))
    return by_link(shown)


@post("/jury/invitations/{seat_id:str}/acceptance", guards=[members], intent="join_jury")
async def accept(request: Request, viewer: Viewer, seat_id: FromPath[str]) -> Response:
    """Signed out, it is finished by itself after sign-in."""
    form = await read_form(request, SeatForm)
    seat = await take_seat(viewer, seat_id, form.data.key)
    return go(f"/jury/{seat['public_id']}", N_("你是《%(challenge)s》的评审了。"), challenge=seat["title"])


@get("/jury", guards=[members])
async def list_juries(request: Request, viewer: Viewer) -> Response:
    return await page(request, "ideas/judging/index.html", juries=await juries_of(viewer))


@get("/jury/{challenge_id:str}", guards=[members])
async def show_jury(request: Request, viewer: Viewer, challenge_id: FromPath[str]) -> Response:
    jury = await own_jury(viewer, challenge_id)
    ideas = await ideas_to_judge(jury)
    return await page(
        request, "ideas/judging/show.html", jury=jury, state=await jury_state(jury["id"]), ideas=ideas,
        authors=await people(one["author"] for one in ideas), criteria=await criteria_of(jury["id"]),
    )  # fmt: skip


async def _sheet(
    request: Request, viewer: Viewer, jury: dict[str, Any], idea: dict[str, Any], form: Form[Any] | None
) -> Response:
    criteria = await criteria_of(jury["id"])
    points, note = await own_points(jury["seat"], idea["id"])
    if form is None:
        form = blank(note=note, **{f"points_{criterion}": str(number) for criterion, number in points.items()})
    others = await scorings_of(jury["id"], idea["id"]) if points else []
    return await page(
        request, "ideas/judging/idea.html", status=form.status, jury=jury, idea=idea, form=form, criteria=criteria,
        state=await jury_state(jury["id"]), pictures=await pictures_of(idea["id"]), author=await person(idea["author"]),
        judged=await judged_idea(jury["id"], idea["id"]) if points else None, scorings=others,
        jurors=await people(one["member"] for one in others), ideas=await ideas_to_judge(jury),
    )  # fmt: skip


@get("/jury/{challenge_id:str}/ideas/{idea_id:str}", guards=[members])
async def show_sheet(request: Request, viewer: Viewer, challenge_id: FromPath[str], idea_id: FromPath[str]) -> Response:
    jury = await own_jury(viewer, challenge_id)
    return await _sheet(request, viewer, jury, await idea_to_judge(jury, idea_id), None)


@post("/jury/{challenge_id:str}/ideas/{idea_id:str}/scores", guards=[members])
async def score(request: Request, viewer: Viewer, challenge_id: FromPath[str], idea_id: FromPath[str]) -> Response:
    jury = await own_jury(viewer, challenge_id)
    idea = await idea_to_judge(jury, idea_id)
    criteria = await criteria_of(jury["id"])
    form = await read_form(request, score_form(criteria))
    if form.ok:
        with form.catching():
            data: Any = form.data
            await score_idea(jury["seat"], idea["id"], {one.id: getattr(data, f"points_{one.id}") for one in criteria}, data.note)
            return go(f"/jury/{challenge_id}/ideas/{idea_id}", N_("记下了，评审结束前都可以改。"))
    return await _sheet(request, viewer, jury, idea, form)


async def my_juries(request: Request, subject: Any) -> str:
    """A line on one's own page; nothing for whoever sits on none."""
    found = await juries_of(request.scope["state"]["viewer"])
    return await render_for(request, "ideas/judging/_mine.html", juries=found) if found else ""


ROUTES = [show_invitation, accept, list_juries, show_jury, show_sheet, score]
