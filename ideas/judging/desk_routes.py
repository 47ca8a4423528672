"""The brand's page of a challenge's jury: who sits on it, links that invite, and the sheet they score by."""

from typing import Any

from litestar import Request, get, post
from litestar.params import FromPath
from litestar.response import Response

from app.accounts.capabilities import key_of, living_links
from app.accounts.queries import people
from app.accounts.viewer import Viewer
from app.brands.desk import Desk, team
from app.brands.studio import studio_page
from app.foundation.i18n import N_
from app.settings import settings
from app.web.forms import Form, blank, read_form
from app.web.pages import go
from ideas.challenges.queries import ChallengeView, desk_challenge
from ideas.judging.actions import SCOPE, invite_juror, remove_seat, set_criteria, sit_on_jury
from ideas.judging.forms import CriteriaForm, JurorForm
from ideas.judging.queries import criteria_of, is_scored, jury_state, seats_of
from ideas.judging.rules import MOST_CRITERIA, MOST_WEIGHT

HERE = "/brands/{brand_id:str}/studio/challenges/{challenge_id:str}/jury"


def address(desk: Desk, challenge: ChallengeView) -> str:
    return f"{desk.url}/challenges/{challenge.public_id}/jury"


async def _with_links(desk: Desk, seats: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Open invitations with the address to hand on: for those who may invite."""
    for seat in seats:
        is_open = seat["taken_at"] is None and not seat["is_over"] and desk.may("edit")
        links = await living_links(SCOPE, seat["public_id"]) if is_open else []
        path = f"/jury/invitations/{seat['public_id']}?key="
        seat["address"] = f"{settings.public_url}{path}{key_of(links[0])}" if links else ""
    return seats


async def _page(
    request: Request, desk: Desk, challenge: ChallengeView, form: Form[Any], sheet: Form[Any] | None = None
) -> Response:
    seats = await _with_links(desk, await seats_of(challenge.id))
    return await studio_page(
        request, desk, "ideas/judging/desk.html", status=max(form.status, sheet.status if sheet else 200), challenge=challenge,
        form=form, sheet=sheet or Form(status=200), seats=seats, jurors=await people(one["member"] for one in seats),
        state=await jury_state(challenge.id), criteria=await criteria_of(challenge.id), fixed=await is_scored(challenge.id),
        most=MOST_CRITERIA, heaviest=MOST_WEIGHT,
    )  # fmt: skip


@get(HERE, guards=[team()])
async def show(request: Request, desk: Desk, challenge_id: FromPath[str]) -> Response:
    return await _page(request, desk, await desk_challenge(desk.brand, challenge_id), blank())


@post(HERE + "/criteria", guards=[team("edit")])
async def change_criteria(request: Request, desk: Desk, challenge_id: FromPath[str]) -> Response:
    challenge = await desk_challenge(desk.brand, challenge_id)
    form = await read_form(request, CriteriaForm)
    if form.ok:
        with form.catching():
            await set_criteria(challenge.id, form.data.rows())
            return go(address(desk, challenge), N_("评审标准存好了。"))
    typed = {name: form.values.get(name, []) for name in ("word", "note", "weight")}
    form.values |= {name: [one] if isinstance(one, str) else one for name, one in typed.items()}  # one row only, or none
    return await _page(request, desk, challenge, blank(), form)


@post(HERE + "/invitations", guards=[team("edit")])
async def invite(request: Request, viewer: Viewer, desk: Desk, challenge_id: FromPath[str]) -> Response:
    challenge = await desk_challenge(desk.brand, challenge_id)
    form = await read_form(request, JurorForm)
    if form.ok:
        with form.catching():
            await invite_juror(viewer, desk, challenge.id, challenge.title, form.data.note, form.data.email)
            sent = N_("邀请发出去了，链接也在下面。") if form.data.email else N_("链接做好了，发给对方就行。")
            return go(address(desk, challenge), sent)
    return await _page(request, desk, challenge, form)


@post(HERE + "/own-seat", guards=[team("edit")])
async def sit_down(viewer: Viewer, desk: Desk, challenge_id: FromPath[str]) -> Response:
    challenge = await desk_challenge(desk.brand, challenge_id)
    await sit_on_jury(viewer, challenge.id)
    return go(address(desk, challenge), N_("你也是评审了。"))


@post(HERE + "/seats/{seat_id:str}/removal", guards=[team("edit")])
async def remove(desk: Desk, challenge_id: FromPath[str], seat_id: FromPath[str]) -> Response:
    challenge = await desk_challenge(desk.brand, challenge_id)
    await remove_seat(challenge.id, seat_id)
    return go(address(desk, challenge), N_("撤掉了，打过的分不再算。"))


ROUTES = [show, change_criteria, invite, sit_down, remove]
