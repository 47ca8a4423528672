"""The report on one sheet: at the desk to print, by a link for somebody outside the team."""

from typing import Any

from litestar import Request, get, post
from litestar.params import FromPath
from litestar.response import Response

from app.accounts.capabilities import by_link
from app.accounts.guards import anyone
from app.accounts.viewer import Viewer
from app.brands.desk import Desk, team
from app.brands.studio import studio_page
from app.foundation.i18n import N_
from app.web.forms import Form, blank, read_form
from app.web.pages import go, page
from ideas.challenges.queries import ChallengeView, desk_challenge
from ideas.insights.desk_routes import ALL, ONE, see
from ideas.insights.forms import LinkForm
from ideas.insights.reporting import DAYS, links_of, make_link, reported, revoke_report


async def _report(request: Request, desk: Desk, challenge: ChallengeView | None, form: Form[Any] | None = None) -> Response:
    base = f"{desk.url}/challenges/{challenge.public_id}/insights" if challenge else f"{desk.url}/insights"
    return await studio_page(
        request, desk, "ideas/insights/report.html", status=form.status if form else 200, brand_name=desk.name,
        seen=await see(desk.brand, challenge, base), challenge=challenge, form=form or blank(days="30"), days=DAYS,
        links=await links_of(challenge) if challenge else [], base=base,
    )  # fmt: skip


@get(ALL + "/report", guards=[team()])
async def report_all(request: Request, desk: Desk) -> Response:
    return await _report(request, desk, None)


@get(ONE + "/report", guards=[team()])
async def report_one(request: Request, desk: Desk, challenge_id: FromPath[str]) -> Response:
    return await _report(request, desk, await desk_challenge(desk.brand, challenge_id))


@post(ONE + "/report/links", guards=[team("edit")])
async def create_link(request: Request, viewer: Viewer, desk: Desk, challenge_id: FromPath[str]) -> Response:
    challenge = await desk_challenge(desk.brand, challenge_id)
    form = await read_form(request, LinkForm)
    if form.ok:
        with form.catching():
            await make_link(viewer, challenge, form.data.note, int(form.data.days))
            return go(_address(desk, challenge), N_("链接做好了，复制发出去就行。"))
    return await _report(request, desk, challenge, form)


@post(ONE + "/report/links/{link_id:str}/revocation", guards=[team("edit")])
async def revoke(desk: Desk, challenge_id: FromPath[str], link_id: FromPath[str]) -> Response:
    challenge = await desk_challenge(desk.brand, challenge_id)
    await revoke_report(challenge, link_id)
    return go(_address(desk, challenge), N_("这个链接作废了，谁拿着它都打不开。"))


def _address(desk: Desk, challenge: ChallengeView) -> str:
    return f"{desk.url}/challenges/{challenge.public_id}/insights/report#links"


@get("/challenges/{challenge_id:str}/report", guards=[anyone])
async def show(request: Request, challenge_id: FromPath[str]) -> Response:
    challenge = await reported(challenge_id, request.query_params.get("key", ""))
    seen = await see(challenge.brand, challenge, challenge.url)
    return by_link(
        await page(
            request, "ideas/insights/report.html", brand_name=challenge.brand_name, seen=seen, challenge=challenge, desk=None
        )
    )


ROUTES = [report_all, report_one, create_link, revoke, show]
